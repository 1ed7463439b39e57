"""The catalogue CSV: see docs/catalogue-csv.md. Pure; reading a row never raises."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from events.inventory import MOST_UNITS
from functions.catalog.categories.domain.slug import CATEGORY, MOST_LEVELS
from functions.catalog.products.domain.product import (
    ATTRIBUTE,
    DESCRIPTION,
    IMAGE_ADDRESS,
    MOST_ATTRIBUTES,
    MOST_IMAGES,
    MOST_OF_AN_ADDRESS,
    MOST_OPTIONS,
    MOST_VARIANTS,
    OPTION,
    REFERENCE,
    SKU,
    TITLE,
    contradiction,
)
from souk.currency import DIGITS, sold_in
from souk.money import MOST
from souk.text import OneLine

COLUMNS: Final = ("sku", "title", "description", "category", "price", "currency", "stock", "image_url", "product")
NEEDED: Final = ("sku", "title", "category", "price", "currency")
MOST_ROWS: Final = 2000

_NAMED = re.compile(r"(option|attr)\.[a-z][a-z0-9_]{0,31}")
_PRICE = re.compile(r"(\d{1,13})(?:\.(\d{1,9}))?", re.ASCII)
_STOCK = re.compile(r"\d{1,9}", re.ASCII)
_FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
_DEFUSED = re.compile(f"'+[{re.escape(_FORMULA)}]")


class UnreadableFile(Exception):
    """The header cannot be read, so no row can."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is not kept, and why."""

    line: int
    sku: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A good row: one variant."""

    line: int
    sku: str
    title: str
    description: str
    category: tuple[str, ...]
    amount: int
    currency: str
    stock: int | None
    images: tuple[str, ...]
    options: dict[str, str]
    attributes: dict[str, str]


@dataclass(slots=True)
class FileProduct:
    """The good rows of a product; the first speaks for it.

    Without a reference it is one row, of the product that has its SKU.
    """

    reference: str | None
    rows: list[Row]


@dataclass(slots=True)
class CatalogueFile:
    """A file that was read: every row is in a product or in the rejections."""

    rows: int = 0
    products: list[FileProduct] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


class _Bad(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason


def read(text: str) -> CatalogueFile:
    """Read a file, sorting its rows into products and rejections.

    Raises UnreadableFile when the header is not one of a catalogue.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise UnreadableFile(f"the header cannot be read: {error}") from error
    _check_header(header)
    found = CatalogueFile()
    named: dict[str, FileProduct] = {}
    spoiled: dict[str, int] = {}
    lines: dict[str, int] = {}
    for line, cells in _cells(reader):
        if isinstance(cells, list) and not any(cells):
            continue
        found.rows += 1
        values = dict(zip(header, cells, strict=False)) if isinstance(cells, list) else {}
        sku, reference = values.get("sku", ""), values.get("product") or None
        product = named.get(reference) if reference else None
        try:
            if isinstance(cells, str):
                raise _Bad("row", cells)
            if len(cells) != len(header):
                raise _Bad("row", f"has {len(cells)} cells where the header has {len(header)}")
            if reference in spoiled:
                raise _Bad("product", f"line {spoiled[reference]}, which speaks for this product, was rejected")
            row = _row(line, values, is_first=product is None)
            if sku in lines:
                raise _Bad("sku", f"stands on line {lines[sku]} already")
            if product:
                _check_sibling(product, row)
        except _Bad as bad:
            found.rejections.append(Rejection(line, sku[:64], bad.column, bad.reason))
            if product is None and reference:
                spoiled.setdefault(reference, line)
            continue
        lines[sku] = line
        if product is None:
            product = FileProduct(reference, [])
            found.products.append(product)
            if reference:
                named[reference] = product
        product.rows.append(row)
    return found


def write(names: Iterable[str], rows: Iterable[dict[str, str]]) -> str:
    """Write a file of rows by column; ``names`` are the option and attribute columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*COLUMNS, *names], restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _defuse(cell) for column, cell in row.items()} for row in rows)
    return out.getvalue()


def _check_header(header: list[str]) -> None:
    unknown = [name for name in header if name not in COLUMNS and not _NAMED.fullmatch(name)]
    missing = [name for name in NEEDED if name not in header]
    if unknown:
        raise UnreadableFile(f"there is no column {unknown[0][:64]!r} in a catalogue")
    if missing:
        raise UnreadableFile(f"the column {missing[0]!r} is missing")
    if len(set(header)) < len(header):
        raise UnreadableFile("a column stands there twice")


def _cells(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | str]]:
    """Give each row with the line it begins on, or the reason why it cannot be read."""
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"is not CSV: {error}"
        else:
            yield line, [_restore(unicodedata.normalize("NFC", cell.strip())) for cell in cells]


def _defuse(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula, by the apostrophe that spreadsheets write before a text.

    Source: OWASP, "CSV Injection".
    """
    return f"'{cell}" if cell.lstrip("'").startswith(tuple(_FORMULA)) else cell


def _restore(cell: str) -> str:
    return cell[1:] if _DEFUSED.match(cell) else cell


def _row(line: int, values: dict[str, str], *, is_first: bool) -> Row:
    for column, value in values.items():
        if "\0" in value:
            raise _Bad(column, "holds a NUL character")
    currency = _kept("currency", sold_in, values["currency"])
    if values.get("product"):
        _kept("product", REFERENCE.read, values["product"])
    return Row(
        line=line,
        sku=_kept("sku", SKU.read, values["sku"]),
        title=_kept("title", TITLE.read, values["title"]) if is_first else "",
        description=_kept("description", DESCRIPTION.read, values.get("description", "")) if is_first else "",
        category=_category(values["category"]) if is_first else (),
        amount=_amount(values["price"], currency),
        currency=currency,
        stock=_stock(values.get("stock", "")),
        images=_images(values.get("image_url", "")),
        options=_named("option", values, OPTION, MOST_OPTIONS),
        attributes=_named("attr", values, ATTRIBUTE, MOST_ATTRIBUTES) if is_first else {},
    )


def _kept(column: str, read: Callable[[str], str], cell: str) -> str:
    try:
        return read(cell)
    except ValueError as error:
        raise _Bad(column, str(error)) from error


def _category(text: str) -> tuple[str, ...]:
    if not text:
        raise _Bad("category", "is needed on the first row of a product")
    names = tuple(_kept("category", CATEGORY.read, name) for name in text.split(">"))
    if len(names) > MOST_LEVELS:
        raise _Bad("category", f"has at most {MOST_LEVELS} levels")
    return names


def _amount(text: str, currency: str) -> int:
    match = _PRICE.fullmatch(text)
    if not match:
        raise _Bad("price", "must be a plain decimal such as 12.99")
    whole, fraction = match[1], match[2] or ""
    places = DIGITS[currency]
    if len(fraction) > places:
        raise _Bad("price", f"has more decimals than {currency}, which has {places}")
    amount: int = int(whole) * 10**places + int(fraction.ljust(places, "0") or "0")
    if not 0 < amount <= MOST:
        raise _Bad("price", "must be above 0" if amount == 0 else "is too large")
    return amount


def _stock(text: str) -> int | None:
    if not text:
        return None
    if not _STOCK.fullmatch(text) or int(text) > MOST_UNITS:
        raise _Bad("stock", "must be a whole number from 0 to 1,000,000")
    return int(text)


def _images(text: str) -> tuple[str, ...]:
    addresses = tuple(text.split())
    _check_pictures(addresses)
    if not all(re.fullmatch(IMAGE_ADDRESS, one) and len(one) <= MOST_OF_AN_ADDRESS for one in addresses):
        raise _Bad("image_url", "each picture is an https:// address or begins with one slash")
    return addresses


def _check_pictures(addresses: Iterable[str]) -> None:
    if len(set(addresses)) > MOST_IMAGES:
        raise _Bad("image_url", f"a product has at most {MOST_IMAGES} pictures")


def _named(kind: str, values: dict[str, str], constraint: OneLine, most: int) -> dict[str, str]:
    columns = [column for column, cell in values.items() if cell and column.startswith(f"{kind}.")]
    if len(columns) > most:
        raise _Bad(kind, f"a product has at most {most}")
    return {column.removeprefix(f"{kind}."): _kept(column, constraint.read, values[column]) for column in columns}


def _check_sibling(product: FileProduct, row: Row) -> None:
    if len(product.rows) == MOST_VARIANTS:
        raise _Bad("product", f"has at most {MOST_VARIANTS} variants")
    _check_pictures(address for one in (*product.rows, row) for address in one.images)
    if row.currency != product.rows[0].currency:
        raise _Bad("currency", f"the product is priced in {product.rows[0].currency}")
    reason = contradiction([*(one.options for one in product.rows), row.options])
    if reason:
        raise _Bad("option", reason)
