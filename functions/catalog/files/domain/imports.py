"""A shop from a file, and a shop into a file."""

import json
from functools import partial
from uuid import UUID

from functions.catalog.categories.domain import tree
from functions.catalog.files.domain import catalogue_file, store
from functions.catalog.files.domain.catalogue_file import FileProduct, Rejection, Row
from functions.catalog.files.domain.model import ExportProducts, ImportProducts, StartImport
from functions.catalog.products.domain import offering
from functions.catalog.products.domain import store as product_store
from functions.catalog.products.domain.product import (
    MOST_IMAGES,
    MOST_VARIANTS,
    Change,
    Product,
    Variant,
    contradiction,
)
from souk import Cache, Database, Json, Response, SellerTransaction, paging
from souk.currency import major
from souk.errors import Invalid, NotFound
from souk.ids import uuid7

MOST_BYTES = 4 * 1024 * 1024
PRODUCTS_AT_ONCE = 250
EXPORTED_PRODUCTS = 5000
NIL = UUID(int=0)


def start(tx: SellerTransaction, body: StartImport) -> Json | None:
    """Take a file in; its rows are worked on afterwards, a part at a time.

    Raises NotFound when there is no such shop, Invalid when the header cannot be read or there are too many rows.
    """
    if not product_store.is_shop(tx):
        raise NotFound.of("seller")
    if len(body.csv.encode()) > MOST_BYTES:
        raise Invalid("csv", "A file has at most 4 MB.")
    try:
        rows = catalogue_file.read(body.csv).rows
    except catalogue_file.UnreadableFile as unreadable:
        raise Invalid("csv", f"The file cannot be read: {unreadable}.") from unreadable
    if not 0 < rows <= catalogue_file.MOST_ROWS:
        raise Invalid("csv", f"A file has 1 to {catalogue_file.MOST_ROWS} rows, this one has {rows}.")
    import_id = store.start(tx, body.csv, rows)
    tx.enqueue(ImportProducts(import_id=import_id, seller_id=tx.seller_id))
    return store.show(tx, import_id)


def show(tx: SellerTransaction, import_id: UUID) -> Json:
    """Give how far an import is.

    Raises NotFound.
    """
    found = store.show(tx, import_id)
    if found is None:
        raise NotFound.of("import")
    return found


def work(tx: SellerTransaction, cache: Cache, work: ImportProducts) -> ImportProducts | None:
    """Import one part of a file's products; give what is left."""
    text = store.lock(tx, work.import_id)
    if text is None:
        return None
    file = catalogue_file.read(text)
    end = work.begin + PRODUCTS_AT_ONCE
    products = file.products[work.begin : end]
    rejections = list(file.rejections) if work.begin == 0 else []
    imported = _import(tx, products, rejections)
    is_last = end >= len(file.products)
    store.progress(tx, work.import_id, imported, rejections, is_last)
    tx.after_commit(lambda: cache.delete(tree.TREE.key()))
    return None if is_last else work.model_copy(update={"begin": end})


def _import(tx: SellerTransaction, products: list[FileProduct], rejections: list[Rejection]) -> int:
    """Bring products to what the file says, adding to the rejections; give how many rows were kept."""
    references = [product.reference for product in products if product.reference]
    skus = [row.sku for product in products for row in product.rows]
    known = product_store.lock_all(tx, references, skus)
    owners = {variant.sku: product for product in known for variant in product.variants}
    kept: list[tuple[Product | None, str | None, list[Row]]] = []
    for before, product in _matched(known, owners, products):
        rows = _fitting(before, product, owners, rejections)
        if rows:
            kept.append((before, product.reference, rows))
    ids = tree.ensure(tx, {rows[0].category for _, _, rows in kept})
    changes = [_change(before, reference, rows, ids[rows[0].category]) for before, reference, rows in kept]
    held = offering.save(tx, changes)
    short = [row for _, _, rows in kept for row in rows if row.sku in held]
    rejections.extend(
        Rejection(row.line, row.sku, "stock", f"orders hold {held[row.sku]} units; the rest of the row is kept")
        for row in short
    )
    return sum(len(rows) for _, _, rows in kept) - len(short)


def _matched(
    known: list[Product], owners: dict[str, Product], products: list[FileProduct]
) -> list[tuple[Product | None, FileProduct]]:
    """Find the product that each part of a file is about, and put the parts together that are about the same.

    A part is about the product that has its reference, else about the one that has its SKUs now, unless the part and
    that product are called by two different references.
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
            rejections.append(Rejection(row.line, row.sku, *reason))
            if row is product.rows[0]:
                why = f"line {row.line}, which speaks for this product, was rejected"
                rejections.extend(Rejection(one.line, one.sku, "product", why) for one in product.rows[1:])
                return []
            if before:
                untouched |= {one.sku: one for one in before.variants if one.sku == row.sku}
        else:
            kept.append(row)
    return kept


def _misfit(
    before: Product | None, row: Row, siblings: list[dict[str, str]], owners: dict[str, Product]
) -> tuple[str, str] | None:
    if row.sku in owners and owners[row.sku] is not before:
        return "sku", "belongs to another product of the shop"
    if siblings and before and row.currency != before.currency:
        return "currency", f"the product is priced in {before.currency}"
    reason = contradiction([*siblings, row.options])
    return ("option", reason) if reason else None


def _change(before: Product | None, reference: str | None, rows: list[Row], categories: list[UUID]) -> Change:
    first = rows[0]
    ids = {one.sku: one.id for one in before.variants} if before else {}
    told = {row.sku: Variant(ids.get(row.sku) or uuid7(), row.sku, row.options, row.amount) for row in rows}
    stored = [told.pop(one.sku, one) for one in before.variants] if before else []
    product_id = before.id if before else uuid7()
    after = Product(
        id=product_id,
        reference=reference or (before.reference if before else str(product_id)),
        category_id=before.category_id if before and before.category_id in categories else categories[0],
        title=first.title,
        description=first.description,
        images=list(dict.fromkeys(address for row in rows for address in row.images)),
        attributes=first.attributes,
        currency=first.currency,
        variants=[*stored, *told.values()],
    )
    return Change(before, after, {row.sku: row.stock for row in rows if row.stock is not None})


def fail_stuck(database: Database) -> None:
    """Give up imports that have not come to an end for an hour."""
    for import_id, seller_id in database.read(store.stuck):
        database.write(partial(store.fail, import_id=import_id), seller_id)


def export(tx: SellerTransaction, query: ExportProducts) -> Response:
    """Write a shop's products as a catalogue file; a Link header leads to the next file of a very large shop."""
    (after,) = paging.decode(query.cursor, UUID) if query.cursor else [NIL]
    variants = store.export(tx, after, EXPORTED_PRODUCTS)
    names = sorted({name for one in variants for name in _named(one)})
    text = catalogue_file.write(names, map(_line, variants))
    headers = {
        "Content-Disposition": 'attachment; filename="catalogue.csv"',
    }
    if len({one.id for one in variants}) == EXPORTED_PRODUCTS:
        cursor = paging.encode([variants[-1].id])
        headers["Link"] = f'</api/products/export?cursor={cursor}>; rel="next"'
    return Response(text, headers=headers)


def _line(one: store.ExportedVariant) -> dict[str, str]:
    return {
        "sku": one.sku,
        "title": one.title,
        "description": one.description,
        "category": one.category,
        "price": major(one.amount, one.currency),
        "currency": one.currency,
        "stock": "" if one.on_hand is None else str(one.on_hand),
        "image_url": " ".join(one.images),
        "product": one.reference,
    } | _named(one)


def _named(one: store.ExportedVariant) -> dict[str, str]:
    options = {f"option.{name}": value for name, value in json.loads(one.options).items()}
    return options | {f"attr.{name}": value for name, value in json.loads(one.attributes).items()}
