"""The words people get: readable, right about money, and harmless whatever others wrote into them."""

import re
import shutil
from dataclasses import astuple
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes

from functions.notifications.domain import brand, templates
from functions.notifications.domain.channel import all_channels
from functions.notifications.domain.model import masked
from local.places import WEB
from souk.language import LANGUAGES
from souk.locale import DEFAULT
from tests.support.post import Letter

HOSTILE = "<script>alert('x')</script>\r\nBcc: all@example.com {{ 7 * 7 }}"
FOLDERS = {folder.name: folder for folder in templates.FOLDER.iterdir() if folder.is_dir()}
ENGLISH = FOLDERS[DEFAULT]
TEMPLATES = sorted(path.parent.name for path in ENGLISH.glob("*/subject.txt"))
_VOID = {"meta", "br", "hr", "img", "link"}


def money(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "GBP"}


def line(title: str, quantity: int, amount: int) -> dict[str, Any]:
    total = amount * quantity
    figures = {"unit_price": money(amount), "total": money(total), "discount": money(0), "tax": money(total // 6)}
    return {"title": title, "options": {title: title}, "sku": title, "quantity": quantity, "tax_rate": 2000, **figures}


def words_of(text: str = "Ada", shipping: int = 400, **others: Any) -> dict[str, Any]:
    lines = [line(text, 2, 1999), line("Teapot", 1, 119058)]
    seller: dict[str, Any] = {
        "id": "1",
        "seller_id": "1",
        "seller_name": text,
        "shipping_total": money(shipping),
        "discount_total": money(0),
        "tax_total": money(766),
        "total": money(123456),
        "prices_include_tax": True,
    }
    seller |= {"lines": lines}
    total = {"total": money(123456), "tax_total": money(20576)}
    address = dict.fromkeys(("name", "line1", "line2", "city", "region", "postal_code"), text) | {"country": "GB"}
    return {
        "first_name": text,
        "order": {"number": "S-1042", "sellers": [seller], "shipping_address": address, **total},
        "claim": None,
        "payment_url": "https://souk.test/checkout/1",
        "reason": "customer",
        "shop": text,
        "seller_order_id": "1",
        "amount": money(700),
        "came_back": False,
        "without_return": False,
        "answer": text,
        "kind": "invoice",
        "number": text,
        "code": text,
        "expires_at": "2027-11-30",
        "url": "https://souk.test/sell",
        "shipment": {
            "seller_id": "1",
            "carrier": text,
            "tracking_number": text,
            "tracking_url": None,
            "status": "partly_shipped",
        },
    } | others


def letter(template: str, locale: str = "en", **words: Any) -> Letter:
    return Letter(
        *(templates.render(template, part, locale, words) for part in ("subject.txt", "body.txt", "body.html"))
    )


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


def names_of(template: Path) -> set[str]:
    """Name what a template takes: words, what it reads of them, how it writes them, what it compares and puts in."""
    tree = Environment(autoescape=True).parse(template.read_text())
    constants = [
        constant for node in tree.find_all((nodes.Compare, nodes.Include)) for constant in node.find_all(nodes.Const)
    ]
    return {
        *(node.name for node in tree.find_all(nodes.Name)),
        *(f".{node.attr}" for node in tree.find_all(nodes.Getattr)),
        *(f"|{node.name}" for node in tree.find_all(nodes.Filter)),
        *(f"={constant.value}" for constant in constants),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_there_in_every_language_and_says_the_same_of_the_same_words(language: str) -> None:
    def said(folder: Path) -> dict[str, set[str]]:
        files = filter(Path.is_file, folder.rglob("*"))
        return {str(file.relative_to(folder)): names_of(file) for file in files}

    assert said(FOLDERS[language]) == said(ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_message_is_written_in_every_language(template: str, language: str) -> None:
    claim = {"url": "https://souk.test/orders/claim#1", "days": 30}
    parts = [part.name for part in (ENGLISH / template).iterdir()]
    written, english = (
        {part: templates.render(template, part, locale, words_of(claim=claim)) for part in parts}
        for locale in (language, DEFAULT)
    )

    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in written["body.html"]
    assert [part for part in parts if written[part] == english[part]] == ([] if language != DEFAULT else parts)


def test_every_folder_has_what_one_channel_sends() -> None:
    for folder in filter(Path.is_dir, ENGLISH.iterdir()):
        assert any(all(templates.offers(folder.name, part) for part in channel.parts) for channel in all_channels()), (
            folder
        )


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_others_wrote_is_only_ever_text(template: str) -> None:
    hostile = letter(template, **words_of(HOSTILE))
    harmless = letter(template, **words_of("Ada"))

    assert "<script" not in hostile.html
    assert "&lt;script&gt;" in hostile.html
    assert _Page(hostile.html).tags == _Page(harmless.html).tags
    assert "{{ 7 * 7 }}" in hostile.text


@pytest.mark.parametrize("template", TEMPLATES)
@given(st.text())
def test_no_word_begins_a_line_of_its_own(template: str, word: str) -> None:
    for written, plain in zip(
        astuple(letter(template, **words_of(f"{word}."))), astuple(letter(template, **words_of("Ada."))), strict=True
    ):
        assert len(written.splitlines()) == len(plain.splitlines())


def test_a_subject_and_a_short_message_are_one_line() -> None:
    for part in ("subject.txt", "sms.txt"):
        assert "\n" not in templates.render("order_shipped", part, "en", words_of(HOSTILE))


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_letter_is_a_whole_page_that_a_screen_reader_can_read(template: str) -> None:
    page = _Page(letter(template, **words_of()).html)

    assert page.open == []
    assert page.tags[0] == "html"
    assert page.tags.count("h1") == 1
    assert "title" in page.tags
    assert "main" in page.tags


def test_letters_have_the_colours_of_the_pages() -> None:
    named = re.findall(r'^  "?([a-z-]+)"?: \["(#[0-9a-f]+)"', (WEB / "theme/tokens.ts").read_text(), re.MULTILINE)
    written = "".join(letter(template, **words_of()).html for template in TEMPLATES)

    assert brand.COLOURS.items() <= dict(named).items()
    assert set(re.findall(r"#[0-9a-f]{6}\b", written)) == {*brand.COLOURS.values()}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_word_that_is_missing_is_an_error_not_a_gap(template: str) -> None:
    with pytest.raises(Exception, match=r"is undefined|StrictUndefined"):
        letter(template, order=words_of()["order"])


def test_a_receipt_without_shipping_or_tax_does_not_mention_it() -> None:
    words = words_of(shipping=0)
    words["order"]["tax_total"] = money(0)
    words["order"]["sellers"][0]["tax_total"] = money(0)
    for sold in words["order"]["sellers"][0]["lines"]:
        sold["tax"] = money(0)

    written = letter("order_receipt", **words)

    for word in ("Delivery:", "Delivery<", "VAT", "tax", "Tax"):
        assert word not in written.text + written.html


@pytest.mark.parametrize(
    ("locale", "subject"),
    [("de", "Willkommen, Ada"), ("de-AT", "Willkommen, Ada"), ("de-CH", "Grüezi, Ada"), ("fr", "Welcome to Souk, Ada")],
)
def test_a_message_is_in_the_persons_language_or_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, subject: str
) -> None:
    shutil.copytree(templates.FOLDER, tmp_path, ignore=shutil.ignore_patterns("de", "ar"), dirs_exist_ok=True)
    for language, greeting in (("de", "Willkommen"), ("de-CH", "Grüezi")):
        (tmp_path / language / "welcome").mkdir(parents=True)
        (tmp_path / language / "welcome" / "subject.txt").write_text(f"{greeting}, {{{{ first_name }}}}")
    monkeypatch.setattr(templates, "FOLDER", tmp_path)

    assert templates.render("welcome", "subject.txt", locale, words_of()) == subject
    assert templates.render("order_receipt", "subject.txt", locale, words_of()) == "Your receipt for order S-1042"


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
        ("order_cancelled", "wrong_amount_paid", "Another amount"),
        ("order_cancelled", "payment_overdue", "not paid in time"),
    ],
)
def test_each_reason_has_words_of_its_own(template: str, reason: str, words: str) -> None:
    written = letter(template, **words_of(reason=reason))

    assert words in written.text
    assert words in written.html


@pytest.mark.parametrize(
    ("address", "shown"),
    [("ada@example.com", "a•••@example.com"), ("+447700900123", "•••0123"), ("a@b@example.com", "a•••@example.com")],
)
def test_an_address_is_kept_as_its_owner_recognises_it(address: str, shown: str) -> None:
    assert masked(address) == shown
