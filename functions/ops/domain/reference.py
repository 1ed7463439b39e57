"""The API reference as a page: whatever it needs is in it, and its policy allows nothing else."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any, ClassVar

from functions.ops.domain.document import ApiDocument

_TEMPLATES = Path(__file__).parents[1] / "templates"
_JSON = "application/json"


class ApiReference(ApiDocument):
    """The contract of the whole API, with what it takes to show it to people."""

    layers: ClassVar[tuple[str, ...]] = ("templates",)

    def page(self) -> str:
        """Render it."""
        return page(self.content)

    def policy(self) -> str:
        """Give the page's content security policy, which names the style and the script that are in it."""
        style, script = (_hash(_read(name)) for name in ("souk.css", "reference.js"))
        allowed = f"style-src {style}; script-src {script}; img-src 'self'; connect-src 'self'"
        return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def page(document: dict[str, Any]) -> str:
    """Render an OpenAPI document."""
    from jinja2 import ChainableUndefined, Environment, FileSystemLoader
    from markupsafe import Markup, escape

    def marked(text: str) -> str:
        """Show what is between backticks as code, and each line as one."""
        lines = re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))).replace("\n", "<br>")
        return Markup(lines)  # noqa: S704  (escaped above)

    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=ChainableUndefined, trim_blocks=True
    )
    templates.filters |= {"shape": shape, "marked": marked}
    groups = {tag["name"]: _operations(document, tag["name"]) for tag in document["tags"]}
    names = {"style": "souk.css", "script": "reference.js", "star": "star.svg"}
    # Files of our own, in which nothing is anybody else's.
    inlined = {word: Markup(_read(name)) for word, name in names.items()}  # noqa: S704
    return templates.get_template("reference.html").render(document=document, groups=groups, **inlined)


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _operations(document: dict[str, Any], tag: str) -> list[dict[str, Any]]:
    return [
        {"method": method.upper(), "path": path, **_shown(document, method.upper(), path, operation)}
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if tag in operation["tags"]
    ]


def _shown(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """Give an operation with its answers, its examples, and the curl command that sends the first of them."""
    shared = document["components"]["responses"]
    responses = {
        status: shared[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
        for status, answer in operation["responses"].items()
    }
    content = operation.get("requestBody", {}).get("content", {}).get(_JSON, {})
    body = _example(content)
    answers = [answer.get("content", {}) for status, answer in responses.items() if status < "300"]
    answer = _example(answers[0].get(_JSON, {})) if answers else None
    keyed = any(parameter["name"] == "Idempotency-Key" for parameter in operation.get("parameters", []))
    curl = [f'curl {"" if method == "GET" else f"-X {method} "}"$api{path}"']
    curl += ['-H "Authorization: Bearer $token"'] if operation.get("security") else []
    curl += ['-H "Idempotency-Key: $(date +%s%N)"'] if keyed else []
    quoted = (body or "").replace("'", "'\\''")
    curl += [f"-H 'Content-Type: {_JSON}'", f"-d '{quoted}'"] if body else []
    lines = " \\\n  ".join(curl)
    shown = {"shape": content.get("schema", {}), "body": body, "answer": answer, "curl": lines, "keyed": keyed}
    return operation | shown | {"responses": responses}


def _example(content: dict[str, Any]) -> str | None:
    """Write down a content's example; nothing where there is none."""
    return json.dumps(content["example"], indent=2, ensure_ascii=False) if "example" in content else None


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
