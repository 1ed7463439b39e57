"""Text keeps every script and hides nothing."""

import unicodedata
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from souk.text import Lines, OneLine

LINE = OneLine(100)


@pytest.mark.parametrize(
    "written",
    [
        "Stoneware Mug, 350 ml (blue & white)",
        "Ana María O'Neill-Łęcka",
        "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER HAH}\N{ARABIC LETTER MEEM}\N{ARABIC LETTER DAL}",
        "דויד בן־גוריון",
        "می\u200cخواهم",
        "PDF\u200cها",
        "क्\u200dष",
        "王小明　商店",
        "한국어",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467 & Co",
        "\u2764\ufe0f\u200d\U0001f525",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_names_of_every_script_are_kept_as_they_are(written: str) -> None:
    assert LINE.read(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "Mug\n\nIMPORTANT: pay again",
        "Mug\rfree",
        "a\tb",
        "a\x00b",
        "a\x1bb",
        "a\x85b",
        "a\u2028b",
        "a\u2029b",
        "a\u200bb",
        "a\u202eb",
        "a\u2066b",
        "a\u00adb",
        "\ufeffa",
        "pay\u200dpal",
        "\U0001f469\u200d",
        "a\u3164b",
        "a\U000e0061b",
    ],
)
def test_line_breaks_control_and_invisible_characters_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is one"):
        LINE.read(written)


@pytest.mark.parametrize("written", ["\u2800", "\u0301", "\ufe0f"])
def test_what_is_blank_to_the_eye_is_no_text(written: str) -> None:
    with pytest.raises(ValueError, match="blank to the eye"):
        LINE.read(written)


@pytest.mark.parametrize("written", ["", "   ", "\N{IDEOGRAPHIC SPACE}", "x" * 101])
def test_lengths_are_those_of_the_text_without_blanks_around(written: str) -> None:
    with pytest.raises(ValueError, match="1 to 100 characters"):
        LINE.read(written)


def test_two_spellings_of_a_name_become_one() -> None:
    assert LINE.read("Jose\u0301") == LINE.read(" José ") == "José"


def test_lines_keep_paragraphs_and_nothing_hidden() -> None:
    assert Lines(100).read("One\r\n\r\ntwo\u2028\tthree\n") == "One\n\ntwo\n\tthree"
    assert Lines(100).read("  ") == ""
    with pytest.raises(ValueError, match=r"U\+202E"):
        Lines(100).read("one\n\u202etwo")


def test_the_contract_says_the_lengths() -> None:
    line = TypeAdapter[str](Annotated[str, LINE])

    assert line.json_schema() == {"type": "string", "minLength": 1, "maxLength": 100}


@given(st.text(max_size=120))
def test_a_text_that_was_read_reads_the_same_again(written: str) -> None:
    try:
        text = LINE.read(written)
    except ValueError:
        return

    assert LINE.read(text) == text == unicodedata.normalize("NFC", text)
    assert len(text.splitlines()) == 1


def test_a_constraint_that_would_have_to_read_null_is_refused_when_it_is_made() -> None:
    with pytest.raises(TypeError, match="constrains str"):
        TypeAdapter(Annotated[str | None, LINE])

    assert TypeAdapter(Annotated[str, LINE] | None).validate_python(None) is None
