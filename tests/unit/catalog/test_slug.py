"""A category's name in an address."""

import unicodedata
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from functions.catalog.categories.domain.slug import Slug, slug_of_its_own
from souk.ids import uuid7
from souk.slug import LONGEST, beside_an_id, slug

GIVEN: TypeAdapter[str] = TypeAdapter(Slug)
texts = st.one_of(st.text(max_size=120), st.text(alphabet="aÉ-/ >₂ﷺİΣ\u0301\u094d\u200d\ufe0f❤", max_size=120))


@given(texts)
def test_what_is_made_is_its_own_slug_and_may_be_given(text: str) -> None:
    made = slug(text)

    assert slug(made) == made
    assert not made or GIVEN.validate_python(made) == made


@given(texts)
def test_a_slug_is_words_of_letters_digits_and_marks(text: str) -> None:
    made = slug(text)

    assert len(made) <= LONGEST
    assert made == unicodedata.normalize("NFKC", made) == unquote(quote(made))
    assert not made or all(made.split("-"))
    assert {unicodedata.category(one)[0] for one in made.replace("-", "")} <= set("LNM")


@given(texts)
def test_a_slug_of_its_own_may_be_given_and_ends_with_the_id(text: str) -> None:
    category_id = uuid7()

    own = slug_of_its_own(text, category_id)

    assert GIVEN.validate_python(own) == own
    assert own.endswith(category_id.hex[-8:])


@given(texts)
def test_a_text_that_is_given_is_kept_as_it_is_or_refused(text: str) -> None:
    try:
        kept = GIVEN.validate_python(text)
    except ValidationError:
        return
    assert kept == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Küche & Bad", "küche-bad"),
        ("Ku\u0308che", "küche"),
        ("  3-D Prints! ", "3-d-prints"),
        ("Toys/Games", "toys-games"),
        ("日本 玩具", "日本-玩具"),
        ("Куклы", "куклы"),
        ("أدوات المطبخ", "أدوات-المطبخ"),
        ("लकड़ी के खिलौने", "लकड़ी-के-खिलौने"),
        ("ΒΙΒΛΊΑ", "βιβλία"),
        ("می\u200cخوانم", "میخوانم"),
        ("❤️ Gifts", "gifts"),
        ("Ａ４ Paper ½", "a4-paper-1-2"),
        ("🧸🎁", ""),
    ],
)
def test_a_name_becomes_a_slug(name: str, made: str) -> None:
    assert slug(name) == made


@pytest.mark.parametrize(("name", "made"), [("Blue Mug", "blue-mug"), ("!?", "-"), ("", "-")])
def test_beside_an_id_a_name_of_which_nothing_is_left_is_a_hyphen(name: str, made: str) -> None:
    assert beside_an_id(name) == made
