"""The OpenAPI document, assembled from the specifications of the operations."""

import inspect
import sys
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from souk.identity import ADMIN, SELLER
from souk.openapi import problems
from souk.openapi.examples import Examples
from souk.openapi.headers import HEADERS, answered, sent
from souk.openapi.schemas import Schemas
from souk.registry import Registry
from souk.spec import Spec

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_REF = "#/components/schemas/{model}"
_PATH_SCHEMAS = {UUID: {"type": "string", "format": "uuid"}, int: {"type": "integer"}, str: {"type": "string"}}


def document(registry: Registry, *, version: str = "1.0.0") -> dict[str, Any]:
    """Describe every operation, OpenAPI 3.1 with JSON Schema as pydantic writes it."""
    kinds = {kind for spec in registry.operations for kind in spec.problems}
    adapters = [
        (spec.id + "." + place, mode, TypeAdapter(model))
        for spec in registry.operations
        for place, mode, model in _models(spec)
    ]
    members = problems.members(kinds)
    references, definitions = TypeAdapter.json_schemas(
        [*adapters, *((name, "serialization", one) for name, one in members.items())],
        ref_template=_REF,
        schema_generator=Schemas,
    )
    own = {name: references[(name, "serialization")] for name in members}
    schemas = dict(sorted({**definitions.get("$defs", {}), **problems.schemas(kinds, own)}.items()))
    paths: dict[str, dict[str, Any]] = {}
    for spec in sorted(registry.operations, key=lambda spec: (spec.path, _METHODS.index(spec.method))):
        found = {place: references[(spec.id + "." + place, mode)] for place, mode, _ in _models(spec)}
        paths.setdefault(spec.path, {})[spec.method.lower()] = _operation(spec, found, schemas)
    for spec in registry.operations:
        if spec.query is not None:
            schemas.pop(_named(references[(spec.id + ".query", "validation")]), None)
    _exemplify(paths, Examples.of(registry.root, schemas))
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
            "responses": problems.responses(spec.problems for spec in registry.operations),
            "headers": HEADERS,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _exemplify(paths: dict[str, dict[str, Any]], examples: Examples) -> None:
    """Give each operation an example of its body, and one of what it answers when it worked."""
    for operation in (one for item in paths.values() for one in item.values()):
        answers = [answer for status, answer in operation["responses"].items() if status < "300"]
        for described in (operation.get("requestBody", {}), *answers):
            if content := described.get("content", {}).get("application/json"):
                content["example"] = examples.make(content["schema"])


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
    return found + sent(spec)


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
        | {"schema": {key: value for key, value in described.items() if key != "description"}}
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
    headers: list[str] = []
    status = spec.status
    if "result" in schemas:
        success["content"] = {"application/json": {"schema": schemas["result"]}}
    elif spec.produces:
        success["content"] = {spec.produces: {"schema": {"type": "string"}}}
    elif spec.result_model is None:
        status = 204
    found: dict[str, Any] = {}
    if spec.cached is not None:
        headers += ["ETag", "Cache-Control"]
        found["304"] = {"description": "It is still what If-None-Match names.", "headers": answered(*headers)}
    if spec.idempotent:
        headers.append("Idempotent-Replayed")
    if spec.reads_client:
        headers.append("Set-Cookie")
    found[str(status)] = success | {"headers": answered(*headers)}
    refused = problems.by_status(spec.problems)
    return dict(
        sorted({**found, **{str(status): problems.referred(kinds) for status, kinds in refused.items()}}.items())
    )
