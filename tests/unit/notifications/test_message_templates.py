"""The words people get: readable, right about money, and harmless whatever others wrote into them."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import functions.notifications.domain.templates as written
from functions.notifications.domain.model import Line, Order, Recipient, masked
from souk.ids import uuid7
from souk.money import Money

HOSTILE = "<script>alert('x')</script>\r\nBcc: all@example.com {{ 7 * 7 }}"
TEMPLATES = sorted(path.parent.name for path in Path(written.__file__).parents[1].glob("templates/*/subject.txt"))
_VOID = {"meta", "br", "hr", "img", "link"}


def _words(text: str = "Ada", **others: Any) -> dict[str, Any]:
    order = Order(uuid7(), "S-1042", uuid7(), 123456, "GBP")
    return {
        "recipient": Recipient(uuid7(), text, "ada@example.com", None),
        "order": order,
        "lines": [Line(text, "SKU-1", 2, 1999, "GBP"), Line("Teapot", "SKU-2", 1, 119058, "GBP")],
        "delivery": Money(amount=400, currency="GBP"),
        "reason": "customer",
        "seller": text,
        "carrier": text,
        "tracking_number": text,
        "more_to_come": True,
    } | others


class _Page(HTMLParser):
    """Notes the tags of a page and that they close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that it closes the last one."""
        assert self.open.pop() == tag


def test_there_are_templates_for_everything_people_are_told() -> None:
    assert TEMPLATES == ["order_cancelled", "order_receipt", "order_shipped", "payment_failed", "welcome"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_others_wrote_is_only_ever_text(template: str) -> None:
    letter = written.letter(template, **_words(HOSTILE))
    harmless = written.letter(template, **_words("Ada"))

    assert "<script" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert _Page(letter.html).tags == _Page(harmless.html).tags
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert "{{ 7 * 7 }}" in letter.text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_letter_is_a_whole_page_that_a_screen_reader_can_read(template: str) -> None:
    page = _Page(written.letter(template, **_words()).html)

    assert page.open == []
    assert page.tags[0] == "html"
    assert page.tags.count("h1") == 1
    assert "title" in page.tags
    assert "main" in page.tags


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_word_that_is_missing_is_an_error_not_a_gap(template: str) -> None:
    with pytest.raises(Exception, match="is undefined"):
        written.letter(template, order=_words()["order"])


def test_a_receipt_shows_lines_delivery_and_total() -> None:
    letter = written.letter("order_receipt", **_words())

    assert letter.subject == "Your receipt for order S-1042"
    for text in (letter.text, letter.html):
        for amount in ("£39.98", "£1,190.58", "£4.00", "£1,234.56"):
            assert amount in text


def test_a_receipt_without_delivery_does_not_mention_it() -> None:
    letter = written.letter("order_receipt", **_words(delivery=Money(amount=0, currency="GBP")))

    assert "Delivery" not in letter.text + letter.html


@pytest.mark.parametrize(
    ("template", "reason", "words"),
    [
        ("payment_failed", "insufficient_funds", "not enough money"),
        ("payment_failed", "provider_unavailable", "could not be reached"),
        ("payment_failed", "confirmation_failed", "did not succeed"),
        ("payment_failed", "unknown_method", "not offered"),
        ("payment_failed", "declined", "declined"),
        ("order_cancelled", "customer", "You asked for it."),
        ("order_cancelled", "out_of_stock", "sold out"),
        ("order_cancelled", "payment_overdue", "not paid in time"),
        ("order_cancelled", "paid_after_cancellation", "arrived after"),
    ],
)
def test_each_reason_has_words_of_its_own(template: str, reason: str, words: str) -> None:
    letter = written.letter(template, **_words(reason=reason))

    assert words in letter.text
    assert words in letter.html


def test_a_short_message_is_one_line() -> None:
    text = written.short_message("order_shipped", **_words(carrier="Royal\nMail", tracking_number="AB1"))

    assert text == "Souk: part of order S-1042 is on its way with Royal Mail, tracking number AB1."


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (123456, "GBP", "£1,234.56"),
        (5, "EUR", "€0.05"),
        (-1999, "USD", "-$19.99"),
        (1500, "JPY", "¥1,500"),
        (1200, "CHF", "CHF\N{NO-BREAK SPACE}12.00"),
        (0, "GBP", "£0.00"),
    ],
)
def test_money_is_written_in_its_currency(amount: int, currency: str, words: str) -> None:
    assert written.format_money(Money(amount=amount, currency=currency)) == words


@given(st.integers(-(10**12), 10**12), st.sampled_from(["GBP", "JPY", "PLN"]))
def test_written_money_loses_no_digit(amount: int, currency: str) -> None:
    words = written.format_money(Money(amount=amount, currency=currency))

    digits = "".join(character for character in words if character.isdigit())
    assert int(digits) == abs(amount)
    assert words.startswith("-") == (amount < 0)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("ada@example.com", "a•••@example.com"), ("+447700900123", "•••0123"), ("a@b@example.com", "a•••@example.com")],
)
def test_an_address_is_kept_as_its_owner_recognises_it(address: str, shown: str) -> None:
    assert masked(address) == shown
