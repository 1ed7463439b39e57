"""What sellers publishes of shops, and of the addresses that search engines are told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from souk import Json, Transaction
from souk.errors import found
from souk.paging import Page

SHOW_SELLER = "SELECT sellers_api.show_seller(:seller_id)"

# As sellers asks it, so that a page goes on where the API's does.
LIST_SELLERS = """
SELECT name, id, card AS document
FROM sellers_api.fronts
WHERE status = :status
    AND (:after_id::uuid IS NULL OR (name, id) > (:after_name::text, :after_id::uuid))
ORDER BY name, id
LIMIT :limit
"""

# The ids behind which the parts of a long list begin: one walk along its index, a step for each part.
PARTS_OF_PRODUCTS = """
WITH RECURSIVE parts AS (
    SELECT '00000000-0000-0000-0000-000000000000'::uuid AS after_id
    UNION ALL
    SELECT last.id
    FROM parts
    CROSS JOIN LATERAL (
        SELECT listing.product_id AS id
        FROM listings AS listing
        WHERE listing.scope = '00000000-0000-0000-0000-000000000000' AND listing.product_id > parts.after_id
        ORDER BY listing.product_id
        OFFSET :size::integer - 1
        LIMIT 1
    ) AS last
)
SELECT after_id
FROM parts
"""

PARTS_OF_SHOPS = """
WITH RECURSIVE parts AS (
    SELECT '00000000-0000-0000-0000-000000000000'::uuid AS after_id
    UNION ALL
    SELECT last.id
    FROM parts
    CROSS JOIN LATERAL (
        SELECT shop.id
        FROM sellers_api.fronts AS shop
        WHERE shop.status = 'approved' AND shop.id > parts.after_id
        ORDER BY shop.id
        OFFSET :size::integer - 1
        LIMIT 1
    ) AS last
)
SELECT after_id
FROM parts
"""

PART_OF_PRODUCTS = """
SELECT part.product_id AS id, shown.slug, shown.updated_at
FROM (
    SELECT listing.product_id
    FROM listings AS listing
    WHERE listing.scope = '00000000-0000-0000-0000-000000000000' AND listing.product_id > :after_id
    ORDER BY listing.product_id
    LIMIT :limit
) AS part
CROSS JOIN LATERAL (
    SELECT shelf.slug, shelf.updated_at FROM shelf WHERE shelf.id = part.product_id OFFSET 0
) AS shown
"""

PART_OF_SHOPS = """
SELECT id, slug, updated_at
FROM sellers_api.fronts
WHERE status = 'approved' AND id > :after_id
ORDER BY id
LIMIT :limit
"""

LIST_CATEGORIES = """
SELECT id, slug
FROM categories
ORDER BY path, id
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Something that has a page."""

    id: UUID
    slug: str
    updated_at: datetime | None = None


def show_seller(tx: Transaction, seller_id: UUID) -> Json:
    """Give a shop that sells as sellers answers it, or raise NotFound."""
    return found(tx.json(SHOW_SELLER, seller_id=seller_id), "seller")


def list_sellers(tx: Transaction, query: Page) -> Json:
    """Give a page of the shops that sell as sellers answers it."""
    return tx.page(LIST_SELLERS, query, status="approved")


def parts_of_products(tx: Transaction, size: int) -> list[UUID]:
    """Give the id behind which each part of so many listed products begins."""
    return [row["after_id"] for row in tx.rows(PARTS_OF_PRODUCTS, size=size)]


def parts_of_shops(tx: Transaction, size: int) -> list[UUID]:
    """Give the id behind which each part of so many shops begins."""
    return [row["after_id"] for row in tx.rows(PARTS_OF_SHOPS, size=size)]


def part_of_products(tx: Transaction, after_id: UUID, limit: int) -> list[Listed]:
    """Give the listed products of a part."""
    return tx.fetch(Listed, PART_OF_PRODUCTS, after_id=after_id, limit=limit)


def part_of_shops(tx: Transaction, after_id: UUID, limit: int) -> list[Listed]:
    """Give the shops of a part."""
    return tx.fetch(Listed, PART_OF_SHOPS, after_id=after_id, limit=limit)


def list_categories(tx: Transaction) -> list[Listed]:
    """Give all categories."""
    return tx.fetch(Listed, LIST_CATEGORIES)
