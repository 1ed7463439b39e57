"""Read catalogues of other shops as lines of our own, by the shape of what they hold."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from local.catalogue import catalogue_file
from local.catalogue.catalogue_file import Row
from local.catalogue.shops import slug

type Record = dict[str, Any]


class UnknownShape(ValueError):
    """A file that is none of the catalogues we can read."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is assumed of a catalogue that does not say."""

    currency: str = "GBP"
    stock: int = 100


def read(path: Path, defaults: Defaults) -> list[Row]:
    """Read a catalogue file, plain or gzipped.

    Raises UnknownShape.
    """
    data = path.read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
    if ".csv" in path.suffixes:
        return list(catalogue_file.read(text))
    try:
        records: list[Record] = json.loads(text, parse_float=Decimal)
        convert = next(convert for keys, convert in SHAPES.items() if keys <= records[0].keys())
        converted = list(convert(records, defaults))
    except (json.JSONDecodeError, StopIteration, LookupError, AttributeError, TypeError) as error:
        raise UnknownShape(f"{path} is no catalogue of a shape known here") from error
    return [
        Row({name: cell for name, cell in cells.items() if cell}, shop=shop, origin=f"entry {number}")
        for number, (shop, cells) in enumerate(converted, start=1)
    ]


def pictures(rows: list[Row]) -> set[str]:
    """Name the picture files that rows speak of."""
    urls = (url for row in rows for url in row.cells.get("image_url", "").split())
    return {url.removeprefix("/pictures/") for url in urls if url.startswith("/pictures/")}


def _retail_demo_store(records: list[Record], defaults: Defaults) -> Iterator[tuple[str, dict[str, str]]]:
    """Read products.json of aws-samples/retail-demo-store: one shop, its category and style make the path."""
    wearers = {"F": "Women", "M": "Men"}
    for record in records:
        yield (
            "",
            {
                "sku": record["id"],
                "title": record["name"],
                "description": record["description"],
                "category": f"{_title(record['category'])} > {_title(record['style'])}",
                "price": str(record["price"]),
                "currency": defaults.currency,
                "stock": str(record["current_stock"]),
                "attr.wearer": wearers.get(record.get("gender_affinity", ""), ""),
            },
        )


def _eshop(records: list[Record], defaults: Defaults) -> Iterator[tuple[str, dict[str, str]]]:
    """Read catalog.json of dotnet/eShop: each brand is a shop, pictures are named after the id."""
    for record in records:
        yield (
            record["Brand"],
            {
                "sku": f"ESHOP-{record['Id']}",
                "title": record["Name"],
                "description": record["Description"],
                "category": f"Sports > {record['Type']}",
                "price": str(record["Price"]),
                "currency": defaults.currency,
                "stock": str(defaults.stock),
                "image_url": f"/pictures/{record['Id']}.webp",
            },
        )


def _mercur(records: list[Record], defaults: Defaults) -> Iterator[tuple[str, dict[str, str]]]:
    """Read catalog.json of mercurjs: each brand is a shop, several pictures to a product."""
    for record in records:
        yield (
            record["brand"],
            {
                "sku": f"{slug(record['title'])}-{slug(record['colorway'])}"[:64].strip("-").upper(),
                "title": record["title"],
                "description": record["description"],
                "category": f"{'Footwear' if record['footwear'] else 'Clothing'} > {record['category']}",
                "price": str(record["price"]),
                "currency": defaults.currency,
                "stock": str(defaults.stock),
                "image_url": " ".join(f"/pictures/{name}" for name in record["images"]),
                "attr.colour": record["colorway"],
            },
        )


def _title(words: str) -> str:
    return words.replace("_", " ").title()


SHAPES: dict[frozenset[str], Callable[[list[Record], Defaults], Iterator[tuple[str, dict[str, str]]]]] = {
    frozenset({"current_stock", "style"}): _retail_demo_store,
    frozenset({"Id", "Brand", "Name"}): _eshop,
    frozenset({"brand", "colorway", "images"}): _mercur,
}
