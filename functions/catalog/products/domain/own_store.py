"""What a shop sees of its own products; row-level security says whose."""

from uuid import UUID

from functions.catalog.products.domain.model import ListOwnProducts
from souk import Json, SellerTransaction
from souk.errors import found

SHOW_OWN_PRODUCT = "SELECT show_product(id) FROM products WHERE id = :product_id"

# The products found are an array, for a subquery beside OR is a filter of each row, and an array is looked up.
LIST_OWN_PRODUCTS = """
WITH page AS MATERIALIZED (
    SELECT
        product.id, product.version, product.reference, product.title, product.slug, product.published, product.listed,
        product.amount, product.highest_amount, product.currency, product.images, product.category_id,
        product.created_at, product.updated_at
    FROM products AS product
    WHERE product.archived_at IS NULL
        AND (:status::text IS NULL OR product.published = (:status = 'published'))
        AND (
            :like::text IS NULL
            OR product.id = ANY (ARRAY(SELECT own.product_id FROM own_names AS own WHERE own.name ILIKE :like))
        )
        AND (:after_id::uuid IS NULL OR product.id < :after_id::uuid)
    ORDER BY product.id DESC
    LIMIT :limit
)
SELECT
    page.id,
    json_build_object(
        'id', page.id,
        'version', page.version,
        'reference', page.reference,
        'title', page.title,
        'slug', page.slug,
        'status', CASE WHEN page.published THEN 'published' ELSE 'draft' END,
        'is_listed', page.listed,
        'price', souk.money(page.amount, page.currency),
        'highest_price', souk.money(page.highest_amount, page.currency),
        'image_url', page.images -> 0 ->> 'url',
        'category', category.trail,
        'sku', offered.sku,
        'variant_count', offered.many,
        'stock_quantity', offered.available,
        'created_at', page.created_at,
        'updated_at', page.updated_at
    ) AS document
FROM page
LEFT JOIN categories AS category ON category.id = page.category_id
CROSS JOIN LATERAL (
    SELECT
        count(*) AS many,
        (array_agg(variant.sku ORDER BY variant.position, variant.id))[1] AS sku,
        coalesce(sum(level.available), 0)::bigint AS available
    FROM product_variants AS variant
    LEFT JOIN inventory_api.availability AS level ON level.variant_id = variant.id
    WHERE variant.product_id = page.id AND variant.archived_at IS NULL
) AS offered
ORDER BY page.id DESC
"""


def show_own_product(tx: SellerTransaction, product_id: UUID) -> Json:
    """Give a product of the shop as ProductView, or raise NotFound."""
    return found(tx.json(SHOW_OWN_PRODUCT, product_id=product_id), "product")


def list_own_products(tx: SellerTransaction, query: ListOwnProducts) -> Json:
    """Give a page of the shop's products, the newest first."""
    return tx.page(LIST_OWN_PRODUCTS, query, status=query.status, like=query.like)
