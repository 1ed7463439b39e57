"""Keyset pages: a cursor is the mark of its list and the sort values of the last row, opaque to the caller.

A list's statement says itself what it is sorted by: it goes on behind ``:after_<column>::<type>`` for each column of
its order, is not narrowed while these are NULL, ends at ``:limit`` rows, and gives these columns and ``document``.
"""

import base64
import hashlib
import json
import math
import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field

from souk.errors import Invalid
from souk.faults import Fault
from souk.message import Json, Request, View, storable

_NO_CURSOR = Fault("unfit_cursor", "This is not a cursor of this list, narrowed and sorted as it is.")


class Page(Request):
    """The query of every list."""

    limit: Annotated[int, Field(ge=1, le=100, description="How many items at most")] = 24
    cursor: Annotated[
        str | None,
        Field(max_length=1000, description="next_cursor of the page before"),
        AfterValidator(lambda cursor: cursor or None),
    ] = None


class PageOf[Item](View):
    """A page of items, and the cursor of the next one when there is one."""

    items: list[Item]
    next_cursor: str | None


def _integer(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError("not of this range")
        return value

    return read


def _real(value: Any) -> float:
    # The nearest that a column holds, since PostgreSQL refuses what is too small for one.
    (number,) = struct.unpack("f", struct.pack("f", float(value)))
    if not math.isfinite(number):
        raise ValueError("not of this range")
    return float(number)


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return storable(value)


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "uuid": UUID,
    "integer": _integer(-(2**31), 2**31 - 1),
    "bigint": _integer(-(2**63), 2**63 - 1),
    "real": _real,
    "timestamptz": _moment,
    "text": _text,
}
_AFTER = re.compile(r":after_(\w+)::(\w+)")


@cache
def keys(statement: str) -> Mapping[str, Callable[[Any], Any]]:
    """Give the columns that a statement goes on behind, in their order, each with the reader of its type."""
    return {name: _KINDS[kind] for name, kind in _AFTER.findall(statement)}


def bounds(statement: str, page: Page, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Give the parameters of a list's statement for this page; one row more is asked for than is shown.

    ``asked`` are its others. Raises Invalid when the cursor is not one of this list.
    """
    readers = keys(statement)
    values = _decoded(page.cursor, mark(statement, asked), readers) if page.cursor else [None] * len(readers)
    return {"limit": page.limit + 1} | {f"after_{name}": value for name, value in zip(readers, values, strict=True)}


def shown(statement: str, page: Page, asked: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Json:
    """Make the page of its rows, and the cursor of the next one when there is a row more than is shown."""
    items = ",".join(row["document"] for row in rows[: page.limit])
    following = "null"
    if len(rows) > page.limit:
        last = rows[page.limit - 1]
        following = _encoded([mark(statement, asked), *(last[name] for name in keys(statement))])
    return Json(f'{{"items":[{items}],"next_cursor":{following}}}')


def mark(statement: str, asked: Mapping[str, Any]) -> str:
    """Tell a list from others: by its statement, which has its order, and by what narrows it down."""
    named = json.dumps([statement, asked], default=str)
    return hashlib.blake2b(named.encode(), digest_size=6).hexdigest()


def _encoded(values: Iterable[Any]) -> str:
    sent = [value if isinstance(value, int | float | str) else str(value) for value in values]
    text = json.dumps(sent, ensure_ascii=False)
    return json.dumps(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))


def _decoded(cursor: str, of: str, readers: Mapping[str, Callable[[Any], Any]]) -> list[Any]:
    try:
        named, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if named != of:
            raise ValueError("another list's")
        return [read(value) for read, value in zip(readers.values(), values, strict=True)]
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Invalid(_NO_CURSOR.at("cursor")) from error
