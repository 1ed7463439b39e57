"""A shop into a file."""

import json
from functools import partial
from uuid import UUID

from functions.catalog.files.domain import catalogue_file, export_store
from functions.catalog.files.domain.export_store import ExportedVariant
from functions.catalog.files.domain.model import ExportProducts, ExportView, StartedExport
from functions.catalog.products.domain import store as product_store
from souk import Database, SellerTransaction
from souk.currency import major
from souk.files import SMALLEST_PART, DownloadLinks, Downloads, UploadGone

NAMED_IN_A_PAGE = 1_000
PAGES_AT_ONCE = 20
WRITTEN_IN_A_PAGE = 50
"""Products; a part of the work writes as many pages as fill a part of the file."""


def start_export(tx: SellerTransaction) -> StartedExport:
    """Begin to write the shop's products as a catalogue file.

    Raises NotFound when there is no such shop.
    """
    product_store.check_shop(tx)
    work = ExportProducts(seller_id=tx.seller_id)
    tx.enqueue(work)
    return StartedExport(id=work.id)


def get_export(tx: SellerTransaction, links: DownloadLinks, export_id: UUID) -> ExportView:
    """Give how far an export is.

    Raises NotFound.
    """
    export = export_store.find(tx, export_id)
    url = links.link(ExportProducts.file_of(export_id)) if export.status == "done" else None
    return ExportView(
        id=export_id, status=export.status, url=url, created_at=export.created_at, finished_at=export.finished_at
    )


def export_products(database: Database, downloads: Downloads, work: ExportProducts) -> ExportProducts | None:
    """Do one part: find the names of all columns, then write the file, anew when a product has a name meanwhile.

    It bears being done again: a part replaces the one of its number, and a file that has ended is made anew.
    """
    if work.upload_id is None:
        return _name(database, downloads, work)
    try:
        return _write(database, downloads, work, work.upload_id)
    except (_Unnamed, UploadGone):
        return ExportProducts(seller_id=work.seller_id)


class _Unnamed(Exception):
    """A product has an option or an attribute that the file has no column for."""


def _name(database: Database, downloads: Downloads, work: ExportProducts) -> ExportProducts:
    names, after_id = {*work.names}, work.after_id
    for _ in range(PAGES_AT_ONCE):
        page = partial(export_store.names, after_id=after_id, limit=NAMED_IN_A_PAGE)
        products = database.write(page, work.seller_id)
        for product in products:
            names |= product.columns
        if len(products) < NAMED_IN_A_PAGE:
            upload_id = downloads.begin(work.file, content_type="text/csv; charset=utf-8", name="catalogue.csv")
            return ExportProducts(seller_id=work.seller_id, names=tuple(sorted(names)), upload_id=upload_id)
        after_id = products[-1].id
    return work.model_copy(update={"names": tuple(sorted(names)), "after_id": after_id})


def _write(database: Database, downloads: Downloads, work: ExportProducts, upload_id: str) -> ExportProducts | None:
    parts, size, after_id, is_end = list[bytes](), 0, work.after_id, False
    if not work.tags:
        parts.append(catalogue_file.header_of(work.names).encode())
    while not is_end and size < SMALLEST_PART:
        page = partial(export_store.variants, after_id=after_id, limit=WRITTEN_IN_A_PAGE)
        variants = database.write(page, work.seller_id)
        rows = [_line(one) for one in variants]
        if not {column for row in rows for column in row} <= {*catalogue_file.COLUMNS, *work.names}:
            raise _Unnamed
        parts.append(catalogue_file.write(work.names, rows).encode())
        size += len(parts[-1])
        is_end = len({one.id for one in variants}) < WRITTEN_IN_A_PAGE
        after_id = variants[-1].id if variants else after_id
    tags = (*work.tags, downloads.write(work.file, upload_id, len(work.tags) + 1, b"".join(parts)))
    if is_end:
        downloads.end(work.file, upload_id, tags)
        return None
    return work.model_copy(update={"after_id": after_id, "tags": tags})


def _line(one: ExportedVariant) -> dict[str, str]:
    options = {f"option.{name}": value for name, value in json.loads(one.options).items()}
    attributes = {f"attr.{name}": value for name, value in json.loads(one.attributes).items()}
    return {
        "sku": one.sku,
        "title": one.title,
        "description": one.description,
        "category": one.category,
        "price": major(one.amount, one.currency),
        "currency": one.currency,
        "stock": "" if one.on_hand is None else str(one.on_hand),
        "weight": str(one.weight or ""),
        "image_url": " ".join(one.images),
        "product": one.reference,
        **options,
        **attributes,
    }
