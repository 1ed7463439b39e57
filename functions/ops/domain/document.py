"""The OpenAPI document, as it was when the function was built."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from souk import Json
from souk.resources import Resource

_TREE = Path(__file__).parents[2]


class ApiDocument(Resource):
    """The contract of the whole API; it stands beside ``functions`` in the zip, in a checkout it is made anew."""

    files: ClassVar[str | None] = "openapi"

    @cached_property
    def text(self) -> Json:
        """The document as JSON."""
        built = _TREE.parent / "openapi.json"
        if built.is_file():
            return Json(built.read_text())
        from souk.openapi import document
        from souk.registry import load

        return Json(json.dumps(document(load(_TREE))))

    @cached_property
    def content(self) -> dict[str, Any]:
        """The document, read."""
        content: dict[str, Any] = json.loads(self.text)
        return content
