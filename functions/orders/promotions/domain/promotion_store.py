"""SQL of promotions: a shop's under row-level security, the platform's and everybody's through the owner's view."""

from typing import Any
from uuid import UUID

from functions.orders.promotions.domain.model import FindPromotions, ListPromotions, OfferPromotion
from souk import Json, SellerTransaction, Transaction
from souk.errors import found
from souk.ids import uuid7

_COLUMNS = """(
    id, seller_id, title, benefit, currency, least_amount, product_ids, category_ids, shop_ids, starts_at, ends_at,
    total_limit, person_limit, stackable, code
)
VALUES (
    :id, :seller_id, :title, :benefit::jsonb, :currency, :least_amount, :product_ids::uuid[], :category_ids::uuid[],
    :shop_ids::uuid[], coalesce(:starts_at::timestamptz, now()), :ends_at, :total_limit, :person_limit, :stackable,
    :code
)"""

INSERT_OWN = f"INSERT INTO promotions {_COLUMNS}"

INSERT = f"INSERT INTO all_promotions {_COLUMNS}"

_LOCKED = "version, ended_at IS NOT NULL AS is_ended, total_limit, person_limit"

LOCK_OWN = f"""
SELECT {_LOCKED}
FROM promotions
WHERE id = :promotion_id AND seller_id = :seller_id
FOR UPDATE
"""

LOCK = f"""
SELECT {_LOCKED}
FROM all_promotions
WHERE id = :promotion_id AND seller_id IS NULL
FOR UPDATE
"""

_CHANGES = """title = :title, benefit = :benefit::jsonb, currency = :currency, least_amount = :least_amount,
    product_ids = :product_ids::uuid[], category_ids = :category_ids::uuid[], shop_ids = :shop_ids::uuid[],
    starts_at = coalesce(:starts_at::timestamptz, starts_at), ends_at = :ends_at, total_limit = :total_limit,
    person_limit = :person_limit, stackable = :stackable, code = :code, version = version + 1"""

UPDATE_OWN = f"""
UPDATE promotions
SET {_CHANGES}
WHERE id = :promotion_id AND seller_id = :seller_id
"""

UPDATE = f"""
UPDATE all_promotions
SET {_CHANGES}
WHERE id = :promotion_id AND seller_id IS NULL
"""

END_OWN = """
UPDATE promotions
SET ended_at = now(), version = version + 1
WHERE id = :promotion_id AND seller_id = :seller_id AND ended_at IS NULL
"""

END = """
UPDATE all_promotions
SET ended_at = now(), version = version + 1
WHERE id = :promotion_id AND ended_at IS NULL
"""

SHOW_OWN = """
SELECT document_of(promotion)
FROM promotions AS promotion
WHERE id = :promotion_id AND seller_id = :seller_id
"""

SHOW = """
SELECT document
FROM all_promotions
WHERE id = :promotion_id
"""

LIST_OWN = """
SELECT id, document_of(promotion) AS document
FROM promotions AS promotion
WHERE seller_id = :seller_id
    AND (:code::text IS NULL OR code = :code::text)
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""

FIND = """
SELECT id, document
FROM all_promotions
WHERE (:seller::uuid IS NULL OR seller_id = :seller::uuid)
    AND (:code::text IS NULL OR code = :code::text)
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""


def insert(tx: Transaction, body: OfferPromotion) -> UUID:
    """Add a promotion of the shop that is acted for, else of the platform, and give its id."""
    promotion_id = uuid7()
    if shop := _shop(tx):
        tx.execute(INSERT_OWN, id=promotion_id, seller_id=shop, **body.columns())
    else:
        tx.execute(INSERT, id=promotion_id, seller_id=None, **body.columns())
    return promotion_id


def lock(tx: Transaction, promotion_id: UUID) -> dict[str, Any]:
    """Lock a promotion of the shop that is acted for, else of the platform: its version, its limits, whether it ended.

    Raises NotFound.
    """
    shop = _shop(tx)
    row = (
        tx.row(LOCK_OWN, promotion_id=promotion_id, seller_id=shop) if shop else tx.row(LOCK, promotion_id=promotion_id)
    )
    return found(row, "promotion")


def update(tx: Transaction, promotion_id: UUID, body: OfferPromotion) -> None:
    """Change a promotion that was locked."""
    if shop := _shop(tx):
        tx.execute(UPDATE_OWN, promotion_id=promotion_id, seller_id=shop, **body.columns())
    else:
        tx.execute(UPDATE, promotion_id=promotion_id, **body.columns())


def end(tx: Transaction, promotion_id: UUID) -> None:
    """End a promotion of the shop that is acted for, else of anybody; one that has ended stays as it is."""
    if shop := _shop(tx):
        tx.execute(END_OWN, promotion_id=promotion_id, seller_id=shop)
    else:
        tx.execute(END, promotion_id=promotion_id)


def show(tx: Transaction, promotion_id: UUID) -> Json:
    """Give a promotion of the shop that is acted for, else of anybody, as PromotionView, or raise NotFound."""
    if shop := _shop(tx):
        return found(tx.json(SHOW_OWN, promotion_id=promotion_id, seller_id=shop), "promotion")
    return found(tx.json(SHOW, promotion_id=promotion_id), "promotion")


def list_own(tx: SellerTransaction, query: ListPromotions) -> Json:
    """Give a page of the shop's promotions, the latest first."""
    return tx.page(LIST_OWN, query, seller_id=tx.seller_id, code=query.code)


def find(tx: Transaction, query: FindPromotions) -> Json:
    """Give a page of everybody's promotions, the latest first."""
    return tx.page(FIND, query, seller=query.seller, code=query.code)


def _shop(tx: Transaction) -> UUID | None:
    return tx.seller_id if isinstance(tx, SellerTransaction) else None
