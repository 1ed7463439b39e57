"""Keyset pages: a cursor is the sort values of the last row, opaque to the caller."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import Field

from souk.errors import Invalid
from souk.message import Request, View, storable


class Page(Request):
    """The query of every list."""

    limit: Annotated[int, Field(ge=1, le=100, description="How many items at most")] = 24
    cursor: Annotated[str | None, Field(max_length=500, description="next_cursor of the page before")] = None


class PageOf[Item](View):
    """A page of items, and the cursor of the next one when there is one."""

    items: list[Item]
    next_cursor: str | None


def encode(values: Sequence[object]) -> str:
    """Make a cursor of sort values; UUIDs and datetimes become text."""
    text = json.dumps([value if isinstance(value, int | str | None) else str(value) for value in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, *kinds: Callable[[Any], Any]) -> list[Any]:
    """Read a cursor back, each value through its kind, such as ``UUID`` or ``datetime.fromisoformat``.

    Raises Invalid when it is not one of ours.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [storable(kind(value)) for kind, value in zip(kinds, values, strict=True)]
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Invalid("cursor", "This is not a cursor of this list.") from error
