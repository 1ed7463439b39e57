"""From text that somebody sent to a model: every way in reads JSON by the same rules.

PostgreSQL stores neither NUL nor half a surrogate pair, so neither is let in. What nests too deep is not JSON to us,
nor is an object with a name twice, of which one reader takes the first and another the last (RFC 7493, 2.3).
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from souk.errors import Invalid, MalformedJson, MalformedText
from souk.faults import FieldError

# An escaped NUL; where its backslash is itself escaped, these are six characters of text.
_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

_NUMBER = re.compile(r"-?[0-9]{1,20}")


def read_json[M: BaseModel](model: type[M], text: str) -> M:
    """Read a document, strictly: `true` is no 1 and `"2"` no 2.

    Raises MalformedText, MalformedJson, or Invalid, which names each field that does not fit.
    """
    if "\0" in text or ("\\u0000" in text and _ESCAPED_NUL.search(text)):
        raise MalformedText("A NUL character is not text.")
    try:
        read = model.model_validate_json(text, strict=True)
    except ValidationError as invalid:
        raise _meaning(invalid) from None
    json.loads(text, object_pairs_hook=_named_once, parse_int=str, parse_float=str)
    return read


def read_query[M: BaseModel](model: type[M], values: Mapping[str, str | list[str]]) -> M:
    """Read what was written for each name as strictly as a document that has it: `1_0` is no number, `yes` no true.

    Where the model has a list, a single text is a list of one.

    Raises MalformedText, or Invalid, which names each field that does not fit.
    """
    for value in values.values():
        if any("\0" in text for text in _listed(value)):
            raise MalformedText("A NUL character is not text.")
    ways = _ways(model)
    meant = {name: ways[name](value) if name in ways else value for name, value in values.items()}
    try:
        return model.model_validate_json(json.dumps(meant), strict=True)
    except ValidationError as invalid:
        raise _meaning(invalid) from None


@cache
def _ways(model: type[BaseModel]) -> dict[str, Callable[[Any], Any]]:
    """Give for each field that is not a text what turns the text that was written into its value."""
    ways: dict[str, Callable[[Any], Any]] = {}
    for name, field in model.model_fields.items():
        types = _types(field.annotation)
        way = next((way for kinds, way in _WAYS if kinds & types), None)
        if way is not None:
            ways[field.alias or name] = way
    return ways


def _types(annotation: Any) -> set[Any]:
    inner = [*get_args(annotation), *filter(None, [getattr(annotation, "__value__", None)])]
    return {annotation, get_origin(annotation)}.union(*map(_types, inner))


def _listed(written: Any) -> Any:
    return [written] if isinstance(written, str) else written


def _truth(written: Any) -> Any:
    return {"true": True, "false": False}.get(written, written) if isinstance(written, str) else written


def _number(written: Any) -> Any:
    return int(written) if isinstance(written, str) and _NUMBER.fullmatch(written) else written


_WAYS: list[tuple[set[Any], Callable[[Any], Any]]] = [
    ({list, tuple, set, frozenset}, _listed),
    ({bool}, _truth),
    ({int}, _number),
]


def _named_once(pairs: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise MalformedJson(f"The body names {twice!r} twice in one object.")


def _meaning(invalid: ValidationError) -> MalformedJson | Invalid:
    errors: list[FieldError] = []
    for error in invalid.errors(include_url=False, include_input=False):
        if error["type"] == "json_invalid":
            return MalformedJson(f"The body is not JSON: {error['msg'].removeprefix('Invalid JSON: ')}.")
        # Which of several kinds a value is taken for is no field; the tags of such unions begin with a bar.
        place = [part for at, part in enumerate(map(str, error["loc"])) if at == 0 or not part.startswith("|")]
        errors.append(FieldError.found(".".join(place) if place else "body", error))
    return Invalid(*errors)
