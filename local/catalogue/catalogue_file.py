"""Read and write the catalogue CSV that docs/catalogue-csv.md describes."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

COLUMNS = ("sku", "title", "description", "category", "price", "currency", "stock", "image_url", "product")


@dataclass(frozen=True, slots=True)
class Row:
    """One variant: its cells by column, the shop it belongs to, and where it stood in the file it came from."""

    cells: dict[str, str]
    shop: str = ""
    origin: str = ""

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


def row_at(rows: list[Row], line: int) -> Row | None:
    """Find the row that begins at a line of the written file, the header being line 1."""
    at = 2
    for row in rows:
        if at == line:
            return row
        at += row.height
    return None
