"""The headers of requests and answers."""

from typing import Any

from souk.client import HEADER as CLIENT
from souk.client import WEB
from souk.idempotency import HEADER
from souk.spec import Spec

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}

HEADERS: dict[str, dict[str, Any]] = {
    "X-Correlation-Id": {
        "description": "The id of the request, which all that follows from it carries.",
        "schema": _TEXT,
    },
    "RateLimit-Limit": {"description": "How many requests the present window allows.", "schema": _COUNT},
    "RateLimit-Remaining": {"description": "How many of them are left.", "schema": _COUNT},
    "RateLimit-Reset": {"description": "Seconds until the window ends.", "schema": _COUNT},
    "Retry-After": {"description": "Seconds to wait before the request is sent again.", "schema": _COUNT},
    "WWW-Authenticate": {
        "description": "How to say who is calling.",
        "schema": {"type": "string", "enum": ["Bearer"]},
    },
    "ETag": {"description": "The version of the answer, for If-None-Match.", "schema": _TEXT},
    "Cache-Control": {"description": "How long the answer may be kept.", "schema": _TEXT},
    "Set-Cookie": {
        "description": "For a page of the shop: its refresh token, which scripts cannot read, or the end of it.",
        "schema": _TEXT,
    },
    "Idempotent-Replayed": {
        "description": "`true` when this is the stored answer to an earlier request of the same key.",
        "schema": {"type": "string", "enum": ["true"]},
    },
}
EVERY = ("X-Correlation-Id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_PARAMETERS: dict[str, dict[str, Any]] = {
    HEADER: {
        "required": True,
        "description": "A value of your own for what shall happen once; sent again, it gives the same answer.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    },
    "If-Match": {
        "required": False,
        "schema": {"type": "string", "pattern": '^"?[0-9]{1,10}"?$'},
    },
    "If-None-Match": {
        "required": False,
        "description": "The ETag of the answer you have; 304 when it is still the same.",
        "schema": _TEXT,
    },
    CLIENT: {
        "required": False,
        "description": "What a page of the shop sends: the refresh token comes and goes in a cookie, not in the body.",
        "schema": {"type": "string", "enum": [WEB]},
    },
    "X-Correlation-Id": {
        "required": False,
        "description": "An id of your own for this request and all that follows from it.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    },
}


def sent(spec: Spec) -> list[dict[str, Any]]:
    """Give the headers that a request of an operation may carry, as parameters."""
    read = {
        HEADER: spec.idempotent,
        "If-Match": spec.reads_version,
        "If-None-Match": spec.cached is not None,
        CLIENT: spec.reads_client,
        "X-Correlation-Id": True,
    }
    described = {"If-Match": {"description": _version(spec)}}
    return [
        {"name": name, "in": "header", **described.get(name, {}), **_PARAMETERS[name]}
        for name, is_read in read.items()
        if is_read
    ]


def _version(spec: Spec) -> str:
    described = ["The version that was read; 409 when it is another by now."]
    if spec.body:
        described.append("The body's `version` says the same, and two that differ are refused.")
    if spec.needs_version:
        described.append("One of them is needed.")
    return " ".join(described)


def answered(*names: str) -> dict[str, Any]:
    """Refer to the headers of an answer: those that every answer has, and these."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*EVERY, *names)}
