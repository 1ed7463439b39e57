"""The records of a CSV file that comes in pieces of bytes. Pure; a bad record does not take its neighbours along."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST_OF_A_RECORD: Final = 65_536
MOST_UNREADABLE: Final = 1_000
_ENDS_OPEN = "unexpected end of data"


class UnreadableFile(Exception):
    """The file cannot be read, so no row of it is."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record, or why it is none: the line it begins on, the line and the byte of the piece after it."""

    line: int
    cells: list[str]
    reason: str | None
    next_line: int
    end: int


def records(piece: bytes, line: int, *, is_end: bool) -> Iterator[Record]:
    """Give the whole records of a piece that begins on a line; what is left over belongs to the next piece.

    A record that cannot be read is one line, so that an open quote swallows no other.

    Raises UnreadableFile when a line is not UTF-8, naming it and the byte, or nothing in the piece is whole, or more
    than a thousand records are bad.
    """
    lines = _lines(piece, is_end)
    at = end = bad = 0
    while at < len(lines):
        height, reason = 1, None
        reader = csv.reader(_texts(lines, at, line), strict=True)
        try:
            cells = next(reader, [])
            height = reader.line_num
        except csv.Error as error:
            is_cut = _ENDS_OPEN in str(error) and at + reader.line_num == len(lines)
            if is_cut and not is_end:
                break
            cells = []
            reason = "a quote opens here that is not closed" if _ENDS_OPEN in str(error) else f"is not CSV: {error}"
            bad += 1
            if bad > MOST_UNREADABLE:
                raise UnreadableFile(f"more than {MOST_UNREADABLE:,} rows are not CSV") from error
        if sum(map(len, cells)) > MOST_OF_A_RECORD:
            cells, reason = [], f"has more than {MOST_OF_A_RECORD:,} characters"
        end += sum(map(len, lines[at : at + height]))
        yield Record(line + at, cells, reason, line + at + height, end)
        at += height
    if not end and not is_end:
        raise UnreadableFile(f"line {line} does not end")


def _lines(piece: bytes, is_end: bool) -> list[bytes]:
    """Give the whole lines; a carriage return at the end may yet be followed by its line feed."""
    lines = piece.splitlines(keepends=True)
    if lines and not is_end and not lines[-1].endswith(b"\n"):
        lines.pop()
    return lines


def _texts(lines: list[bytes], at: int, first: int) -> Iterator[str]:
    """Give lines as text, no more than one record can have."""
    size = 0
    for number in range(at, len(lines)):
        if size > MOST_OF_A_RECORD:
            return
        try:
            text = lines[number].decode()
        except UnicodeDecodeError as error:
            where = f"line {first + number}, byte {error.start + 1}"
            raise UnreadableFile(f"{where} is not UTF-8; save the file as CSV UTF-8") from error
        size += len(text)
        yield text
