"""The catalogue CSV: see docs/catalogue-csv.md. Pure; reading a row never raises."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from events.inventory import MOST_UNITS
from functions.catalog.categories.domain.slug import CATEGORY, MOST_LEVELS
from functions.catalog.files.domain.records import Record, UnreadableFile
from functions.catalog.products.domain.product import (
    ATTRIBUTE,
    DESCRIPTION,
    MOST_ATTRIBUTES,
    MOST_GRAMS,
    MOST_IMAGES,
    MOST_OPTIONS,
    MOST_VARIANTS,
    NAME,
    OPTION,
    REFERENCE,
    SKU,
    TITLE,
    contradiction,
)
from souk import picture
from souk.currency import DIGITS, sold_in
from souk.money import MOST
from souk.text import OneLine

COLUMNS: Final = (
    "sku",
    "title",
    "description",
    "category",
    "price",
    "currency",
    "stock",
    "weight",
    "image_url",
    "product",
)
NEEDED: Final = ("sku", "title", "category", "price", "currency")
MOST_ROWS_OF_A_PRODUCT: Final = 1000
"""Good and bad ones together; what comes later is a row of its own, so that a part of the work stays small."""

_IDENTITIES = {"sku": SKU, "product": REFERENCE}
_NAMED = re.compile(rf"(option|attr)\.{NAME}")
_PRICE = re.compile(r"-?(\d{1,13})(?:\.(\d{1,9}))?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
_DEFUSED = re.compile(f"'+[{re.escape(_FORMULA)}]")


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
    weight: int | None
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


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row as it was read: its cells that are not empty by column, or why it has none.

    `number` is its place among the rows of its product, `twin` the line of an earlier row with its SKU.
    """

    line: int
    cells: dict[str, str]
    reason: str | None
    number: int = 1
    twin: int | None = None

    @property
    def reference(self) -> str | None:
        """What the file calls its product."""
        return self.cells.get("product")


class _Bad(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason


def header(record: Record) -> tuple[str, ...]:
    """Read the names of the columns.

    Raises UnreadableFile when they are not those of a catalogue.
    """
    if record.reason:
        raise UnreadableFile(f"the header cannot be read: it {record.reason}")
    names = [name.strip() for name in record.cells]
    unknown = [name for name in names if name not in COLUMNS and not _NAMED.fullmatch(name)]
    missing = [name for name in NEEDED if name not in names]
    if unknown and ";" in unknown[0]:
        raise UnreadableFile("its columns are separated by semicolons: separate them by commas")
    if unknown:
        raise UnreadableFile(f"there is no column {unknown[0][:64]!r} in a catalogue")
    if missing:
        raise UnreadableFile(f"the column {missing[0]!r} is missing")
    if len(set(names)) < len(names):
        raise UnreadableFile("a column stands there twice")
    return tuple(names)


def row(record: Record, columns: tuple[str, ...]) -> FileRow | None:
    """Read the cells of a row, None when all are empty."""
    cells = [_restore(unicodedata.normalize("NFC", cell.strip())) for cell in record.cells]
    if not record.reason and not any(cells):
        return None
    reason = record.reason
    if not reason and len(cells) != len(columns):
        reason = f"has {len(cells)} cells where the header has {len(columns)}"
    if any("\0" in cell for cell in cells):
        cells, reason = [cell.replace("\0", "") for cell in cells], "holds a NUL character"
    named = {column: _known(column, cell) for column, cell in zip(columns, cells, strict=False) if cell}
    return FileRow(record.line, named, reason)


def product(rows: Sequence[FileRow]) -> tuple[FileProduct, list[Rejection]]:
    """Sort the rows that a file has of one product into good ones and rejections."""
    found = FileProduct(rows[0].reference, [])
    rejections: list[Rejection] = []
    for one in rows:
        try:
            found.rows.append(_checked(found, one, rejections))
        except _Bad as bad:
            rejections.append(Rejection(one.line, one.cells.get("sku", "")[:64], bad.column, bad.reason))
    return found, rejections


def _checked(found: FileProduct, one: FileRow, rejections: list[Rejection]) -> Row:
    if one.reason:
        raise _Bad("row", one.reason)
    if one.number > MOST_ROWS_OF_A_PRODUCT:
        raise _Bad("product", f"has at most {MOST_VARIANTS} variants")
    if rejections and not found.rows:
        raise _Bad("product", f"line {rejections[0].line}, which speaks for this product, was rejected")
    read = _row(one.line, one.cells, is_first=not found.rows)
    if one.twin:
        raise _Bad("sku", f"stands on line {one.twin} already")
    if found.rows:
        _check_sibling(found, read)
    return read


def header_of(names: Iterable[str]) -> str:
    """Write the header; `names` are the option and attribute columns."""
    return _written([[*COLUMNS, *names]])


def write(names: Iterable[str], rows: Iterable[dict[str, str]]) -> str:
    """Write rows by column; `names` are the option and attribute columns."""
    columns = [*COLUMNS, *names]
    return _written([_defuse(row.get(column, "")) for column in columns] for row in rows)


def _written(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _defuse(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula, by the apostrophe that spreadsheets write before a text.

    Source: OWASP, "CSV Injection".
    """
    return f"'{cell}" if cell.lstrip("'").startswith(tuple(_FORMULA)) else cell


def _restore(cell: str) -> str:
    return cell[1:] if _DEFUSED.match(cell) else cell


def _known(column: str, cell: str) -> str:
    """Read what tells rows and products apart, for it may be written in two ways; what cannot be is refused later."""
    try:
        return _IDENTITIES[column].read(cell) if column in _IDENTITIES else cell
    except ValueError:
        return cell


def _row(line: int, values: dict[str, str], *, is_first: bool) -> Row:
    currency = _kept("currency", sold_in, values.get("currency", ""))
    if values.get("product"):
        _kept("product", REFERENCE.read, values["product"])
    return Row(
        line=line,
        sku=_kept("sku", SKU.read, values.get("sku", "")),
        title=_kept("title", TITLE.read, values.get("title", "")) if is_first else "",
        description=_kept("description", DESCRIPTION.read, values.get("description", "")) if is_first else "",
        category=_category(values.get("category", "")) if is_first else (),
        amount=_amount(values.get("price", ""), currency),
        currency=currency,
        stock=_whole("stock", values.get("stock", ""), MOST_UNITS),
        weight=_whole("weight", values.get("weight", ""), MOST_GRAMS),
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
    if amount == 0 or text.startswith("-"):
        raise _Bad("price", "must be above 0")
    if amount > MOST:
        raise _Bad("price", "is too large")
    return amount


def _whole(column: str, text: str, most: int) -> int | None:
    if not text:
        return None
    if not _WHOLE.fullmatch(text) or int(text) > most:
        raise _Bad(column, f"must be a whole number from 0 to {most:,}")
    return int(text)


def _images(text: str) -> tuple[str, ...]:
    addresses = tuple(text.split())
    _check_pictures(addresses)
    if not all(re.fullmatch(picture.ADDRESS, one) and len(one) <= picture.LONGEST for one in addresses):
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
    if fault := contradiction([*(one.options for one in product.rows), row.options]):
        raise _Bad("option", fault.message)
