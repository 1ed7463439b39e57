"""From text that somebody sent to a model: every way in reads JSON by the same rules.

PostgreSQL stores neither NUL nor half a surrogate pair, so neither is let in. What nests too deep is not JSON to us,
nor is an object with a name twice, of which one reader takes the first and another the last (RFC 7493, 2.3).
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args

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
    """Read texts by name, or lists of them, as strictly as a document that has them: `1_0` is no number, `yes` no true.

    Raises MalformedText, or Invalid, which names each field that does not fit.
    """
    for value in values.values():
        if any("\0" in text for text in ([value] if isinstance(value, str) else value)):
            raise MalformedText("A NUL character is not text.")
    literals = _literals(model)
    meant = {name: literals[name](value) if name in literals else value for name, value in values.items()}
    try:
        return model.model_validate_json(json.dumps(meant), strict=True)
    except ValidationError as invalid:
        raise _meaning(invalid) from None


@cache
def _literals(model: type[BaseModel]) -> dict[str, Callable[[Any], Any]]:
    """Give how the fields that are no text are written in a query."""
    kinds = {field.alias or name: _types(field.annotation) for name, field in model.model_fields.items()}
    return {name: _truth if bool in types else _number for name, types in kinds.items() if {bool, int} & types}


def _types(annotation: Any) -> set[Any]:
    inner = [*get_args(annotation), *filter(None, [getattr(annotation, "__value__", None)])]
    return {annotation}.union(*map(_types, inner)) if inner else {annotation}


def _truth(written: Any) -> Any:
    return {"true": True, "false": False}.get(written, written) if isinstance(written, str) else written


def _number(written: Any) -> Any:
    return int(written) if isinstance(written, str) and _NUMBER.fullmatch(written) else written


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
        place = [part for part in map(str, error["loc"]) if not part.startswith("|")]
        errors.append(FieldError.found(".".join(place) or "body", error))
    return Invalid(*errors)
