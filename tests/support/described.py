"""Documents against an OpenAPI description: what it says of them, and that they have nothing that it does not name."""

import gzip
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = os.environ.get("API_DESCRIPTIONS", "")
"""A folder of descriptions by provider, such as ``paypal/checkout_orders_v2.json.gz``; needed by no other test."""

type Schema = dict[str, Any]

_TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
needs_descriptions = pytest.mark.skipif(not FOLDER, reason="API_DESCRIPTIONS names no folder")


@cache
def description(path: str) -> dict[str, Any]:
    """Read a description."""
    return dict(json.loads(gzip.decompress((Path(FOLDER) / path).read_bytes())))


class Description:
    """One description: what may be sent to its operations, and what they may answer."""

    def __init__(self, path: str) -> None:
        self._whole = description(path)

    def request(self, method: str, path: str) -> Schema | None:
        """Find the schema of what an operation is sent; None when it is nothing."""
        body = self._operation(method, path).get("requestBody", {})
        schema: Schema | None = body.get("content", {}).get("application/json", {}).get("schema")
        return schema

    def response(self, method: str, path: str, status: int) -> Schema | None:
        """Find the schema of an answer; None when there is no more to say of it."""
        answers = self._operation(method, path)["responses"]
        said = str(status) if str(status) in answers or status not in range(402, 500) else "default"
        assert said in answers, f"{method} {path} does not answer {status}"
        answer = self._resolved(answers[said])
        schema: Schema | None = answer.get("content", {}).get("application/json", {}).get("schema")
        return schema

    def knows(self, path: str) -> bool:
        """Say whether it describes a path."""
        return self._template(path) is not None

    def faults(self, schema: Schema, document: Any, where: str = "$") -> Iterator[str]:
        """Say what of a document its schema does not allow or does not name."""
        schemas = list(self._all(schema))
        named = {name: of for one in schemas for name, of in one.get("properties", {}).items()}
        for one in schemas:
            yield from self._own_faults(one, document, where)
        if isinstance(document, dict) and named:
            for name in document.keys() - named.keys():
                yield f"{where}.{name} has no such name"
            for name in document.keys() & named.keys():
                for of in (one["properties"][name] for one in schemas if name in one.get("properties", {})):
                    yield from self._loose(of, document[name], f"{where}.{name}")
        if isinstance(document, list):
            for of in (one["items"] for one in schemas if "items" in one):
                for index, item in enumerate(document):
                    yield from self._loose(of, item, f"{where}[{index}]")

    def _loose(self, schema: Schema, document: Any, where: str) -> Iterator[str]:
        """Check one of several schemas of the same thing, of which each may name what the others do not."""
        choices = self._resolved(schema).get("anyOf")
        if choices is None:
            yield from self.faults(schema, document, where)
        elif all(list(self.faults(one, document, where)) for one in choices):
            yield f"{where} is none of its choices: {document}"

    def _own_faults(self, schema: Schema, document: Any, where: str) -> Iterator[str]:
        kind = schema.get("type")
        if kind and not isinstance(document, _TYPES[kind]):
            yield f"{where} is no {kind}"
        if "enum" in schema and document not in schema["enum"]:
            yield f"{where} is none of {schema['enum']}: {document}"
        if isinstance(document, str):
            if "pattern" in schema and not re.search(schema["pattern"], document):
                yield f"{where} does not fit {schema['pattern']}: {document}"
            if not schema.get("minLength", 0) <= len(document) <= schema.get("maxLength", len(document)):
                yield f"{where} is of another length: {document}"
        if isinstance(document, dict):
            yield from (f"{where}.{name} is missing" for name in schema.get("required", ()) if name not in document)

    def _all(self, schema: Schema) -> Iterator[Schema]:
        resolved = self._resolved(schema)
        yield resolved
        for part in resolved.get("allOf", ()):
            yield from self._all(part)

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            found: Any = self._whole
            for name in schema["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            schema = found
        return schema

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        template = self._template(path)
        assert template is not None, f"{path} is not described"
        return dict(self._whole["paths"][template][method.lower()])

    def _template(self, path: str) -> str | None:
        return next((one for one in self._whole["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), path)), None)
