"""What a search box suggests."""

from souk import Json, Transaction

MOST_PRODUCTS = 6
MOST_OTHERS = 4
# A name has several beginnings, of which more than one may fit what was typed.
_MOST_BEGINNINGS = 3 * MOST_PRODUCTS

SUGGEST = f"""
WITH typed AS MATERIALIZED (
    SELECT beginning(typed(:q)) AS words
),
products AS MATERIALIZED (
    SELECT near.named_id, min(near.words) AS words
    FROM typed
    CROSS JOIN LATERAL (
        SELECT begun.named_id, begun.words
        FROM beginnings AS begun
        WHERE begun.kind = 'product' AND begun.words >= typed.words AND begun.words < typed.words || chr(1114111)
        ORDER BY begun.words, begun.named_id
        LIMIT {_MOST_BEGINNINGS}
    ) AS near
    WHERE typed.words <> ''
    GROUP BY near.named_id
    ORDER BY words, near.named_id
    LIMIT {MOST_PRODUCTS}
),
others AS MATERIALIZED (
    SELECT kind.name AS kind, near.named_id, near.words
    FROM typed
    CROSS JOIN (VALUES ('category'), ('shop')) AS kind (name)
    CROSS JOIN LATERAL (
        SELECT begun.named_id, min(begun.words) AS words
        FROM (
            SELECT one.named_id, one.words
            FROM beginnings AS one
            WHERE one.kind = kind.name AND one.words >= typed.words AND one.words < typed.words || chr(1114111)
            ORDER BY one.words, one.named_id
            LIMIT {_MOST_BEGINNINGS}
        ) AS begun
        GROUP BY begun.named_id
        ORDER BY words, begun.named_id
        LIMIT {MOST_OTHERS}
    ) AS near
    WHERE typed.words <> ''
)
SELECT json_build_object(
    'products', coalesce((
        SELECT json_agg(card.card::json ORDER BY products.words, products.named_id)
        FROM products
        JOIN cards AS card ON card.id = products.named_id
    ), '[]'::json),
    'categories', coalesce((
        SELECT json_agg(
            json_build_object(
                'id', category.id, 'name', category.name, 'slug', category.slug, 'trail', category.trail
            )
            ORDER BY others.words, category.id
        )
        FROM others
        JOIN categories AS category ON category.id = others.named_id
        WHERE others.kind = 'category'
    ), '[]'::json),
    'shops', coalesce((
        SELECT json_agg(
            json_build_object('id', seller.id, 'name', seller.name, 'slug', seller.slug)
            ORDER BY others.words, seller.id
        )
        FROM others
        JOIN sellers AS seller ON seller.id = others.named_id
        WHERE others.kind = 'shop'
    ), '[]'::json)
)
"""


def suggest(tx: Transaction, q: str) -> Json:
    """Give the products, categories and shops of whose names a word, with those that follow, begins like this."""
    return Json(tx.value(SUGGEST, q=q))
