"""Records of a CSV file that comes in pieces."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.files.domain.records import MOST_OF_A_RECORD, MOST_UNREADABLE, Record, UnreadableFile, records

cells = st.text(alphabet=st.sampled_from('aü,"\n\r x\U0001f9f8'), max_size=6)


def whole(text: str | bytes) -> list[Record]:
    return list(records(text.encode() if isinstance(text, str) else text, 1, is_end=True))


def in_pieces(content: bytes, size: int) -> list[Record]:
    """Read as a job does: each piece begins where the last whole record ended."""
    found: list[Record] = []
    begin, line = 0, 1
    while True:
        piece = content[begin : begin + size]
        is_end = len(piece) < size
        read = list(records(piece, line, is_end=is_end))
        found += read
        if is_end:
            return found
        begin, line = begin + read[-1].end, read[-1].next_line


@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_what_was_written_is_read_again_whatever_the_pieces(rows: list[list[str]], ending: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator=ending).writerows(rows)
    content = out.getvalue().encode()

    found = in_pieces(content, 200)

    assert [record.cells for record in found] == list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert [record.reason for record in found] == [None] * len(rows)
    assert [(one.line, one.cells) for one in found] == [(one.line, one.cells) for one in whole(content)]


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_no_line_is_lost(content: bytes) -> None:
    try:
        found = whole(content)
    except UnreadableFile:
        return
    assert sum(record.next_line - record.line for record in found) == len(content.splitlines())
    assert not found or found[-1].end == len(content)


def test_an_open_quote_swallows_no_other_row() -> None:
    found = whole('A,"Mug,1\nB,Cup,2\nC,"Jug",3\nD,"Pot,4\n')

    assert [(one.line, one.cells, one.reason and one.reason[:12]) for one in found] == [
        (1, [], "is not CSV: "),
        (2, ["B", "Cup", "2"], None),
        (3, ["C", "Jug", "3"], None),
        (4, [], "a quote open"),
    ]


def test_a_quote_that_is_open_where_a_piece_ends_may_be_closed_in_the_next() -> None:
    content = b'A,1\nB,"two\nlines"\n'

    assert [one.cells for one in records(content[:12], 1, is_end=False)] == [["A", "1"]]
    assert [one.cells for one in in_pieces(content, 17)] == [["A", "1"], ["B", "two\nlines"]]


def test_a_carriage_return_where_a_piece_ends_is_not_a_line_of_its_own() -> None:
    assert [(one.line, one.cells) for one in in_pieces(b"A,1\r\nB,2\r\nC,3\r\n", 9)] == [
        (1, ["A", "1"]),
        (2, ["B", "2"]),
        (3, ["C", "3"]),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("A,Café\n".encode() + "B,Café\n".encode("windows-1252"), "line 2, byte 6 is not UTF-8"),
        ("A,1\n".encode("utf-16"), "line 1, byte 1 is not UTF-8"),
        (b"A,\xc3", "line 1, byte 3 is not UTF-8"),
    ],
    ids=["Windows", "UTF-16", "cut off"],
)
def test_what_is_not_utf_8_is_refused_with_its_line_and_byte(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        whole(content)


def test_a_quote_that_is_never_closed_costs_one_row_of_a_large_file() -> None:
    rows = [f"{number},thing" for number in range(20_000)]
    rows[7] = '7,"thing'

    found = whole("\n".join(rows))

    assert len(found) == len(rows)
    assert [one.line for one in found if one.reason] == [8]


def test_what_is_no_csv_at_all_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="more than 1,000 rows are not CSV"):
        whole('"a""\n' * (MOST_UNREADABLE + 1))


def test_a_line_without_an_end_is_refused_and_a_long_record_is_a_bad_row() -> None:
    with pytest.raises(UnreadableFile, match="line 1 does not end"):
        list(records(b"x" * 100, 1, is_end=False))
    [long, short] = whole("x" * (MOST_OF_A_RECORD + 1) + "\nA,1\n")

    assert (long.cells, long.reason) == ([], "has more than 65,536 characters")
    assert short.cells == ["A", "1"]
