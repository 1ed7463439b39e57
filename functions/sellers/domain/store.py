"""What sellers asks of its table."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.sellers.domain.model import Apply, ListSellers, ShopStatus, ShopView
from souk import Json, SellerTransaction, Transaction
from souk.errors import found

_SHOP = "id, owner_id, shop_name AS name, country, status, suspension_reason, created_at, updated_at"

INSERT_SHOP = f"""
INSERT INTO directory (owner_id, shop_name, country)
VALUES (:owner_id, :name, :country)
ON CONFLICT (owner_id) DO NOTHING
RETURNING version, {_SHOP}
"""

SHOW_SELLER = """
SELECT json_build_object('id', id, 'name', shop_name, 'country', country, 'created_at', created_at)
FROM directory
WHERE id = :seller_id AND status = 'approved'
"""

LIST_SELLERS = """
SELECT
    shop_name AS name,
    id,
    json_build_object(
        'id', id, 'name', shop_name, 'country', country, 'created_at', created_at, 'status', status
    ) AS document
FROM directory
WHERE status = :status
    AND (:after_id::uuid IS NULL OR (shop_name, id) > (:after_name::text, :after_id::uuid))
ORDER BY shop_name, id
LIMIT :limit
"""

FIND_SHOP = f"""
SELECT version, {_SHOP}
FROM directory
WHERE id = :seller_id
"""

FIND_SHOP_OF = f"""
SELECT version, {_SHOP}
FROM directory
WHERE owner_id = :owner_id
"""

LOCK_SHOP = f"""
SELECT version, {_SHOP}
FROM directory
WHERE id = :seller_id
FOR UPDATE
"""

RENAME_SHOP = f"""
UPDATE sellers
SET shop_name = :name, version = version + 1, updated_at = now()
WHERE id = :seller_id AND shop_name <> :name
RETURNING version, {_SHOP}
"""

SET_STATUS = f"""
UPDATE directory
SET status = :status, suspension_reason = :reason, version = version + 1, updated_at = now()
WHERE id = :seller_id
RETURNING version, {_SHOP}
"""


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop and the number of its latest change."""

    version: int
    view: ShopView


def insert_shop(tx: Transaction, owner_id: UUID, application: Apply) -> Shop | None:
    """Keep an application, None when the owner has one."""
    return tx.fetch_one(_shop, INSERT_SHOP, owner_id=owner_id, **application.model_dump())


def show_seller(tx: Transaction, seller_id: UUID) -> Json:
    """Give an approved shop as SellerView, or raise NotFound."""
    return found(tx.json(SHOW_SELLER, seller_id=seller_id), "seller")


def list_sellers(tx: Transaction, query: ListSellers) -> Json:
    """Give a page of the shops of one status, by name."""
    return tx.page(LIST_SELLERS, query, status=query.status)


def find_shop(tx: Transaction, seller_id: UUID) -> Shop:
    """Give a shop whatever its state, or raise NotFound."""
    return found(tx.fetch_one(_shop, FIND_SHOP, seller_id=seller_id), "seller")


def find_shop_of(tx: Transaction, owner_id: UUID) -> Shop:
    """Give the shop that a user applied for, or raise NotFound."""
    return found(tx.fetch_one(_shop, FIND_SHOP_OF, owner_id=owner_id), "seller")


def lock_shop(tx: Transaction, seller_id: UUID) -> Shop:
    """Give a shop and hold it for a change, or raise NotFound."""
    return found(tx.fetch_one(_shop, LOCK_SHOP, seller_id=seller_id), "seller")


def rename_shop(tx: SellerTransaction, name: str) -> Shop | None:
    """Change the shop's name, None when that is its name already."""
    return tx.fetch_one(_shop, RENAME_SHOP, seller_id=tx.seller_id, name=name)


def set_status(tx: Transaction, seller_id: UUID, status: ShopStatus, reason: str | None) -> Shop:
    """Change how far a shop is."""
    (changed,) = tx.fetch(_shop, SET_STATUS, seller_id=seller_id, status=status.value, reason=reason)
    return changed


def _shop(version: int, **columns: Any) -> Shop:
    return Shop(version, ShopView(**columns))
