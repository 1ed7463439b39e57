"""The problems that operations answer: a schema for each code, a response for each choice of codes."""

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from souk.errors import InProgress, Problem, TooManyRequests, Unauthenticated, Unavailable
from souk.openapi.headers import answered

_SENT = {"Retry-After": (InProgress, TooManyRequests, Unavailable), "WWW-Authenticate": (Unauthenticated,)}
_DETAILS = {
    "type": "object",
    "description": "What every problem consists of, as RFC 9457 describes it; each adds its code.",
    "required": ["type", "title", "status", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "A URN that ends in the code."},
        "title": {"type": "string", "description": "What the status means."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What went wrong, for people."},
        "errors": {
            "type": "array",
            "description": "What is wrong with which field of the request.",
            "items": {"$ref": "#/components/schemas/FieldError"},
        },
        "request_id": {"type": "string", "description": "The X-Correlation-Id of the answer."},
    },
}
_FIELD_ERROR = {
    "type": "object",
    "description": "One thing that is wrong with one field.",
    "required": ["field", "message", "code"],
    "properties": {
        "field": {"type": "string"},
        "message": {"type": "string", "description": "What is wrong, for people, in English."},
        "code": {"type": "string", "description": "What is wrong, for programs; there may be new ones."},
        "figures": {
            "type": "object",
            "description": "The limits and names in the message, such as `most`; left out where it has none.",
            "additionalProperties": {"anyOf": [{"type": "number"}, {"type": "string"}]},
        },
    },
}

type Kinds = tuple[type[Problem], ...]


def by_status(kinds: Iterable[type[Problem]]) -> dict[int, Kinds]:
    """Sort problems by their status."""
    found: dict[int, Kinds] = {}
    for kind in kinds:
        found[kind.status] = (*found.get(kind.status, ()), kind)
    return found


def members(kinds: Iterable[type[Problem]]) -> dict[str, TypeAdapter[Any]]:
    """Give the type of every member that a problem has besides those of all, by ``<code>.<member>``."""
    return {f"{kind.code}.{name}": TypeAdapter(one) for kind in kinds for name, one in kind.members.items()}


def schemas(kinds: Iterable[type[Problem]], references: dict[str, Any]) -> dict[str, Any]:
    """Describe the document of every problem; ``references`` are the schemas of the members that are its own."""
    found: dict[str, Any] = {"ProblemDetails": _DETAILS, "FieldError": _FIELD_ERROR}
    for kind in kinds:
        own = {name: references[f"{kind.code}.{name}"] for name in kind.members}
        properties = {"code": {"type": "string", "const": kind.code}, **own}
        described = {"type": "object", "required": [*properties], "properties": properties}
        all_of = [{"$ref": "#/components/schemas/ProblemDetails"}, described]
        found[kind.__name__] = {"description": kind.meaning(), "allOf": all_of}
    return found


def response(kinds: Kinds) -> dict[str, Any]:
    """Describe the answer that is one of these problems."""
    added = [header for header, causes in _SENT.items() if any(issubclass(kind, causes) for kind in kinds)]
    one_of = [{"$ref": f"#/components/schemas/{kind.__name__}"} for kind in kinds]
    return {
        "description": "\n".join(f"`{kind.code}`: {kind.meaning()}" for kind in kinds),
        "headers": answered(*added),
        "content": {"application/problem+json": {"schema": one_of[0] if len(one_of) == 1 else {"oneOf": one_of}}},
    }


def responses(of_operations: Iterable[Kinds]) -> dict[str, Any]:
    """Describe the answers that are the only problem of their status somewhere, each by the name of its class."""
    alone = {kinds for problems in of_operations for kinds in by_status(problems).values() if len(kinds) == 1}
    return {kinds[0].__name__: response(kinds) for kinds in sorted(alone, key=lambda kinds: kinds[0].__name__)}


def referred(kinds: Kinds) -> dict[str, Any]:
    """Refer to the answer of one problem, or describe that of several."""
    return {"$ref": f"#/components/responses/{kinds[0].__name__}"} if len(kinds) == 1 else response(kinds)
