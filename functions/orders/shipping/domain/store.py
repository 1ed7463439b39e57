"""SQL of shops' shipping options; row-level security says whose."""

import json
from typing import Any
from uuid import UUID

from functions.orders.shipping.domain.model import AddShippingOption
from souk import Json, SellerTransaction
from souk.errors import found
from souk.paging import Page

_OPTION = """json_build_object(
    'id', id,
    'name', name,
    'currency', currency,
    'days', json_build_object('least', least_days, 'most', most_days),
    'active', active,
    'zones', zones,
    'version', version
)"""

LIST_OPTIONS = f"""
SELECT id, {_OPTION} AS document
FROM shipping_options
WHERE :after_id::uuid IS NULL OR id > :after_id::uuid
ORDER BY id
LIMIT :limit
"""

# Options are added to one shop one after the other, so that counting them counts all.
TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('orders.shipping_options ' || :seller_id::text, 0))"

COUNT = "SELECT count(*) FROM shipping_options"

INSERT = f"""
INSERT INTO shipping_options (seller_id, name, currency, least_days, most_days, active, zones)
SELECT seller_id, :name::text, :currency::souk.currency, :least_days::integer, :most_days::integer, :active::boolean,
    :zones::jsonb
FROM sellers_api.sellers
WHERE seller_id = :seller_id
RETURNING {_OPTION}
"""

LOCK = """
SELECT version
FROM shipping_options
WHERE id = :option_id
FOR UPDATE
"""

UPDATE = f"""
UPDATE shipping_options
SET name = :name, currency = :currency, least_days = :least_days, most_days = :most_days, active = :active,
    zones = :zones::jsonb, version = version + 1
WHERE id = :option_id
RETURNING {_OPTION}
"""

DELETE = """
DELETE FROM shipping_options
WHERE id = :option_id
"""


def list_options(tx: SellerTransaction, query: Page) -> Json:
    """Give a page of the shop's options, the oldest first."""
    return tx.page(LIST_OPTIONS, query)


def take_turn(tx: SellerTransaction) -> None:
    """Wait until nobody else adds an option to the shop, and let others wait until the end of the transaction."""
    tx.execute(TAKE_TURN, seller_id=str(tx.seller_id))


def count(tx: SellerTransaction) -> int:
    """Give how many options the shop keeps."""
    return int(tx.value(COUNT))


def insert(tx: SellerTransaction, body: AddShippingOption) -> Json:
    """Add an option; raises NotFound when there is no such shop, UniqueViolation when it has one of this name."""
    return found(tx.json(INSERT, seller_id=tx.seller_id, **_columns(body)), "seller")


def lock(tx: SellerTransaction, option_id: UUID) -> int:
    """Lock an option and give its version, or raise NotFound."""
    version: int = found(tx.value(LOCK, option_id=option_id), "shipping_option")
    return version


def update(tx: SellerTransaction, option_id: UUID, body: AddShippingOption) -> Json:
    """Change an option; raises UniqueViolation when the shop has another of this name."""
    return found(tx.json(UPDATE, option_id=option_id, **_columns(body)), "shipping_option")


def delete(tx: SellerTransaction, option_id: UUID) -> None:
    """Remove an option; orders keep what they froze of it."""
    tx.execute(DELETE, option_id=option_id)


def _columns(body: AddShippingOption) -> dict[str, Any]:
    return {
        "name": body.name,
        "currency": body.currency,
        "least_days": body.days.least,
        "most_days": body.days.most,
        "active": body.active,
        "zones": json.dumps([zone.model_dump() for zone in body.zones]),
    }
