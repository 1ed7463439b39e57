"""The API reference as a page: no script, nothing from elsewhere."""

from pathlib import Path
from typing import Any, ClassVar

from functions.ops.domain.document import ApiDocument

_TEMPLATES = Path(__file__).parents[1] / "templates"
_METHODS = ("get", "post", "put", "patch", "delete")


class ApiReference(ApiDocument):
    """The contract of the whole API, with what it takes to show it to people."""

    layers: ClassVar[tuple[str, ...]] = ("templates",)

    def page(self) -> str:
        """Render it."""
        return page(self.content)


def page(document: dict[str, Any]) -> str:
    """Render an OpenAPI document."""
    from jinja2 import ChainableUndefined, Environment, FileSystemLoader

    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=ChainableUndefined, trim_blocks=True
    )
    templates.filters["shape"] = shape
    groups = {tag["name"]: _operations(document, tag["name"]) for tag in document["tags"]}
    return templates.get_template("reference.html").render(document=document, groups=groups)


def _operations(document: dict[str, Any], tag: str) -> list[dict[str, Any]]:
    return [
        {"method": method.upper(), "path": path, **item[method]}
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item and tag in item[method]["tags"]
    ]


def shape(schema: dict[str, Any]) -> tuple[str, str | None]:
    """Name the type of a schema in a few words, with the name of the model it links to."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        shapes = [shape(one) for one in schema["anyOf"]]
        return " or ".join(words for words, _ in shapes), next((name for _, name in shapes if name), None)
    if schema.get("type") == "array":
        words, name = shape(schema.get("items", {}))
        return f"list of {words}", name
    if "enum" in schema or "const" in schema:
        return " | ".join(map(str, schema.get("enum", [schema.get("const")]))), None
    words = str(schema.get("type", "any"))
    return (f"{words} ({schema['format']})" if "format" in schema else words), None
