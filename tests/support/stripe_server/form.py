"""Requests as Stripe takes them: forms whose names nest, such as ``metadata[key]`` and ``expand[0]``."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from tests.support.stripe_server.refusing import Refused

_WHOLE = re.compile(r"-?[0-9]{1,12}")
_MOST_KEYS, _LONGEST_KEY, _LONGEST_VALUE = 50, 40, 500
"""Source: https://docs.stripe.com/api/metadata"""


def read(form: str) -> dict[str, Any]:
    """Read a form into dictionaries and lists of texts."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        first, *inner = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name)
        place = found
        for key, following in zip([first, *inner], inner, strict=False):
            place = place.setdefault(key, {})
            assert following is not None
        last = [first, *inner][-1]
        place[last or str(len(place))] = value
    return {name: _with_lists(value) for name, value in found.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(each) for key, each in value.items()}
    if inner and all(key.isdecimal() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


def needed(params: Mapping[str, Any], name: str) -> str:
    """Give a text that must be there."""
    if not params.get(name):
        raise Refused(f"Missing required param: {name}.", code="parameter_missing", param=name)
    return str(params[name])


def integer(params: Mapping[str, Any], name: str, default: int | None = None) -> int:
    """Give a whole number above zero; one that must be there has no default."""
    if name not in params and default is not None:
        return default
    text = needed(params, name)
    if not _WHOLE.fullmatch(text):
        raise Refused(f"Invalid integer: {text}", code="parameter_invalid_integer", param=name)
    if int(text) < 1:
        raise Refused("This value must be greater than or equal to 1.", code="parameter_invalid_integer", param=name)
    return int(text)


def is_true(params: Mapping[str, Any], name: str) -> bool:
    """Say whether something is wanted."""
    return bool(params.get(name) == "true")


def metadata(params: Mapping[str, Any]) -> dict[str, str]:
    """Give what a request has to be remembered with a thing."""
    given: dict[str, str] = params.get("metadata") or {}
    if len(given) > _MOST_KEYS:
        raise Refused("Metadata can have at most 50 keys.", param="metadata")
    if any(len(key) > _LONGEST_KEY or len(value) > _LONGEST_VALUE for key, value in given.items()):
        raise Refused("Metadata keys have at most 40 characters, values at most 500.", param="metadata")
    return given
