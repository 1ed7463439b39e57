"""What is asked and shown of catalogue files."""

from typing import Literal
from uuid import UUID

from souk import Request, View, Work
from souk.timestamp import Timestamp


class StartImport(Request):
    """Nothing: the file is uploaded."""


class ImportProducts(Work):
    """The shop's file from a byte and a line on; once it was read, its products from a line on.

    `categories` says how many it has made.
    """

    job = "catalog-import-products"
    upload = True

    seller_id: UUID
    columns: tuple[str, ...] = ()
    begin: int = 0
    line: int = 1
    imported_to: int | None = None
    categories: int = 0


class UploadView(View):
    """Where to POST the file within the hour, as multipart/form-data: these fields, then `file`, at most 100 MB."""

    url: str
    fields: dict[str, str]


class StartedImport(View):
    """An import that waits for its file."""

    id: UUID
    upload: UploadView


class RejectionView(View):
    """A row that was not kept; `line` is where it begins, the header being line 1."""

    line: int
    sku: str
    field: str
    reason: str


class ImportView(View):
    """How far an import is; `reason` says why it failed, and of the rejections the first 1,000 are listed."""

    id: UUID
    status: Literal["waiting", "running", "done", "failed"]
    reason: str | None
    rows: int
    imported: int
    rejected: int
    rejections: list[RejectionView]
    created_at: Timestamp
    finished_at: Timestamp | None


class StartExport(Request):
    """Nothing: it is the whole shop that is exported."""


class ExportProducts(Work):
    """The shop's products after one; first the names of their options and attributes, then the file, part by part."""

    job = "catalog-export-products"

    seller_id: UUID
    after_id: UUID = UUID(int=0)
    names: tuple[str, ...] = ()
    upload_id: str | None = None
    tags: tuple[str, ...] = ()


class StartedExport(View):
    """An export that is being written."""

    id: UUID


class ExportView(View):
    """How far an export is; `url` leads to the file for a quarter of an hour, and is given for a week."""

    id: UUID
    status: Literal["running", "done", "failed", "expired"]
    url: str | None
    created_at: Timestamp
    finished_at: Timestamp | None
