"""What sellers asks of its table."""

import json
from typing import Any
from uuid import UUID

from functions.sellers.domain.model import Apply, ListSellers, OwnerView, ShopStatus, ShopView, UpdateShop
from souk import Json, SellerTransaction, Transaction
from souk.errors import found
from souk.slug import beside_an_id

INSERT = """
INSERT INTO directory (owner_id, name, slug, country)
VALUES (:owner_id, :name, :slug, :country)
ON CONFLICT (owner_id) DO UPDATE
    SET name = excluded.name, slug = excluded.slug, country = excluded.country, status = 'applied',
        reason = NULL, version = directory.version + 1, created_at = now(), updated_at = now()
    WHERE directory.status = 'refused'
RETURNING *
"""

SHOW_SELLER = "SELECT sellers_api.show_seller(:seller_id)"

FIND_PERSON = """
SELECT account.user_id AS id, account.email, person.first_name, person.last_name, person.phone
FROM auth_api.contacts AS account
JOIN users_api.contacts AS person ON person.user_id = account.user_id
WHERE account.user_id = :user_id
"""

LIST_SELLERS = """
SELECT name, id, card AS document
FROM sellers_api.fronts
WHERE status = :status
    AND (:after_id::uuid IS NULL OR (name, id) > (:after_name::text, :after_id::uuid))
ORDER BY name, id
LIMIT :limit
"""

FIND = """
SELECT *
FROM directory
WHERE id = :seller_id
"""

FIND_OF_OWNER = """
SELECT *
FROM directory
WHERE owner_id = :owner_id
"""

LOCK = """
SELECT *
FROM directory
WHERE id = :seller_id
FOR UPDATE
"""

UPDATE = """
UPDATE sellers
SET name = :name, slug = :slug, tagline = :tagline, about = :about, shipping_policy = :shipping_policy,
    returns_policy = :returns_policy, logo_url = :logo_url, banner_url = :banner_url,
    legal_address = :legal_address::jsonb, tax_id = :tax_id, version = version + 1, updated_at = now()
WHERE id = :seller_id
    AND (
        name, tagline, about, shipping_policy, returns_policy, logo_url, banner_url, legal_address, tax_id
    ) IS DISTINCT FROM (
        :name, :tagline, :about, :shipping_policy, :returns_policy, :logo_url, :banner_url, :legal_address::jsonb,
        :tax_id
    )
RETURNING *
"""

SET_STATUS = """
UPDATE directory
SET status = :status, reason = :reason, version = version + 1, updated_at = now()
WHERE id = :seller_id
RETURNING *
"""


def insert(tx: Transaction, owner_id: UUID, application: Apply) -> ShopView | None:
    """Keep an application, None when the owner has a shop or one that was not refused."""
    return tx.fetch_one(
        _shop, INSERT, owner_id=owner_id, slug=beside_an_id(application.name), **application.model_dump()
    )


def show_seller(tx: Transaction, seller_id: UUID) -> Json:
    """Give an approved shop as SellerView, or raise NotFound."""
    return found(tx.json(SHOW_SELLER, seller_id=seller_id), "seller")


def find_person(tx: Transaction, user_id: UUID) -> OwnerView | None:
    """Give the person a shop belongs to, None when there is no account any more."""
    return tx.fetch_one(OwnerView, FIND_PERSON, user_id=user_id)


def list_sellers(tx: Transaction, query: ListSellers) -> Json:
    """Give a page of the shops of one status, by name."""
    return tx.page(LIST_SELLERS, query, status=query.status)


def find(tx: Transaction, seller_id: UUID) -> ShopView:
    """Give a shop whatever its state, or raise NotFound."""
    return found(tx.fetch_one(_shop, FIND, seller_id=seller_id), "seller")


def find_of_owner(tx: Transaction, owner_id: UUID) -> ShopView:
    """Give the shop that a user applied for, or raise NotFound."""
    return found(tx.fetch_one(_shop, FIND_OF_OWNER, owner_id=owner_id), "seller")


def lock(tx: Transaction, seller_id: UUID) -> ShopView:
    """Give a shop and hold it for a change, or raise NotFound."""
    return found(tx.fetch_one(_shop, LOCK, seller_id=seller_id), "seller")


def update(tx: SellerTransaction, change: UpdateShop) -> ShopView | None:
    """Change what the shop is called and says of itself, None when it is and does already."""
    legal_address = change.legal_address.model_dump_json() if change.legal_address else None
    return tx.fetch_one(
        _shop,
        UPDATE,
        seller_id=tx.seller_id,
        slug=beside_an_id(change.name),
        legal_address=legal_address,
        **change.model_dump(exclude={"version", "legal_address"}),
    )


def set_status(tx: Transaction, seller_id: UUID, status: ShopStatus, reason: str | None) -> ShopView:
    """Change how far a shop is."""
    (changed,) = tx.fetch(_shop, SET_STATUS, seller_id=seller_id, status=status.value, reason=reason)
    return changed


def _shop(legal_address: str | None, **columns: Any) -> ShopView:
    return ShopView(legal_address=json.loads(legal_address) if legal_address else None, **columns)
