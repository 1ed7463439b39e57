"""What is asked and shown of catalogue files."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from souk import Request, View, Work
from souk.timestamp import Timestamp


class StartImport(Request):
    """A catalogue file, at most 4 MB."""

    csv: str


class ImportProducts(Work):
    """A shop's catalogue file, from its so many-th product on."""

    job = "catalog-import-products"

    seller_id: UUID
    import_id: UUID
    begin: int = 0


class ExportProducts(Request):
    """After which product the file begins."""

    cursor: Annotated[str | None, Field(max_length=500, description="Where the file before ended")] = None


class RejectionView(View):
    """A row that was not kept; `line` is where it begins, the header being line 1."""

    line: int
    sku: str
    field: str
    reason: str


class ImportView(View):
    """How far an import is."""

    id: UUID
    status: Literal["queued", "running", "done", "failed"]
    rows: int
    imported: int
    rejected: int
    rejections: list[RejectionView]
    created_at: Timestamp
    finished_at: Timestamp | None
