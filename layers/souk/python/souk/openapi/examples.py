"""Examples of what the schemas of a document describe.

``examples.json`` of a tree says what a field holds: by its name, and below the name of a model where it differs there.
What has a type of its own, such as an id, a time, a choice or a list of models, needs no line in it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

_BY_FORMAT = {
    "uuid": "01936e2c-7b00-7000-8000-000000000001",
    "date-time": "2026-01-31T12:00:00+00:00",
    "uri": "https://example.com",
}


@dataclass(frozen=True)
class Examples:
    """Makes values that schemas describe."""

    schemas: dict[str, Any]
    said: dict[str, Any]

    @classmethod
    def of(cls, tree: Path, schemas: dict[str, Any]) -> Self:
        """Read what a tree says; ``schemas`` are the components of the document."""
        file = tree / "examples.json"
        return cls(schemas, json.loads(file.read_text()) if file.is_file() else {})

    def make(self, schema: dict[str, Any], model: str = "") -> Any:
        """Make a value; ``model`` is the name of the model that the schema stands in."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self.make(self.schemas[name], name)
        if "anyOf" in schema:
            return self.make(schema["anyOf"][0], model)
        if "const" in schema:
            return schema["const"]
        for several in ("examples", "enum"):
            if several in schema:
                return schema[several][0]
        match schema.get("type"):
            case "object":
                return {name: self._field(model, name, one) for name, one in schema.get("properties", {}).items()}
            case "array":
                return [self.make(schema["items"], model)]
            case "integer" | "number":
                return max(schema.get("minimum", 1), 1)
            case "boolean":
                return False
        return _BY_FORMAT.get(schema.get("format", ""), "text")

    def _field(self, model: str, name: str, schema: dict[str, Any]) -> Any:
        for said in (self.said.get(model, {}), self.said):
            if name in said:
                return said[name]
        return self.make(schema, model)
