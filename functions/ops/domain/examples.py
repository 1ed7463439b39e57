"""Examples of what the schemas of an OpenAPI document describe."""

from typing import Any

_BY_FORMAT = {
    "uuid": "01936e2c-7b00-7000-8000-000000000001",
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "email": "ada@example.com",
    "uri": "https://example.com",
}
_DEEPEST = 8


def example(schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0) -> Any:
    """Make a value that a schema describes, of its own examples and defaults where it has some."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rpartition("/")[2]], schemas, depth + 1)
    for given in ("example", "const"):
        if given in schema:
            return schema[given]
    for several in ("examples", "enum"):
        if schema.get(several):
            return schema[several][0]
    if schema.get("default") is not None:
        return schema["default"]
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return example(schema[choice][0], schemas, depth + 1)
    if depth > _DEEPEST:
        return None
    return _of_type(schema, schemas, depth)


def _of_type(schema: dict[str, Any], schemas: dict[str, Any], depth: int) -> Any:
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            return {name: example(one, schemas, depth + 1) for name, one in properties.items()}
        case "array":
            return [example(schema.get("items", {}), schemas, depth + 1)]
        case "integer" | "number":
            return max(schema.get("minimum", 1), 1)
        case "boolean":
            return False
        case "string":
            return _BY_FORMAT.get(schema.get("format", ""), "text")
    return None
