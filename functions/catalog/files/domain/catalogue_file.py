"""The catalogue CSV: see docs/catalogue-csv.md. Pure; reading a row never raises."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from functions.catalog.categories.domain.slug import slug
from functions.catalog.products.domain.product import MOST_OPTIONS, contradiction

COLUMNS: Final = ("sku", "title", "description", "category", "price", "currency", "stock", "image_url", "product")
NEEDED: Final = ("sku", "title", "category", "price", "currency")
MOST_ROWS: Final = 2000
MOST_UNITS: Final = 1_000_000
MOST_MINOR_UNITS: Final = 10**12
MOST_LEVELS: Final = 4

# ISO 4217:2015, the currencies whose minor unit is not a hundredth.
_WITHOUT_DECIMALS: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_WITH_THREE: Final = "BHD IQD JOD KWD LYD OMR TND"
_WITH_FOUR: Final = "CLF UYW"
_NAMED = re.compile(r"(option|attr)\.[a-z][a-z0-9_]{0,31}")
_PRICE = re.compile(r"(\d{1,13})(?:\.(\d{1,9}))?", re.ASCII)
_STOCK = re.compile(r"\d{1,9}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
_IMAGE = re.compile(r"https://[^\s/]\S*|/[^\s/]\S*")


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
    """The good rows of a product; the first speaks for it."""

    key: str
    rows: list[Row]


@dataclass(slots=True)
class CatalogueFile:
    """A file that was read: every row is in a product or in the rejections."""

    rows: int = 0
    products: dict[str, FileProduct] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)


class _Bad(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason


def digits(currency: str) -> int:
    """Tell how many decimals a currency has."""
    unusual = {0: _WITHOUT_DECIMALS, 3: _WITH_THREE, 4: _WITH_FOUR}
    return next((places for places, codes in unusual.items() if currency in codes.split()), 2)


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
    spoiled: dict[str, int] = {}
    lines: dict[str, int] = {}
    for line, cells in _cells(reader):
        if isinstance(cells, list) and not any(cells):
            continue
        found.rows += 1
        values = dict(zip(header, cells, strict=False)) if isinstance(cells, list) else {}
        sku, key = values.get("sku", ""), values.get("product") or values.get("sku", "")
        product = found.products.get(key)
        try:
            if isinstance(cells, str):
                raise _Bad("row", cells)
            if len(cells) != len(header):
                raise _Bad("row", f"has {len(cells)} cells where the header has {len(header)}")
            if key in spoiled:
                raise _Bad("product", f"line {spoiled[key]}, which speaks for this product, was rejected")
            row = _row(line, values, is_first=product is None)
            if sku in lines:
                raise _Bad("sku", f"stands on line {lines[sku]} already")
            if product:
                _check_sibling(product, row)
        except _Bad as bad:
            found.rejections.append(Rejection(line, sku[:64], bad.column, bad.reason))
            if product is None and key:
                spoiled.setdefault(key, line)
            continue
        lines[sku] = line
        found.products.setdefault(key, FileProduct(key, [])).rows.append(row)
    return found


def write(names: Iterable[str], rows: Iterable[dict[str, str]]) -> str:
    """Write a file of rows by column; ``names`` are the option and attribute columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*COLUMNS, *names], restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def major(amount: int, currency: str) -> str:
    """Write an amount in major units: 1400 pence are ``14.00``."""
    places = digits(currency)
    return f"{amount // 10**places}.{amount % 10**places:0{places}}" if places else str(amount)


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
            yield line, [cell.strip() for cell in cells]


def _row(line: int, values: dict[str, str], *, is_first: bool) -> Row:
    for column, value in values.items():
        if "\0" in value:
            raise _Bad(column, "holds a NUL character")
    currency = values["currency"]
    if not 1 <= len(values["sku"]) <= 64:
        raise _Bad("sku", "needs 1 to 64 characters")
    if len(values.get("product", "")) > 64:
        raise _Bad("product", "has at most 64 characters")
    if not _CURRENCY.fullmatch(currency):
        raise _Bad("currency", "is a code of three capitals, such as GBP")
    return Row(
        line=line,
        sku=values["sku"],
        title=_title(values["title"]) if is_first else "",
        description=_description(values.get("description", "")) if is_first else "",
        category=_category(values["category"]) if is_first else (),
        amount=_amount(values["price"], currency),
        currency=currency,
        stock=_stock(values.get("stock", "")),
        images=_images(values.get("image_url", "")),
        options=_named("option", values, 64),
        attributes=_named("attr", values, 120) if is_first else {},
    )


def _title(text: str) -> str:
    if not 1 <= len(text) <= 200:
        raise _Bad("title", "needs 1 to 200 characters")
    return text


def _description(text: str) -> str:
    if len(text) > 5000:
        raise _Bad("description", "has at most 5,000 characters")
    return text


def _category(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(">"))
    if not text:
        raise _Bad("category", "is needed on the first row of a product")
    if len(names) > MOST_LEVELS:
        raise _Bad("category", f"has at most {MOST_LEVELS} levels")
    if not all(slug(name) and len(name) <= 100 for name in names):
        raise _Bad("category", "each level needs a name of 1 to 100 characters with a letter or digit")
    return names


def _amount(text: str, currency: str) -> int:
    match = _PRICE.fullmatch(text)
    if not match:
        raise _Bad("price", "must be a plain decimal such as 12.99")
    whole, fraction = match[1], match[2] or ""
    places = digits(currency)
    if len(fraction) > places:
        raise _Bad("price", f"has more decimals than {currency}, which has {places}")
    amount: int = int(whole) * 10**places + int(fraction.ljust(places, "0") or "0")
    if not 0 < amount <= MOST_MINOR_UNITS:
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
    if not all(_IMAGE.fullmatch(address) and len(address) <= 500 for address in addresses):
        raise _Bad("image_url", "each picture is an https:// address or begins with one slash")
    return addresses


def _named(kind: str, values: dict[str, str], longest: int) -> dict[str, str]:
    prefix = f"{kind}."
    named = {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix) and value}
    for name, value in named.items():
        if len(value) > longest:
            raise _Bad(prefix + name, f"has at most {longest} characters")
    if kind == "option" and len(named) > MOST_OPTIONS:
        raise _Bad("option", f"a product has at most {MOST_OPTIONS} options")
    return named


def _check_sibling(product: FileProduct, row: Row) -> None:
    if row.currency != product.rows[0].currency:
        raise _Bad("currency", f"the product is priced in {product.rows[0].currency}")
    reason = contradiction([*(one.options for one in product.rows), row.options])
    if reason:
        raise _Bad("option", reason)
