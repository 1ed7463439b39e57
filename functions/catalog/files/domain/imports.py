"""A shop from a file."""

import codecs
from uuid import UUID

from functions.catalog.categories.domain import tree
from functions.catalog.files.domain import catalogue_file, import_store
from functions.catalog.files.domain.catalogue_file import FileProduct, FileRow, Rejection, Row
from functions.catalog.files.domain.model import ImportProducts, StartedImport, UploadView
from functions.catalog.files.domain.records import UnreadableFile, records
from functions.catalog.products.domain import offering
from functions.catalog.products.domain import store as product_store
from functions.catalog.products.domain.product import (
    MOST_IMAGES,
    MOST_VARIANTS,
    Change,
    Picture,
    Product,
    Variant,
    contradiction,
)
from souk import Cache, SellerTransaction
from souk.errors import Retry
from souk.files import UploadForms, Uploads
from souk.ids import uuid7
from souk.sqlstate import UniqueViolation

MOST_BYTES = 100 * 1024 * 1024
PIECE_BYTES = 1024 * 1024
READ_AT_ONCE = 5_000
IMPORTED_AT_ONCE = 500
"""Rows; a part takes a second or two of the minute that it has."""
MOST_NEW_CATEGORIES = 500

_NO_ROOM = (
    f"is new: an import makes at most {MOST_NEW_CATEGORIES:,} categories, and the tree has at most "
    f"{tree.MOST_CATEGORIES:,}"
)


def start_import(tx: SellerTransaction, forms: UploadForms) -> StartedImport:
    """Say where to upload a file; when it is there, its rows are worked on, a part at a time.

    Raises NotFound when there is no such shop.
    """
    product_store.check_shop(tx)
    work = ImportProducts(seller_id=tx.seller_id)
    tx.enqueue(work)
    import_store.start(tx, work.id)
    form = forms.form(work.file, content_type="text/csv", most=MOST_BYTES)
    return StartedImport(id=work.id, upload=UploadView(url=form.url, fields=form.fields))


def import_products(
    tx: SellerTransaction, uploads: Uploads, cache: Cache, work: ImportProducts
) -> ImportProducts | None:
    """Do one part: keep the next rows of the file, and when it was read to its end import the next products.

    So a file that cannot be read changes nothing.

    Raises Retry when somebody else took a SKU meanwhile.
    """
    return _read(tx, uploads, work) if work.imported_to is None else _import(tx, cache, work)


def _read(tx: SellerTransaction, uploads: Uploads, work: ImportProducts) -> ImportProducts | None:
    # Before the first statement, with which the transaction begins: none is open while the file is fetched.
    piece = uploads.read(work.file, work.begin, PIECE_BYTES)
    begin = len(codecs.BOM_UTF8) if work.begin == 0 and piece.startswith(codecs.BOM_UTF8) else 0
    is_end = len(piece) < PIECE_BYTES
    columns, line, end, rows = work.columns, work.line, begin, list[FileRow]()
    try:
        for record in records(piece[begin:], line, is_end=is_end):
            if not columns:
                columns = catalogue_file.header(record)
            elif row := catalogue_file.row(record, columns):
                rows.append(row)
            line, end = record.next_line, begin + record.end
            if len(rows) == READ_AT_ONCE:
                break
        is_read = is_end and end == len(piece)
        if import_store.keep_rows(tx, work.id, rows) == 0 and is_read:
            raise UnreadableFile("it has no rows")
    except UnreadableFile as unreadable:
        import_store.refuse(tx, work.id, f"The file cannot be read: {unreadable}.")
        return None
    return work.model_copy(
        update={"columns": columns, "begin": work.begin + end, "line": line, "imported_to": 0 if is_read else None}
    )


def _import(tx: SellerTransaction, cache: Cache, work: ImportProducts) -> ImportProducts | None:
    taken = import_store.take_rows(tx, work.id, work.imported_to or 0, IMPORTED_AT_ONCE)
    products: list[FileProduct] = []
    rejections: list[Rejection] = []
    for rows in taken:
        product, rejected = catalogue_file.product(rows)
        rejections += rejected
        if product.rows:
            products.append(product)
    try:
        imported, categories = _bring(tx, cache, products, rejections, MOST_NEW_CATEGORIES - work.categories)
    except UniqueViolation as taken_meanwhile:
        raise Retry("somebody else took a SKU or a reference") from taken_meanwhile
    import_store.settle(tx, work.id, imported, rejections)
    if sum(map(len, taken)) < IMPORTED_AT_ONCE:
        return None
    return work.model_copy(update={"imported_to": taken[-1][0].line, "categories": work.categories + categories})


def _bring(
    tx: SellerTransaction,
    cache: Cache,
    products: list[FileProduct],
    rejections: list[Rejection],
    most_new_categories: int,
) -> tuple[int, int]:
    """Bring products to what the file says, adding to the rejections; give how many rows were kept.

    Gives also how many categories were made.
    """
    references = [product.reference for product in products if product.reference]
    skus = [row.sku for product in products for row in product.rows]
    known = product_store.lock_all(tx, references, skus)
    owners = {variant.sku: product for product in known for variant in product.variants}
    kept: list[tuple[Product | None, str | None, list[Row]]] = []
    for before, product in _matched(known, owners, products):
        rows = _fitting(before, product, owners, rejections)
        if rows:
            kept.append((before, product.reference, rows))
    ways = dict.fromkeys(rows[0].category for _, _, rows in kept)
    ids, made = tree.ensure(tx, cache, ways, most_new_categories)
    for _, _, rows in kept:
        if rows[0].category not in ids:
            rejections.extend(_rejected(rows, "category", _NO_ROOM))
    kept = [one for one in kept if one[2][0].category in ids]
    changes = [_change(before, reference, rows, ids[rows[0].category]) for before, reference, rows in kept]
    held = offering.save(tx, changes)
    short = [row for _, _, rows in kept for row in rows if row.sku in held]
    rejections.extend(
        Rejection(row.line, row.sku, "stock", f"orders hold {held[row.sku]} units; the rest of the row is kept")
        for row in short
    )
    return sum(len(rows) for _, _, rows in kept) - len(short), made


def _matched(
    known: list[Product], owners: dict[str, Product], products: list[FileProduct]
) -> list[tuple[Product | None, FileProduct]]:
    """Find the product that each product of a file is in the shop, and put those together that are the same.

    It is the one that has its reference, else the one that has its SKUs now, unless the two are called by different
    references.
    """
    by_reference = {product.reference: product for product in known}
    matched: list[tuple[Product | None, FileProduct]] = []
    of_product: dict[UUID, FileProduct] = {}
    for product in products:
        before = by_reference.get(product.reference or "")
        owner = next((owners[row.sku] for row in product.rows if row.sku in owners), None)
        if before is None and owner and not (product.reference and owner.is_called_something):
            before = owner
        if before and before.id in of_product:
            of_product[before.id].rows.extend(product.rows)
            continue
        matched.append((before, product))
        if before:
            of_product[before.id] = product
    return matched


def _fitting(
    before: Product | None, product: FileProduct, owners: dict[str, Product], rejections: list[Rejection]
) -> list[Row]:
    """Give the rows that fit what the shop has, rejecting the others; none when the one that speaks does not."""
    untouched = {} if before is None else {one.sku: one for one in before.variants}
    for row in product.rows:
        untouched.pop(row.sku, None)
    kept: list[Row] = []
    for row in product.rows:
        siblings = [one.options for one in untouched.values()] + [one.options for one in kept]
        reason = _misfit(before, row, siblings, owners)
        if len(untouched) + len(kept) == MOST_VARIANTS:
            reason = "product", f"has at most {MOST_VARIANTS} variants"
        if len({address for one in (*kept, row) for address in one.images}) > MOST_IMAGES:
            reason = "image_url", f"a product has at most {MOST_IMAGES} pictures"
        if reason:
            if row is product.rows[0]:
                rejections.extend(_rejected(product.rows, *reason))
                return []
            rejections.append(Rejection(row.line, row.sku, *reason))
            if before:
                untouched |= {one.sku: one for one in before.variants if one.sku == row.sku}
        else:
            kept.append(row)
    return kept


def _rejected(rows: list[Row], field: str, reason: str) -> list[Rejection]:
    """Reject a product by the row that speaks for it."""
    first, *others = rows
    why = f"line {first.line}, which speaks for this product, was rejected"
    return [
        Rejection(first.line, first.sku, field, reason),
        *(Rejection(one.line, one.sku, "product", why) for one in others),
    ]


def _misfit(
    before: Product | None, row: Row, siblings: list[dict[str, str]], owners: dict[str, Product]
) -> tuple[str, str] | None:
    if row.sku in owners and owners[row.sku] is not before:
        return "sku", "belongs to another product of the shop"
    if siblings and before and row.currency != before.currency:
        return "currency", f"the product is priced in {before.currency}"
    fault = contradiction([*siblings, row.options])
    return ("option", fault.message) if fault else None


def _change(before: Product | None, reference: str | None, rows: list[Row], categories: list[UUID]) -> Change:
    first = rows[0]
    known = {one.sku: one for one in before.variants} if before else {}
    given = {row.sku: _variant(row, known.get(row.sku)) for row in rows}
    stored = [given.pop(one.sku, one) for one in before.variants] if before else []
    product_id = before.id if before else uuid7()
    seen = {picture.url: picture for picture in before.images} if before else {}
    after = Product(
        id=product_id,
        reference=reference or (before.reference if before else str(product_id)),
        category_id=before.category_id if before and before.category_id in categories else categories[0],
        title=first.title,
        description=first.description,
        images=[seen.get(one) or Picture(one) for one in dict.fromkeys(one for row in rows for one in row.images)],
        attributes=first.attributes,
        currency=first.currency,
        published=before.published if before else True,
        tax_class=before.tax_class if before else None,
        variants=[*stored, *given.values()],
    )
    return Change(before, after, {row.sku: row.stock for row in rows if row.stock is not None})


def _variant(row: Row, before: Variant | None) -> Variant:
    return Variant(
        id=before.id if before else uuid7(),
        sku=row.sku,
        options=row.options,
        amount=row.amount,
        weight=row.weight if row.weight is not None else before.weight if before else 0,
    )
