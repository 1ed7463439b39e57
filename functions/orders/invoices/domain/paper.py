"""Invoices and credit notes on paper, in the language of who bought: the same bytes for the same document."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Self

from functions.orders.invoices.domain.document import Document, Line, Party
from functions.orders.invoices.domain.sheet import HEIGHT, MARGIN, SMALL, WITHIN, Sheet
from functions.orders.invoices.domain.words import WORDS
from souk import Money, customs
from souk.customs import Customs
from souk.gazetteer import address_lines
from souk.locale import DEFAULT
from souk.resources import Resource

BRAND = "Souk"

# Where npm puts them; the layer has them below the same path for modules.
_FONTS = Path("node_modules/@expo-google-fonts")

_HALF = WITHIN / 2
_INSET = 2.0
# Widths of columns: quantity, price, rate and total of a line; rate, net, tax and gross of the tax table.
_OF_A_LINE = (16.0, 30.0, 17.0, 33.0)
_OF_A_RATE = (24.0, 36.0, 36.0, 36.0)
_ITEM = WITHIN - sum(_OF_A_LINE) - 2 * _INSET
_HIGHEST_ROW = 7.0


@dataclass(frozen=True, slots=True)
class Issued:
    """A document with what it was given when it was issued."""

    number: str
    issued_at: datetime
    locale: str
    document: Document


class Paper(Resource):
    """Writes documents as PDF, with their fonts in them."""

    layers: ClassVar[tuple[str, ...]] = ("documents", customs.LAYER)

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts

    @classmethod
    def open(cls) -> Self:
        """Find the fonts."""
        return cls(next((place for folder in sys.path if (place := Path(folder, _FONTS)).is_dir()), _FONTS))

    def write(self, issued: Issued) -> bytes:
        """Give the PDF of a document, in English when its language has no words here."""
        return _Writing(self._fonts, issued).done()


class _Writing:
    """One document on its way to paper."""

    def __init__(self, fonts: Path, issued: Issued) -> None:
        spoken = issued.locale.partition("-")[0]
        language = spoken if spoken in WORDS else DEFAULT
        self._issued, self._said = issued, issued.document
        self._words, self._customs = WORDS[language], Customs(language)
        self._title = self._words.invoice if self._said.kind == "invoice" else self._words.credit_note
        self._sheet = Sheet(
            fonts,
            language,
            self._customs.direction,
            title=f"{self._title} {issued.number}",
            author=self._said.seller.name,
            made=issued.issued_at,
        )

    def done(self) -> bytes:
        self._head()
        self._facts()
        self._lines()
        self._totals()
        self._tax_table()
        self._notes()
        self._feet()
        return self._sheet.bytes()

    def _head(self) -> None:
        sheet, said, half = self._sheet, self._said, _HALF + 10
        y = sheet.text(MARGIN, sheet.y, half, said.shop_name, size=13, bold=True, own_direction=True)
        y = sheet.text(MARGIN, y + 1, half, *self._of(said.seller), quiet=True, own_direction=True)
        if said.seller.tax_id:
            y = sheet.text(MARGIN, y, half, f"{self._words.tax_id} {said.seller.tax_id}", quiet=True)
        right = sheet.text(MARGIN + half, sheet.y, WITHIN - half, self._title, size=18, bold=True, at_end=True)
        sheet.y = max(y, right) + 8

    def _facts(self) -> None:
        sheet, said, words, y = self._sheet, self._said, self._words, self._sheet.y
        below = sheet.text(MARGIN, y, _HALF, words.buyer, size=SMALL, quiet=True)
        below = sheet.text(MARGIN, below, _HALF - 4, *self._of(said.buyer), own_direction=True)
        facts = [(self._title, self._issued.number), (words.date, self._date(self._issued.issued_at))]
        facts += [(words.order, said.order_number), (words.ordered, self._date(said.ordered_at))]
        if corrected := said.corrects:
            facts.append((words.corrects, corrected.number))
            facts.append(("", self._date(corrected.issued_at)))
        for name, value in facts:
            sheet.text(MARGIN + _HALF, y, _HALF * 0.42, name, quiet=True)
            y = sheet.text(MARGIN + _HALF * 1.42, y, _HALF * 0.58, value, at_end=True)
        sheet.y = max(below, y) + 8

    def _lines(self) -> None:
        if self._said.lines:
            self._columns()
        for line in self._said.lines:
            self._line(line)

    def _columns(self) -> None:
        sheet, words = self._sheet, self._words
        names = (words.quantity, words.price, words.tax, words.total)
        sheet.band(sheet.y, _HIGHEST_ROW)
        sheet.text(MARGIN + _INSET, sheet.y + 1.2, _ITEM, words.item, size=SMALL, quiet=True)
        sheet.figures(sheet.y + 1.2, list(zip(_OF_A_LINE, names, strict=True)), size=SMALL, quiet=True)
        sheet.y += _HIGHEST_ROW

    def _line(self, line: Line) -> None:
        sheet, about = self._sheet, " · ".join((*line.options, line.sku))
        height = sheet.height(line.title, _ITEM) + sheet.height(about, _ITEM, SMALL)
        if sheet.make_room(height + _HIGHEST_ROW):
            self._columns()
        y = sheet.y + 1.5
        figures = (
            self._customs.count(line.quantity),
            self._money(line.unit_amount),
            self._customs.percent(line.tax_rate),
            self._money(line.total_amount),
        )
        sheet.figures(y, list(zip(_OF_A_LINE, figures, strict=True)))
        y = sheet.text(MARGIN + _INSET, y, _ITEM, line.title, own_direction=True)
        y = sheet.text(MARGIN + _INSET, y, _ITEM, about, size=SMALL, quiet=True, own_direction=True)
        if line.discount_amount:
            discount = f"{self._words.discount} {self._money(-line.discount_amount)}"
            y = sheet.text(MARGIN + _INSET, y, _ITEM, discount, size=SMALL, quiet=True)
        sheet.rule(y + 1.5)
        sheet.y = y + 1.5

    def _totals(self) -> None:
        sheet, said, words = self._sheet, self._said, self._words
        sheet.make_room((5 + len(said.tax_table)) * _HIGHEST_ROW)
        sheet.y += 3
        if said.corrects and not said.lines:
            self._total(words.refunded, said.total_amount)
        if said.delivery:
            option = words.deliveries.get(said.delivery, said.delivery)
            self._total(f"{words.delivery} · {option}", said.delivery_amount)
        if not said.prices_include_tax:
            self._total(words.tax, said.tax_amount)
        self._total(words.credited if said.corrects else words.paid, said.total_amount, size=11, bold=True)
        if said.prices_include_tax:
            self._total(words.included, said.tax_amount)

    def _total(self, name: str, amount: int, *, size: float = 9, bold: bool = False) -> None:
        sheet, amounts = self._sheet, [(_OF_A_LINE[-1] + 10, self._money(amount))]
        sheet.text(MARGIN + 60, sheet.y, 70, name, size=size, bold=bold)
        sheet.figures(sheet.y, amounts, size=size, bold=bold)
        sheet.y += _HIGHEST_ROW

    def _tax_table(self) -> None:
        sheet, words = self._sheet, self._words
        names = (words.rate, words.net, words.tax, words.gross)
        sheet.y += 5
        sheet.text(MARGIN, sheet.y, 40, words.tax_table, size=SMALL, quiet=True)
        sheet.figures(sheet.y, list(zip(_OF_A_RATE, names, strict=True)), size=SMALL, quiet=True)
        sheet.y += 6
        for one in self._said.tax_table:
            sheet.make_room(_HIGHEST_ROW)
            amounts = map(self._money, (one.net_amount, one.tax_amount, one.gross_amount))
            figures = (self._customs.percent(one.rate), *amounts)
            sheet.rule(sheet.y)
            sheet.figures(sheet.y + 1, list(zip(_OF_A_RATE, figures, strict=True)))
            sheet.y += _HIGHEST_ROW - 0.5

    def _notes(self) -> None:
        words, notes = self._words, [self._words.notes[note] for note in self._said.notes]
        if self._said.reason == "order_cancelled":
            notes.insert(0, words.cancelled)
        for note in notes:
            self._sheet.make_room(_HIGHEST_ROW)
            self._sheet.y = self._sheet.text(MARGIN, self._sheet.y + 5, WITHIN, note)

    def _feet(self) -> None:
        sheet, words, y = self._sheet, self._words, HEIGHT - 16
        for page in range(1, sheet.pages + 1):
            sheet.turn_to(page)
            sheet.rule(y - 2)
            through = f"{self._issued.number} · {words.sold_through.format(brand=BRAND)}"
            sheet.text(MARGIN, y, _HALF, through, size=SMALL, quiet=True)
            where = words.page.format(page=self._customs.count(page), pages=self._customs.count(sheet.pages))
            sheet.text(MARGIN + _HALF, y, _HALF, where, size=SMALL, quiet=True, at_end=True)

    def _of(self, party: Party) -> Iterator[str]:
        """Write an address as it is written in its country, and the country as the reader calls it."""
        for line in address_lines(party.country):
            if written := " ".join(filter(None, (getattr(party, name) for name in line))):
                yield written
        yield self._customs.country(party.country)

    def _money(self, amount: int) -> str:
        return self._customs.money(Money(amount=amount, currency=self._said.currency))

    def _date(self, moment: datetime) -> str:
        return self._customs.date(moment.date())
