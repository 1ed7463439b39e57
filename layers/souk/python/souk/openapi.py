"""The OpenAPI document, assembled from the specifications of the operations."""

import inspect
import sys
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from souk.errors import InProgress, Problem, TooManyRequests, Unauthenticated, Unavailable
from souk.idempotency import HEADER
from souk.identity import ADMIN, SELLER
from souk.registry import Registry
from souk.spec import Spec

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_REF = "#/components/schemas/{model}"
_PATH_SCHEMAS = {UUID: {"type": "string", "format": "uuid"}, int: {"type": "integer"}, str: {"type": "string"}}
_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_HEADERS: dict[str, dict[str, Any]] = {
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
    "Idempotent-Replayed": {
        "description": "`true` when this is the stored answer to an earlier request of the same key.",
        "schema": {"type": "string", "enum": ["true"]},
    },
}
_PARAMETERS: dict[str, dict[str, Any]] = {
    HEADER: {
        "name": HEADER,
        "in": "header",
        "required": True,
        "description": "A value of your own for what shall happen once; sent again, it gives the same answer.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    },
    "If-None-Match": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The ETag of the answer you have; 304 when it is still the same.",
        "schema": _TEXT,
    },
    "If-Match": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The version that was read; 409 when it is another by now.",
        "schema": {"type": "string", "pattern": '^"?[0-9]{1,10}"?$'},
    },
    "X-Correlation-Id": {
        "name": "X-Correlation-Id",
        "in": "header",
        "required": False,
        "description": "An id of your own for this request and all that follows from it.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    },
}
_EVERY = ("X-Correlation-Id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_PROBLEM = {
    "type": "object",
    "description": "An error, as RFC 9457 describes it, with a stable code.",
    "required": ["type", "title", "status", "code", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "request_id": {"type": "string"},
    },
}


def document(registry: Registry, *, version: str = "1.0.0") -> dict[str, Any]:
    """Describe every operation, OpenAPI 3.1 with JSON Schema as pydantic writes it."""
    adapters = [
        (spec.id + "." + place, mode, TypeAdapter(model))
        for spec in registry.operations
        for place, mode, model in _models(spec)
    ]
    references, definitions = TypeAdapter.json_schemas(adapters, ref_template=_REF)
    schemas = dict(sorted({**definitions.get("$defs", {}), "Problem": _PROBLEM}.items()))
    paths: dict[str, dict[str, Any]] = {}
    for spec in sorted(registry.operations, key=lambda spec: (spec.path, _METHODS.index(spec.method))):
        found = {place: references[(spec.id + "." + place, mode)] for place, mode, _ in _models(spec)}
        paths.setdefault(spec.path, {})[spec.method.lower()] = _operation(spec, found, schemas)
    for spec in registry.operations:
        if spec.query is not None:
            schemas.pop(_named(references[(spec.id + ".query", "validation")]), None)
    services = sorted({spec.service for spec in registry.operations})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Souk",
            "version": version,
            "description": "A multi-vendor marketplace. Money is in minor units, times are UTC, lists come in pages.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "Where this document came from"}],
        "tags": [{"name": service, "description": _described(registry, service)} for service in services],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": _HEADERS,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _models(spec: Spec) -> list[tuple[str, Any, Any]]:
    models = [("body", "validation", spec.body), ("query", "validation", spec.query)]
    models.append(("result", "serialization", spec.result_model))
    return [(place, mode, model) for place, mode, model in models if model is not None]


def _described(registry: Registry, service: str) -> str:
    """Give the first line of a service's own docstring."""
    package = sys.modules[f"{registry.root.name}.{service}"]
    return (inspect.getdoc(package) or "").partition("\n")[0]


def _operation(spec: Spec, schemas: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": spec.name,
        "tags": [spec.service],
        "summary": spec.summary.rstrip("."),
        "description": f"For: {', '.join(role.value for role in spec.roles) or 'everybody'}.",
        "security": [{"bearer": []}] if spec.roles else [],
        "parameters": _parameters(spec, schemas, definitions),
        "responses": _responses(spec, schemas),
    }
    if spec.body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schemas["body"]}}}
    elif spec.reads_body:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    return described


def _parameters(spec: Spec, schemas: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _which(name),
            "schema": _PATH_SCHEMAS[kind],
        }
        for name, kind in spec.path_types.items()
    ]
    if spec.query is not None:
        found += _query_parameters(schemas["query"], definitions)
    if spec.acts_for_a_shop and ADMIN in spec.roles:
        optional = " A seller acts for their own shop and may leave it out." if SELLER in spec.roles else ""
        found.append(
            {
                "name": "seller_id",
                "in": "query",
                "required": SELLER not in spec.roles,
                "description": f"The shop that an administrator acts for.{optional}",
                "schema": _PATH_SCHEMAS[UUID],
            }
        )
    headers = {
        HEADER: spec.idempotent,
        "If-Match": spec.reads_version,
        "If-None-Match": spec.cached is not None,
        "X-Correlation-Id": True,
    }
    return found + [_PARAMETERS[name] for name, sent in headers.items() if sent]


def _which(name: str) -> str:
    """Say what a path parameter is by its name, such as ``seller_order_id``."""
    noun = name.removesuffix("_id").replace("_", " ")
    return f"The id of the {noun}." if name.endswith("_id") else f"The name of the {noun}."


def _named(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _query_parameters(schema: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """Give each field of a query model; what it takes besides is one parameter, each member sent by itself."""
    model = definitions[_named(schema)]
    required = model.get("required", [])
    found = [
        {"name": field, "in": "query", "required": field in required}
        | ({"description": described["description"]} if "description" in described else {})
        | {"schema": {key: value for key, value in described.items() if key not in ("title", "description")}}
        for field, described in model.get("properties", {}).items()
    ]
    if open_ended := model.get("patternProperties"):
        members = {"type": "object", "patternProperties": open_ended, "additionalProperties": {"type": "string"}}
        words = " ".join(described["description"] for described in open_ended.values())
        filters = {"name": "filters", "in": "query", "style": "form", "explode": True, "description": words}
        found.append(filters | {"schema": members})
    return found


def _responses(spec: Spec, schemas: dict[str, Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": spec.summary}
    headers = [*_EVERY]
    status = spec.status
    if "result" in schemas:
        success["content"] = {"application/json": {"schema": schemas["result"]}}
    elif spec.produces:
        success["content"] = {spec.produces: {"schema": _TEXT}}
    elif spec.result is None or spec.result is type(None):
        status = 204
    found: dict[str, Any] = {}
    if spec.cached is not None:
        headers += ["ETag", "Cache-Control"]
        found["304"] = {"description": "It is still what If-None-Match names.", "headers": _headers(*headers)}
    if spec.idempotent:
        headers.append("Idempotent-Replayed")
    found[str(status)] = success | {"headers": _headers(*headers)}
    by_status = {kind.status: [one for one in spec.problems if one.status == kind.status] for kind in spec.problems}
    return dict(sorted({**found, **{str(status): _refusal(kinds) for status, kinds in by_status.items()}}.items()))


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _refusal(kinds: list[type[Problem]]) -> dict[str, Any]:
    """Describe the problems of one status, each by its code."""
    codes = {"properties": {"code": {"enum": [kind.code for kind in kinds]}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Problem"}, codes]}
    sent = {
        "Retry-After": (InProgress, TooManyRequests, Unavailable),
        "WWW-Authenticate": (Unauthenticated,),
    }
    added = [name for name, causes in sent.items() if any(issubclass(kind, causes) for kind in kinds)]
    return {
        "headers": _headers(*_EVERY, *added),
        "description": "\n".join(f"`{kind.code}`: {kind.meaning()}" for kind in kinds),
        "content": {"application/problem+json": {"schema": schema}},
    }
