"""What sellers do with their products."""

from collections.abc import Iterable
from uuid import UUID

from events.catalog import OfferedVariant, ProductCreated, ProductDeleted, ProductUpdated
from functions.catalog.browsing.domain import store as listings
from functions.catalog.categories.domain.model import UNKNOWN_CATEGORY
from functions.catalog.products.domain import store
from functions.catalog.products.domain.model import ChangeProduct, CreateProduct, OfferVariant, ReferenceTaken, SkuTaken
from functions.catalog.products.domain.product import Change, Picture, Product, Variant
from souk import Cache, Json, Money, SellerTransaction
from souk.entry import Entry
from souk.errors import Invalid, VersionConflict
from souk.faults import Fault
from souk.ids import uuid7
from souk.sqlstate import ForeignKeyViolation, UniqueViolation

_HELD = Fault("stock_held", "Orders hold {held} units.")

PAGE = Entry(
    "product:{product_id}",
    owner="catalog",
    life=3600,
    holds="a product's page as it is answered",
    without="it is made from PostgreSQL each time",
)


def forget(cache: Cache, product_ids: Iterable[UUID]) -> bool:
    """Forget the cached pages of products; False when that has to be asked again."""
    return cache.delete(*[PAGE.key(product_id=product_id) for product_id in product_ids])


def create_product(tx: SellerTransaction, body: CreateProduct) -> Json:
    """Bring a new product into the shop, with its first stock.

    Raises NotFound when there is no such shop, SkuTaken, ReferenceTaken, or Invalid when there is no such category.
    """
    store.check_shop(tx)
    product_id = uuid7()
    after = _product(product_id, body, None)
    _store(tx, Change(None, after, _stock(body)))
    return store.show_product(tx, product_id)


def update_product(tx: SellerTransaction, cache: Cache, product_id: UUID, body: ChangeProduct, seen: int) -> Json:
    """Bring a product to what it shall be; variants that are not named are taken off the shelf.

    Raises NotFound, VersionConflict, SkuTaken, ReferenceTaken, or Invalid when there is no such category.
    """
    before = store.lock(tx, product_id)
    if before.version != seen:
        raise VersionConflict("product", before.version)
    after = _product(product_id, body, before)
    _store(tx, Change(before, after, _stock(body)))
    tx.after_commit(lambda: forget(cache, [product_id]))
    return store.show_product(tx, product_id)


def delete_product(tx: SellerTransaction, cache: Cache, product_id: UUID, seen: int | None) -> None:
    """Take a product off the shelf for good; what was sold of it keeps its history.

    Raises NotFound, or VersionConflict when another version was seen.
    """
    version = store.archive(tx, product_id)
    if seen is not None and version != seen + 1:
        raise VersionConflict("product", version - 1)
    listings.refresh(tx, [product_id])
    tx.record(ProductDeleted(sequence=version, product_id=product_id, seller_id=tx.seller_id))
    tx.after_commit(lambda: forget(cache, [product_id]))


def save(tx: SellerTransaction, changes: list[Change]) -> dict[str, int]:
    """Store what differs, set the stock that is said, list the products anew, and publish each.

    Gives the SKUs whose stock stayed because orders hold more units than was said, and how many they hold.
    """
    store.save(tx, [change for change in changes if change.is_needed])
    received = store.receive(tx, {variant_id: units for one in changes for variant_id, units in _units(one).items()})
    moved = {variant_id for variant_id, held in received.items() if held is None}
    concerned = [one for one in changes if one.is_needed or any(variant.id in moved for variant in one.after.variants)]
    if concerned:
        listings.refresh(tx, [change.after.id for change in concerned])
    for change in concerned:
        kind = ProductUpdated if change.before else ProductCreated
        tx.record(
            kind(
                sequence=change.version,
                product_id=change.after.id,
                seller_id=tx.seller_id,
                category_id=change.after.category_id,
                variants=[_offered(change, variant, moved) for variant in change.after.variants],
            )
        )
    return {
        variant.sku: held
        for change in changes
        for variant in change.after.variants
        if (held := received.get(variant.id)) is not None
    }


def _store(tx: SellerTransaction, change: Change) -> None:
    try:
        held = save(tx, [change])
    except UniqueViolation as taken:
        if taken.constraint == "reference_once_in_a_shop":
            raise ReferenceTaken from taken
        raise SkuTaken("Another product of the shop has one of these SKUs.") from taken
    except ForeignKeyViolation as unknown:
        raise Invalid(UNKNOWN_CATEGORY.at("category_id")) from unknown
    for number, variant in enumerate(change.after.variants):
        if variant.sku in held:
            raise Invalid(_HELD.at(f"variants.{number}.stock", held=held[variant.sku]))


def _product(product_id: UUID, body: CreateProduct, before: Product | None) -> Product:
    """Give a product as it shall be; what is not said stays as it was."""
    known = {variant.sku: variant for variant in before.variants} if before else {}
    published = before.published if before else True
    tax_class = before.tax_class if before else None
    return Product(
        id=product_id,
        reference=body.reference or (before.reference if before else str(product_id)),
        category_id=body.category_id,
        title=body.title,
        description=body.description,
        images=[Picture(**one.model_dump()) for one in body.images],
        attributes=body.attributes,
        currency=body.variants[0].price.currency,
        published=body.status == "published" if body.status else published,
        tax_class=body.tax_class if "tax_class" in body.model_fields_set else tax_class,
        variants=[_variant(one, known.get(one.sku)) for one in body.variants],
    )


def _variant(body: OfferVariant, before: Variant | None) -> Variant:
    return Variant(
        id=before.id if before else uuid7(),
        sku=body.sku,
        options=body.options,
        amount=body.price.amount,
        weight=body.weight if body.weight is not None else before.weight if before else 0,
    )


def _stock(body: CreateProduct) -> dict[str, int]:
    return {variant.sku: variant.stock for variant in body.variants if variant.stock is not None}


def _units(change: Change) -> dict[UUID, int]:
    """Give the units that are said, and none of what is new."""
    known = change.known()
    return {
        variant.id: change.stock.get(variant.sku, 0)
        for variant in change.after.variants
        if variant.sku in change.stock or variant.id not in known
    }


def _offered(change: Change, variant: Variant, moved: set[UUID]) -> OfferedVariant:
    price = Money(amount=variant.amount, currency=change.after.currency)
    on_hand = change.stock.get(variant.sku, 0) if variant.id in moved else None
    return OfferedVariant(variant_id=variant.id, price=price, on_hand=on_hand)
