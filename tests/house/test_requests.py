"""What holds for everything a caller may send: numbers have bounds, texts have a length and hide nothing."""

import json
from collections.abc import Iterator
from contextlib import suppress
from types import UnionType
from typing import Annotated, Any, TypeAliasType, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, Secret, TypeAdapter, ValidationError

from souk import Request
from souk.errors import Invalid
from souk.parsing import read_json
from tests.support.world import registry

MODELS = {
    model.__name__: model
    for spec in registry().operations
    for model in (spec.body, spec.query)
    if isinstance(model, type) and issubclass(model, BaseModel)
}
HIDDEN = ["A\u202eB", "A\u200bB", "A\x1bB", "A\ud800B", "\u200b"]
LOOKED_UP = {"category", "code", "csv", "cursor", "email", "q"}
"""Texts that are compared, read by rules of their own, or taken apart, and that nobody is shown."""
ODD = [None, True, 0, -1, 1.5, 10**30, "", "1", "\u2800", [], [None], {}, {"": None}]
_BIGINT = 2**63


def inner(of: type[Request]) -> Iterator[type[Request]]:
    """Give every document that a caller sends or that is within one."""
    for model in of.__subclasses__():
        yield model
        yield from inner(model)


def parts(schema: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every part of a JSON schema with the name of the property it is in."""
    if isinstance(schema, list):
        for one in schema:
            yield from parts(one, name)
    elif isinstance(schema, dict):
        yield name, schema
        for key, value in schema.items():
            if key in {"properties", "$defs", "patternProperties"}:
                for property_name, one in value.items():
                    yield from parts(one, property_name)
            elif key not in {"enum", "examples", "default", "required", "discriminator"}:
                yield from parts(value, name)


def texts(annotation: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Give every text within a type, with the name of the field it is in."""
    origin = get_origin(annotation)
    if isinstance(annotation, TypeAliasType):
        yield from texts(annotation.__value__, name)
    elif annotation is str or (origin is Annotated and get_args(annotation)[0] is str):
        yield name, annotation
    elif origin is Annotated:
        inner, *constraints = get_args(annotation)
        alternatives = get_args(inner) if get_origin(inner) in (Union, UnionType) else ()
        for one in alternatives:
            yield from texts(Annotated[one, *constraints], name)
        if not alternatives:
            yield from texts(inner, name)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for inner_name, field in annotation.model_fields.items():
            yield from texts(Annotated[field.annotation, *field.metadata, name], inner_name)
    elif origin is not Secret:
        for one in get_args(annotation):
            yield from texts(one, name)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_number_has_bounds_that_the_database_has_room_for(model: type[BaseModel]) -> None:
    wide = [
        name
        for name, part in parts(model.model_json_schema())
        if part.get("type") in ("integer", "number")
        and not -_BIGINT
        <= bound(part, "minimum", "exclusiveMinimum")
        <= bound(part, "maximum", "exclusiveMaximum")
        < _BIGINT
    ]

    assert wide == []


def bound(part: dict[str, Any], *names: str) -> float:
    """Give a bound of a number, none being beyond every other."""
    return next((part[name] for name in names if name in part), float("nan"))


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_text_has_a_longest_length(model: type[BaseModel]) -> None:
    endless = [
        name
        for name, part in parts(model.model_json_schema())
        if part.get("type") == "string" and not part.keys() & {"maxLength", "enum", "const", "format", "pattern"}
    ]

    assert [name for name in endless if name != "csv"] == []


@pytest.mark.parametrize("model", sorted(inner(Request), key=str), ids=lambda model: model.__name__)
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_whatever_stands_in_a_field_is_read_or_refused(model: type[Request], value: Any) -> None:
    for name in model.model_fields:
        with suppress(Invalid):
            read_json(model, json.dumps({name: value}))


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_no_text_hides_anything(model: type[BaseModel]) -> None:
    taken = {
        (name, hidden)
        for name, annotation in texts(model, "")
        if name not in LOOKED_UP
        for hidden in HIDDEN
        if takes(annotation, hidden)
    }

    assert taken == set()


def takes(annotation: Any, text: str) -> bool:
    """Tell whether a text is taken as it is."""
    try:
        return bool(TypeAdapter(annotation).validate_python(text) == text)
    except ValidationError:
        return False


def test_the_texts_of_requests_are_found() -> None:
    found = {name for model in MODELS.values() for name, _ in texts(model, "")}

    assert {"title", "sku", "options", "carrier", "postal_code", "first_name", "reason"} <= found
