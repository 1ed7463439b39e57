"""What sellers asks of its table."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.sellers.domain.model import Apply, ListSellers, ShopStatus, ShopView, UpdateShop
from souk import Json, SellerTransaction, Transaction
from souk.errors import found
from souk.slug import beside_an_id

_SHOP = """id, owner_id, shop_name AS name, slug, country, tagline, about, shipping_policy, returns_policy,
    logo_url, banner_url,
    status, reason, created_at, updated_at"""

INSERT_SHOP = f"""
INSERT INTO directory (owner_id, shop_name, slug, country)
VALUES (:owner_id, :name, :slug, :country)
ON CONFLICT (owner_id) DO UPDATE
    SET shop_name = excluded.shop_name, slug = excluded.slug, country = excluded.country, status = 'applied',
        reason = NULL, version = directory.version + 1, created_at = now(), updated_at = now()
    WHERE directory.status = 'refused'
RETURNING version, {_SHOP}
"""

SHOW_SELLER = "SELECT sellers_api.show_seller(:seller_id)"

INSPECT_SHOP = """
SELECT json_build_object(
    'id', shop.id,
    'name', shop.shop_name,
    'slug', shop.slug,
    'country', shop.country,
    'tagline', shop.tagline,
    'about', shop.about,
    'shipping_policy', shop.shipping_policy,
    'returns_policy', shop.returns_policy,
    'logo_url', shop.logo_url,
    'banner_url', shop.banner_url,
    'status', shop.status,
    'reason', shop.reason,
    'owner', (
        SELECT json_build_object(
            'id', account.user_id,
            'email', account.email,
            'first_name', person.first_name,
            'last_name', person.last_name,
            'phone', person.phone
        )
        FROM auth_api.contacts AS account
        JOIN users_api.contacts AS person ON person.user_id = account.user_id
        WHERE account.user_id = shop.owner_id
    ),
    'created_at', shop.created_at,
    'updated_at', shop.updated_at
)
FROM directory AS shop
WHERE shop.id = :seller_id
"""

LIST_SELLERS = """
SELECT name, id, card AS document
FROM sellers_api.fronts
WHERE status = :status
    AND (:after_id::uuid IS NULL OR (name, id) > (:after_name::text, :after_id::uuid))
ORDER BY name, id
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

UPDATE_SHOP = f"""
UPDATE sellers
SET shop_name = :name, slug = :slug, tagline = :tagline, about = :about, shipping_policy = :shipping_policy,
    returns_policy = :returns_policy, logo_url = :logo_url, banner_url = :banner_url, version = version + 1,
    updated_at = now()
WHERE id = :seller_id
    AND (shop_name, tagline, about, shipping_policy, returns_policy, logo_url, banner_url)
        IS DISTINCT FROM (:name, :tagline, :about, :shipping_policy, :returns_policy, :logo_url, :banner_url)
RETURNING {_SHOP}, version, old.shop_name <> new.shop_name AS renamed
"""

SET_STATUS = f"""
UPDATE directory
SET status = :status, reason = :reason, version = version + 1, updated_at = now()
WHERE id = :seller_id
RETURNING version, {_SHOP}
"""


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop and the number of its latest change, and whether that gave it another name."""

    version: int
    view: ShopView
    renamed: bool


def insert_shop(tx: Transaction, owner_id: UUID, application: Apply) -> Shop | None:
    """Keep an application, None when the owner has a shop or one that was not refused."""
    return tx.fetch_one(
        _shop, INSERT_SHOP, owner_id=owner_id, slug=beside_an_id(application.name), **application.model_dump()
    )


def show_seller(tx: Transaction, seller_id: UUID) -> Json:
    """Give an approved shop as SellerView, or raise NotFound."""
    return found(tx.json(SHOW_SELLER, seller_id=seller_id), "seller")


def inspect_shop(tx: Transaction, seller_id: UUID) -> Json:
    """Give a shop with its owner as InspectedShop, whatever its state, or raise NotFound."""
    return found(tx.json(INSPECT_SHOP, seller_id=seller_id), "seller")


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


def update_shop(tx: SellerTransaction, change: UpdateShop) -> Shop | None:
    """Change what the shop is called and says of itself, None when it is and does already."""
    return tx.fetch_one(
        _shop, UPDATE_SHOP, seller_id=tx.seller_id, slug=beside_an_id(change.name), **change.model_dump()
    )


def set_status(tx: Transaction, seller_id: UUID, status: ShopStatus, reason: str | None) -> Shop:
    """Change how far a shop is."""
    (changed,) = tx.fetch(_shop, SET_STATUS, seller_id=seller_id, status=status.value, reason=reason)
    return changed


def _shop(version: int, renamed: bool = False, **columns: Any) -> Shop:
    return Shop(version, ShopView(**columns), renamed)
