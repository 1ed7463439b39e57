"""Write the catalogue CSV that docs/catalogue-csv.md describes, in batches that one import accepts."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

COLUMNS = ("sku", "title", "description", "category", "price", "currency", "stock", "image_url", "product")
ROWS_PER_IMPORT = 500
BYTES_PER_IMPORT = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One variant, as a line of the file."""

    sku: str
    title: str
    category: str
    price: Decimal
    stock: int | None
    description: str = ""
    currency: str = "GBP"
    image_url: str = ""
    product: str = ""
    options: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)

    def cells(self) -> dict[str, str]:
        """Name every cell that is not empty by its column."""
        cells = {name: str(getattr(self, name)) for name in COLUMNS if getattr(self, name) not in ("", None)}
        cells |= {f"option.{name}": value for name, value in self.options.items()}
        return cells | {f"attr.{name}": value for name, value in self.attributes.items()}


def text(rows: Iterable[Row]) -> str:
    """Write rows as one file, with the columns that any of them needs."""
    lines = [row.cells() for row in rows]
    extra = sorted({name for line in lines for name in line} - set(COLUMNS))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [*COLUMNS, *extra], lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return buffer.getvalue()


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Part rows into imports, never a product from its variants; those of one product stand together already."""
    batch: list[Row] = []
    size = 0
    for _, variants in groupby(rows, key=lambda row: row.product or row.sku):
        product = list(variants)
        weight = sum(len(json.dumps(list(row.cells().values()))) for row in product)
        if batch and (len(batch) + len(product) > ROWS_PER_IMPORT or size + weight > BYTES_PER_IMPORT):
            yield batch
            batch, size = [], 0
        batch += product
        size += weight
    if batch:
        yield batch
