"""Read and write the catalogue CSV that docs/catalogue-csv.md describes, in batches that one import accepts."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

COLUMNS = ("sku", "title", "description", "category", "price", "currency", "stock", "image_url", "product")
ROWS_PER_IMPORT = 500
BYTES_PER_IMPORT = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One variant: its cells by column, the shop it belongs to, and where it stood in the file it came from."""

    cells: dict[str, str]
    shop: str = ""
    origin: str = ""

    @property
    def product(self) -> str:
        """The key that the product's variants share."""
        return self.cells.get("product") or self.cells.get("sku", "")

    @property
    def height(self) -> int:
        """How many lines the row takes in the file."""
        return 1 + sum(cell.count("\n") for cell in self.cells.values())


def read(text: str) -> Iterator[Row]:
    """Read a catalogue CSV as it is; what is wrong with its values is for the import to say.

    Raises ValueError when a row has more cells than the header.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="", restval="")
    for cells in reader:
        row = Row({name: cell for name, cell in cells.items() if cell})
        line = reader.line_num + 1 - row.height
        if "" in cells:
            raise ValueError(f"line {line} has more cells than the header")
        yield replace(row, origin=f"line {line}")


def write(rows: Iterable[Row]) -> str:
    """Write rows as one file, with the columns that any of them needs."""
    lines = [row.cells for row in rows]
    extra = sorted({name for line in lines for name in line} - set(COLUMNS))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [*COLUMNS, *extra], lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return buffer.getvalue()


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Part rows into imports, never a product from its variants."""
    products: dict[str, list[Row]] = {}
    for row in rows:
        products.setdefault(row.product, []).append(row)
    batch: list[Row] = []
    size = 0
    for product in products.values():
        weight = sum(len(json.dumps(list(row.cells.values()))) for row in product)
        if batch and (len(batch) + len(product) > ROWS_PER_IMPORT or size + weight > BYTES_PER_IMPORT):
            yield batch
            batch, size = [], 0
        batch += product
        size += weight
    if batch:
        yield batch


def row_at(rows: list[Row], line: int) -> Row | None:
    """Find the row that begins at a line of the written file, the header being line 1."""
    at = 2
    for row in rows:
        if at == line:
            return row
        at += row.height
    return None
