"""Every list of products: one walk along one index of the listings, whatever the size."""

import json
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any, Literal
from uuid import UUID

from functions.catalog.browsing.domain.model import MOST_TOTAL, BrowseProducts, Sort
from souk import Json, Transaction
from souk.currency import DEFAULT

# Ranking reads every match, so a word that half the catalogue has is ranked among this many.
_MOST_MATCHES = 10_000
_MOST_COUNTED = 2_000
_MOST_SHOWN = 20

_FOUND = f"""exact AS MATERIALIZED (
    SELECT shown.id, ts_rank(shown.search, websearch_to_tsquery('catalog.shop', :q)) AS rank
    FROM shelf AS shown
    WHERE shown.search @@ websearch_to_tsquery('catalog.shop', :q)
    LIMIT {_MOST_MATCHES}
),
guess AS MATERIALIZED (
    SELECT websearch_to_tsquery('catalog.shop', string_agg(alike.word, ' ')) AS query
    FROM (
        SELECT DISTINCT word
        FROM regexp_split_to_table(lower(unaccent(:q)), '[^[:alnum:]]+') AS word
        LIMIT 8
    ) AS typed
    CROSS JOIN LATERAL (
        SELECT known.id AS word
        FROM title_words AS known
        WHERE known.id % typed.word
        ORDER BY similarity(known.id, typed.word) DESC, known.id
        LIMIT 1
    ) AS alike
    WHERE NOT EXISTS (SELECT FROM exact)
),
found AS MATERIALIZED (
    SELECT id, rank
    FROM exact
    UNION ALL
    (
        SELECT shown.id, ts_rank(shown.search, guess.query)
        FROM guess
        JOIN shelf AS shown ON shown.search @@ guess.query
        LIMIT {_MOST_MATCHES}
    )
)"""

_BROWSE = """
{found}
SELECT
    {keys},
    (SELECT card.card FROM cards AS card WHERE card.id = listing.product_id) AS document
FROM {source}
WHERE {filters}
    AND (
        :after_product_id::uuid IS NULL
        OR {after}
    )
ORDER BY {sorted}
LIMIT :limit
"""

# OFFSET 0 keeps each look-up a look-up: joined, a large part of the catalogue would be read whole.
_FACETS = f"""
{{found}}
matches AS MATERIALIZED (
    SELECT listing.product_id, listing.currency, listing.amount
    FROM {{source}}
    WHERE {{filters}}
    LIMIT {_MOST_COUNTED}
),
facts AS MATERIALIZED (
    SELECT shown.category_id, shown.attributes
    FROM matches
    CROSS JOIN LATERAL (
        SELECT shelf.category_id, shelf.attributes FROM shelf WHERE shelf.id = matches.product_id OFFSET 0
    ) AS shown
),
named AS (
    SELECT
        fact.key AS name, fact.value, count(*) AS count,
        row_number() OVER (PARTITION BY fact.key ORDER BY count(*) DESC, fact.value) AS place
    FROM facts
    CROSS JOIN LATERAL jsonb_each_text(facts.attributes) AS fact
    GROUP BY fact.key, fact.value
)
SELECT json_build_object(
    'counted', (SELECT count(*) FROM matches),
    'currency', :priced_in::text,
    'min_price', (SELECT min(amount) FROM matches WHERE currency = :priced_in),
    'max_price', (SELECT max(amount) FROM matches WHERE currency = :priced_in),
    'categories', coalesce((
        SELECT json_agg(
            json_build_object('id', category.id, 'name', category.name, 'count', used.count)
            ORDER BY used.count DESC, category.path
        )
        FROM (
            SELECT category_id, count(*) AS count FROM facts GROUP BY category_id ORDER BY 2 DESC LIMIT {_MOST_SHOWN}
        ) AS used
        JOIN categories AS category ON category.id = used.category_id
    ), '[]'::json),
    'attributes', coalesce((
        SELECT json_object_agg(shown.name, shown.values)
        FROM (
            SELECT name, json_agg(json_build_object('value', value, 'count', count) ORDER BY place) AS values
            FROM named
            WHERE place <= {_MOST_SHOWN}
            GROUP BY name
        ) AS shown
    ), '{{}}'::json)
)
"""

_TOTAL = f"""
{{found}}
SELECT count(*)
FROM (
    SELECT
    FROM {{source}}
    WHERE {{filters}}
    LIMIT {MOST_TOTAL} + 1
) AS counted
"""

# A category or shop that there is not gives no scope, and so no products.
_SCOPE = """listing.scope = CASE
        WHEN :category::text IS NOT NULL THEN (
            SELECT category.id
            FROM categories AS category
            WHERE category.id = :category_id::uuid OR category.path = :category OR category.slug = :category
            ORDER BY category.id IS DISTINCT FROM :category_id::uuid, cardinality(category.lineage), category.path
            LIMIT 1
        )
        WHEN :shop_id::uuid IS NOT NULL THEN (SELECT seller.id FROM sellers AS seller WHERE seller.id = :shop_id)
        ELSE '00000000-0000-0000-0000-000000000000'
    END"""
_FILTERS = """(:currency::souk.currency IS NULL OR listing.currency = :currency)
    AND (:min_price::bigint IS NULL OR listing.amount >= :min_price)
    AND (:max_price::bigint IS NULL OR listing.amount <= :max_price)
    AND (NOT :in_stock::boolean OR listing.in_stock)"""
_IN_SHOP = """EXISTS (
        SELECT
        FROM sellers AS seller
        JOIN listings AS own ON own.scope = seller.id
        WHERE seller.id = :shop_id AND own.product_id = listing.product_id
    )"""
_BY_ATTRIBUTES = (
    "listing.product_id IN (SELECT shown.id FROM shelf AS shown WHERE shown.attributes @> :attributes::jsonb)"
)


@dataclass(frozen=True, slots=True)
class _Order:
    keys: str
    order: str
    after: str


_ORDERS: dict[Sort, _Order] = {
    "newest": _Order("listing.product_id", "listing.product_id DESC", "listing.product_id < :after_product_id::uuid"),
    "price_asc": _Order(
        "listing.amount, listing.product_id",
        "listing.amount, listing.product_id",
        "(listing.amount, listing.product_id) > (:after_amount::bigint, :after_product_id::uuid)",
    ),
    "price_desc": _Order(
        "listing.amount, listing.product_id",
        "listing.amount DESC, listing.product_id DESC",
        "(listing.amount, listing.product_id) < (:after_amount::bigint, :after_product_id::uuid)",
    ),
    "relevance": _Order(
        "found.rank, listing.product_id",
        "found.rank DESC, listing.product_id DESC",
        "(found.rank, listing.product_id) < (:after_rank::real, :after_product_id::uuid)",
    ),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a list is like, apart from the values; each shape has its statement."""

    sort: Sort
    searching: bool = False
    in_shop: bool = False
    by_attributes: bool = False
    counting: Literal["facets", "total"] | None = None


@cache
def statement(shape: Shape) -> str:
    """Write the statement of a shape, of constant parts alone."""
    order = _ORDERS[shape.sort]
    narrowed = [_SCOPE, _FILTERS, _IN_SHOP * shape.in_shop, _BY_ATTRIBUTES * shape.by_attributes]
    parts = {
        "{found}": f"WITH {_FOUND}{',' * (shape.counting == 'facets')}"
        if shape.searching
        else "WITH" * (shape.counting == "facets"),
        "{source}": "found JOIN listings AS listing ON listing.product_id = found.id"
        if shape.searching
        else "listings AS listing",
        "{filters}": "\n    AND ".join(filter(None, narrowed)),
        "{keys}": order.keys,
        "{after}": order.after,
        "{sorted}": order.order,
    }
    text = {None: _BROWSE, "facets": _FACETS, "total": _TOTAL}[shape.counting]
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


def statements() -> dict[str, str]:
    """Give the statement of every shape that a list can have, for those who look at statements."""
    counting: tuple[Literal["facets", "total"] | None, ...] = (None, "facets", "total")
    shapes = [
        Shape(sort, searching, in_shop, by_attributes, counted)
        for sort in _ORDERS
        for searching, in_shop, by_attributes in product((False, True), repeat=3)
        for counted in counting
    ]
    return {
        str(shape): statement(shape)
        for shape in shapes
        if (shape.searching or shape.sort != "relevance") and not (shape.counting and shape.sort != "newest")
    }


def browse(
    tx: Transaction,
    query: BrowseProducts,
    *,
    category: str | None = None,
    shop_id: UUID | None = None,
    q: str | None = None,
) -> Json:
    """Give a page of the products that are looked for: in a category, by its id, path or slug, and in a shop.

    Raises Invalid when the cursor is not one of this list.
    """
    sort: Sort = query.sort or "relevance"
    if sort == "relevance" and q is None:
        sort = "newest"
    shape = Shape(
        sort,
        searching=q is not None,
        in_shop=category is not None and shop_id is not None,
        by_attributes=bool(query.attributes),
    )
    listed = statement(shape)
    values: dict[str, Any] = {
        "category": category,
        "category_id": _id(category),
        "shop_id": shop_id,
        "currency": query.priced_in,
        "min_price": query.min_price,
        "max_price": query.max_price,
        "in_stock": query.in_stock,
    }
    if q is not None:
        values["q"] = q
    if query.attributes:
        values["attributes"] = json.dumps(query.attributes)
    page = tx.page(listed, query, **values)
    if query.facets:
        counted = statement(replace(shape, sort="newest", counting="facets"))
        facets = tx.json(counted, priced_in=query.priced_in or DEFAULT, **values)
        page = Json(f'{page[:-1]},"facets":{facets}}}')
    if query.total:
        counted = statement(replace(shape, sort="newest", counting="total"))
        total = int(tx.value(counted, **values))
        is_exact = json.dumps(total <= MOST_TOTAL)
        page = Json(f'{page[:-1]},"total":{min(total, MOST_TOTAL)},"total_is_exact":{is_exact}}}')
    return page


def _id(category: str | None) -> UUID | None:
    try:
        return UUID(category)
    except (TypeError, ValueError):
        return None
