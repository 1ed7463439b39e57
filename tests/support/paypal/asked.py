"""A request, and how its answer may fail."""

import json
from dataclasses import dataclass
from email import message_from_string
from enum import StrEnum
from typing import Any

from tests.support.paypal.shapes import Document, Refused


class Fault(StrEnum):
    """How an answer fails."""

    SILENT = "nothing"
    SILENT_AFTER = "nothing, after the act"
    HANGS_AFTER = "nothing for ever, after the act"
    INTERNAL = "500"
    INTERNAL_AFTER = "500, after the act"
    BUSY = "429"
    PAGE = "a page of HTML with status 502"
    PAGE_AFTER = "a page of HTML with status 200, after the act"

    @property
    def acts(self) -> bool:
        """Whether what was asked is done all the same."""
        return self.name.endswith("_AFTER")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, with what it was answered."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: str
    status: int = 0
    answer: Document | None = None

    @property
    def body(self) -> Any:
        """The JSON that was sent."""
        try:
            return json.loads(self.raw or "{}")
        except ValueError as error:
            raise Refused(400, "MALFORMED_REQUEST_JSON") from error

    @property
    def form(self) -> Document:
        """The JSON of each part of the form that was sent."""
        kind = self.headers["content-type"]
        if not kind.startswith("multipart/form-data"):
            raise Refused(400, "MALFORMED_REQUEST_JSON")
        parts: Any = message_from_string(f"Content-Type: {kind}\n\n{self.raw}").get_payload()
        return {
            str(part.get_param("name", header="content-disposition")): json.loads(part.get_payload()) for part in parts
        }
