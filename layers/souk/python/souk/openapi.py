"""The OpenAPI document, assembled from the specifications of the operations."""

import re
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from souk.errors import Problem
from souk.idempotency import HEADER
from souk.registry import Registry
from souk.spec import Spec

_REF = "#/components/schemas/{model}"
_PATH_SCHEMAS = {UUID: {"type": "string", "format": "uuid"}, int: {"type": "integer"}, str: {"type": "string"}}
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
    for spec in registry.operations:
        found = {place: references[(spec.id + "." + place, mode)] for place, mode, _ in _models(spec)}
        paths.setdefault(spec.path, {})[spec.method.lower()] = _operation(spec, found, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Souk",
            "version": version,
            "description": "A multi-vendor marketplace. Money is in minor units, times are UTC, lists come in pages.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "tags": [{"name": service} for service in sorted({spec.service for spec in registry.operations})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _models(spec: Spec) -> list[tuple[str, Any, Any]]:
    models = [("body", "validation", spec.body), ("query", "validation", spec.query)]
    models.append(("result", "serialization", spec.result_model))
    return [(place, mode, model) for place, mode, model in models if model is not None]


def _operation(spec: Spec, schemas: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _PATH_SCHEMAS[kind]}
        for name, kind in spec.path_types.items()
    ]
    if spec.query is not None:
        parameters += _query_parameters(schemas["query"], definitions)
    if spec.idempotent:
        key = {"type": "string", "minLength": 1, "maxLength": 255}
        parameters.append({"name": HEADER, "in": "header", "required": True, "schema": key})
    described: dict[str, Any] = {
        "operationId": spec.name if spec.service in spec.name else f"{spec.service}_{spec.name}",
        "tags": [spec.service],
        "summary": spec.summary.rstrip("."),
        "parameters": parameters,
        "responses": _responses(spec, schemas),
    }
    if spec.body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schemas["body"]}}}
    if spec.roles:
        described["security"] = [{"bearer": []}]
        described["description"] = f"For: {', '.join(role.value for role in spec.roles)}."
    return described


def _query_parameters(schema: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    name = re.sub(r"^#/components/schemas/", "", schema.get("$ref", ""))
    model = definitions[name] if name else schema
    required = model.get("required", [])
    return [
        {"name": field, "in": "query", "required": field in required, "schema": described}
        for field, described in model.get("properties", {}).items()
    ]


def _responses(spec: Spec, schemas: dict[str, Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": spec.summary}
    status = spec.status
    if "result" in schemas:
        success["content"] = {"application/json": {"schema": schemas["result"]}}
    elif spec.result is None or spec.result is type(None):
        status = 204
    by_status = {kind.status: [one for one in spec.problems if one.status == kind.status] for kind in spec.problems}
    return {str(status): success} | {str(status): _refusal(kinds) for status, kinds in by_status.items()}


def _refusal(kinds: list[type[Problem]]) -> dict[str, Any]:
    """Describe the problems of one status, each by its code."""
    codes = {"properties": {"code": {"enum": [kind.code for kind in kinds]}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Problem"}, codes]}
    return {
        "description": "\n".join(f"`{kind.code}`: {kind.meaning()}" for kind in kinds),
        "content": {"application/problem+json": {"schema": schema}},
    }
