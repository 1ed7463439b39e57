"""What holds for everything a caller may send: numbers have bounds, texts have a length and hide nothing."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from pydantic import BaseModel

from souk import Request
from souk.errors import Invalid
from souk.ids import uuid7
from souk.openapi import document
from souk.parsing import read_json
from tests.house.test_permissions import dummy
from tests.support import api
from tests.support.world import World, registry

MODELS = {
    model.__name__: model
    for spec in registry().operations
    for model in (spec.body, spec.query)
    if isinstance(model, type) and issubclass(model, BaseModel)
}
_DOCUMENT = document(registry())
EXAMPLES = {
    spec.body: _DOCUMENT["paths"][spec.path][spec.method.lower()]["requestBody"]["content"]["application/json"][
        "example"
    ]
    for spec in registry().operations
    if spec.body is not None and spec.id != "auth-login"
}
"""By the model of a body; who signs in only names what is compared."""
HIDDEN = ["\u202e", "\u200b", "\x1b", "\u3164", "\U000e0041"]
TAKEN_APART = {"code", "csv"}
"""Texts that are compared or read by rules of their own."""
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


def texts(value: Any) -> Iterator[str]:
    """Give every text within a document."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from texts(one)


def forged(value: Any, hidden: str, name: str = "") -> Iterator[Any]:
    """Give a document once for each of its texts, with something hidden in it."""
    if isinstance(value, dict):
        for inner_name, one in value.items():
            yield from (value | {inner_name: other} for other in forged(one, hidden, inner_name))
    elif isinstance(value, list):
        yield from ([other] for other in forged(value[0], hidden, name))
    elif isinstance(value, str | None) and name not in TAKEN_APART:
        yield f"{value or 'text'}{hidden}x"


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


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
@pytest.mark.parametrize("model", EXAMPLES, ids=lambda model: model.__name__)
def test_no_text_hides_anything(model: type[BaseModel], hidden: str) -> None:
    kept = set()
    for body in forged(EXAMPLES[model], hidden):
        with suppress(Invalid):
            kept |= set(texts(read_json(model, json.dumps(body)).model_dump(mode="json")))

    assert {text for text in kept if hidden in text} == set()


def test_every_text_of_an_example_is_forged_once() -> None:
    body = EXAMPLES[next(model for model in EXAMPLES if model.__name__ == "CreateProduct")]

    found = [text for other in forged(body, "\x1b") for text in texts(other) if "\x1b" in text]

    assert found == [f"{text}\x1bx" for text in texts(body)]


def test_a_parameter_that_nothing_reads_is_refused_by_name(database: World) -> None:
    """A misspelt filter that was passed over would list, or change, more than was meant."""
    fields = {}
    for spec in registry().operations:
        caller = api.caller(spec.roles[0], seller_id=uuid7()) if spec.roles else None
        answer = api.call(spec.route, as_=caller, query={"no_such_filter": "1"}, **dummy(spec))
        fields[spec.route] = [error["field"] for error in answer.json.get("errors", [])]

    bearing = {route for route, named in fields.items() if "no_such_filter" not in named}
    assert bearing == {"POST /api/payments/webhooks/{provider}"}
