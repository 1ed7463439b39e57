"""What invoices and credit notes say, whatever was sold."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from functions.orders.domain import tax
from functions.orders.domain.shipping import ShippingOption
from functions.orders.invoices.domain.document import Corrected, Document, Line, Party, TaxedAt, credited
from functions.orders.invoices.domain.paper import Issued, Paper
from functions.orders.invoices.domain.series import series_of
from functions.orders.invoices.domain.words import WORDS
from souk.language import LANGUAGES

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
NUMBER = "7K3M9Q-2026-000123"
CORRECTS = Corrected(number=NUMBER, issued_at=AT)


def line(unit: int, quantity: int, rate: int, discount: int = 0, title: str = "Mug") -> Line:
    total = unit * quantity - discount
    return Line(
        title=title,
        options=("M",),
        sku="MUG-1",
        quantity=quantity,
        unit_amount=unit,
        discount_amount=discount,
        total_amount=total,
        tax_rate=rate,
        tax_amount=sum(tax.divided([total], rate, included=True)),
    )


def _taxed(lines: Sequence[Line], delivery: int) -> Iterator[TaxedAt]:
    """Give the tax table; the delivery is taxed at the highest rate."""
    highest = max(one.tax_rate for one in lines)
    for rate in sorted({one.tax_rate for one in lines}, reverse=True):
        gross = sum(one.total_amount for one in lines if one.tax_rate == rate) + (delivery if rate == highest else 0)
        of_it = sum(tax.divided([gross], rate, included=True))
        yield TaxedAt(rate=rate, net_amount=gross - of_it, tax_amount=of_it)


def invoice(*lines: Line, delivery: int = 499, currency: str = "EUR", buyer: str = "Ada Lovelace") -> Document:
    return Document(
        kind="invoice",
        currency=currency,
        order_number="S-2026-7K3M9Q2X4T6H",
        ordered_at=AT,
        shop_name="Fold & Kiln",
        seller=Party(name="Fold & Kiln GmbH", line1="Töpferhof 3", city="Höhr", country="DE", tax_id="DE123456789"),
        buyer=Party(name=buyer, line1="1 Market Street", city="London", postal_code="E1 6AN", country="GB"),
        lines=lines,
        delivery="standard",
        delivery_amount=delivery,
        prices_include_tax=True,
        tax_table=tuple(_taxed(lines, delivery)),
        total_amount=sum(one.total_amount for one in lines) + delivery,
        notes=(),
    )


def text(document: Document, locale: str = "en", number: str = NUMBER) -> list[str]:
    """Give the words of each page of a document's PDF."""
    file = Paper.open().write(Issued(number, AT, locale, document))
    return [page.extract_text() for page in PdfReader(BytesIO(file)).pages]


sold = st.lists(
    st.builds(line, st.integers(0, 10**9), st.integers(1, 999), st.sampled_from([0, 500, 700, 1900, 2550])),
    min_size=1,
    max_size=8,
)


@given(sold, st.integers(0, 10**6), st.data())
def test_a_credit_note_is_what_went_back_and_a_whole_one_the_whole_invoice(
    lines: list[Line], delivery: int, data: st.DataObject
) -> None:
    whole = invoice(*lines, delivery=delivery)
    amount = data.draw(st.integers(0, whole.total_amount))
    of_it = whole.tax_amount * amount // max(whole.total_amount, 1)

    part = credited(whole, CORRECTS, "damaged", amount, of_it)
    all_of_it = credited(whole, CORRECTS, "order_cancelled", whole.total_amount, whole.tax_amount)

    assert sum(one.gross_amount for one in part.tax_table) == part.total_amount == amount
    assert part.tax_amount == of_it
    assert (all_of_it.tax_table, all_of_it.lines) == (whole.tax_table, whole.lines)


def test_the_words_are_there_in_every_language_of_pages() -> None:
    assert set(WORDS) == set(LANGUAGES)
    for words in WORDS.values():
        assert set(words.deliveries) == {*ShippingOption}
        assert set(words.notes) == set(WORDS["en"].notes)


@pytest.mark.parametrize(
    ("locale", "title", "amounts"),
    [
        ("en", "Invoice", ["€19.99", "€64.96", "€10.37"]),
        ("de-AT", "Rechnung", ["19,99\N{NO-BREAK SPACE}€", "64,96\N{NO-BREAK SPACE}€", "10,37\N{NO-BREAK SPACE}€"]),
        ("fr", "Invoice", ["€19.99"]),
    ],
)
def test_a_document_is_written_by_the_customs_of_its_language(locale: str, title: str, amounts: list[str]) -> None:
    (page,) = text(invoice(line(1999, 3, 1900)), locale)

    for words in (title, NUMBER, "Mug", "Fold & Kiln GmbH", "Ada Lovelace", "DE123456789", *amounts):
        assert words in page, page


def test_arabic_is_shaped_and_what_others_wrote_stays_as_they_wrote_it() -> None:
    (page,) = text(invoice(line(1999, 3, 1900, title="كوب"), buyer="فاطمة الزهراء"), "ar")

    for words in ("فاتورة", "فاطمة", "الزهراء", "كوب", "EUR\N{NO-BREAK SPACE}١٩٫٩٩", "نوفمبر"):
        assert words in page, page
    for words in ("Fold & Kiln GmbH", "1 Market Street", NUMBER):
        assert words in page, page


def test_a_long_invoice_goes_over_pages_that_are_numbered_and_each_begin_with_the_columns() -> None:
    pages = text(invoice(*(line(1999, 1, 1900, title=f"Mug number {number}") for number in range(60))))

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert ("Quantity" in page) == ("Mug number" in page)
    assert sorted(int(word.split()[0]) for page in pages for word in page.split("Mug number ")[1:]) == [*range(60)]


def test_a_credit_note_names_the_invoice_and_says_what_of_it_is_credited() -> None:
    whole = invoice(line(1999, 3, 1900, discount=100))

    (part,) = text(credited(whole, CORRECTS, "damaged", 1000, 160), number="7K3M9Q-C-2026-000001")
    (of_all,) = text(credited(whole, CORRECTS, "order_cancelled", whole.total_amount, whole.tax_amount))

    for words in ("Credit note", "7K3M9Q-C-2026-000001", NUMBER, "€10.00", "€1.60", "€8.40"):
        assert words in part, part
    assert "Mug" not in part
    for words in ("The order was cancelled", "Mug", "Discount -€1.00"):
        assert words in of_all, of_all


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(LANGUAGES), sold)
def test_the_same_document_is_the_same_bytes(locale: str, lines: list[Line]) -> None:
    issued = Issued(NUMBER, AT, locale, invoice(*lines))

    assert Paper.open().write(issued) == Paper.open().write(issued)


def test_a_file_says_what_it_is_and_when_it_was_issued() -> None:
    file = PdfReader(BytesIO(Paper.open().write(Issued(NUMBER, AT, "de", invoice(line(1, 1, 700))))))

    assert file.metadata is not None
    assert (file.metadata.title, file.metadata.author) == (f"Rechnung {NUMBER}", "Fold & Kiln GmbH")
    assert file.metadata.creation_date == AT
    assert file.pages[0].mediabox.width == pytest.approx(595.28, abs=0.01)


def test_a_shops_series_is_its_own_and_its_credit_notes_have_another() -> None:
    shop = UUID("0197a3c0-5d2e-7b1a-9f00-000000000003")
    other = UUID("0197a3c0-5d2e-7b1a-9f00-000000000004")

    assert (series_of(shop, "invoice"), series_of(shop, "credit_note")) == ("000003", "000003-C")
    assert series_of(other, "invoice") == "000004"
