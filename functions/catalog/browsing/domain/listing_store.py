"""The SQL behind every list of products: one walk along one index of the listings, whatever the size."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any
from uuid import UUID

from functions.catalog.browsing.domain.model import BrowseProducts, ListProducts, Sort
from functions.catalog.categories.domain import store as category_store
from souk import Json, Transaction, paging
from souk.currency import DEFAULT

EVERYTHING = UUID(int=0)
NOTHING = UUID(int=2**128 - 1)

SHOP_EXISTS = "SELECT EXISTS (SELECT FROM sellers WHERE id = :shop_id)"

# Ranking reads every match, so a word that half the catalogue has is ranked among this many.
_MOST_MATCHES = "10000"
_MOST_COUNTED = "2000"
_MOST_SHOWN = "20"

_FOUND = """exact AS MATERIALIZED (
  SELECT p.id, ts_rank(p.search, websearch_to_tsquery('catalog.shop', :q)) AS rank
  FROM shelf p
  WHERE p.search @@ websearch_to_tsquery('catalog.shop', :q)
  LIMIT {most}
), guess AS MATERIALIZED (
  SELECT websearch_to_tsquery('catalog.shop', string_agg(alike.word, ' ')) AS query
  FROM (
    SELECT DISTINCT word
    FROM regexp_split_to_table(lower(unaccent(:q)), '[^[:alnum:]]+') AS word
    LIMIT 8
  ) typed
  CROSS JOIN LATERAL (
    SELECT t.id AS word
    FROM title_words t
    WHERE t.id % typed.word
    ORDER BY similarity(t.id, typed.word) DESC, t.id
    LIMIT 1
  ) alike
  WHERE NOT EXISTS (SELECT FROM exact)
), found AS MATERIALIZED (
  SELECT id, rank
  FROM exact
  UNION ALL
  (
    SELECT p.id, ts_rank(p.search, guess.query)
    FROM guess
    JOIN shelf p ON p.search @@ guess.query
    LIMIT {most}
  )
)"""

_BROWSE = """
{found}
SELECT '{"items":[' || COALESCE(string_agg(c.card, ',' ORDER BY page.n) FILTER (WHERE page.n <= :limit), '')
  || '],"next_cursor":' || CASE WHEN count(*) <= :limit THEN 'null' ELSE
    '"' || rtrim(translate(encode(convert_to(json_build_array(
      min(page.key) FILTER (WHERE page.n = :limit),
      (array_agg(page.product_id) FILTER (WHERE page.n = :limit))[1],
      CAST(:currency AS souk.currency)
    )::text, 'UTF8'), 'base64'), E'+/\\n', '-_'), '=') || '"'
  END || '}'
FROM (
  SELECT l.product_id, {key} AS key, row_number() OVER (ORDER BY {order}) AS n
  FROM {source}
  WHERE {filters}
  ORDER BY {order}
  LIMIT CAST(:limit AS integer) + 1
) page
JOIN cards c ON c.id = page.product_id
"""

# OFFSET 0 keeps each look-up a look-up: joined, a large part of the catalogue would be read whole.
_FACETS = """
WITH {found}
matches AS MATERIALIZED (
  SELECT l.product_id, l.currency, l.amount
  FROM {source}
  WHERE {filters}
  LIMIT {counted}
), facts AS MATERIALIZED (
  SELECT p.category_id, p.attributes
  FROM matches
  CROSS JOIN LATERAL (SELECT category_id, attributes FROM shelf WHERE id = matches.product_id OFFSET 0) p
), named AS (
  SELECT fact.key AS name, fact.value, count(*) AS count,
    row_number() OVER (PARTITION BY fact.key ORDER BY count(*) DESC, fact.value) AS place
  FROM facts
  CROSS JOIN LATERAL jsonb_each_text(facts.attributes) fact
  GROUP BY fact.key, fact.value
)
SELECT json_build_object(
  'counted', (SELECT count(*) FROM matches),
  'currency', CAST(:priced_in AS souk.currency),
  'min_price', (SELECT min(amount) FROM matches WHERE currency = :priced_in),
  'max_price', (SELECT max(amount) FROM matches WHERE currency = :priced_in),
  'categories', COALESCE((
    SELECT json_agg(json_build_object('id', c.id, 'name', c.name, 'count', used.count) ORDER BY used.count DESC, c.path)
    FROM (SELECT category_id, count(*) AS count FROM facts GROUP BY category_id ORDER BY 2 DESC LIMIT {shown}) used
    JOIN categories c ON c.id = used.category_id
  ), '[]'::json),
  'attributes', COALESCE((
    SELECT json_object_agg(name, values)
    FROM (
      SELECT name, json_agg(json_build_object('value', value, 'count', count) ORDER BY place) AS values
      FROM named
      WHERE place <= {shown}
      GROUP BY name
    ) each
  ), '{}'::json)
)
"""

_FILTERS = """l.scope = {scope}
    AND (CAST(:currency AS souk.currency) IS NULL OR l.currency = :currency)
    AND (CAST(:min_price AS bigint) IS NULL OR l.amount >= :min_price)
    AND (CAST(:max_price AS bigint) IS NULL OR l.amount <= :max_price)
    AND (NOT CAST(:in_stock AS boolean) OR l.in_stock)
    {narrowed}"""

_NAMED_CATEGORY = """(
      SELECT c.id
      FROM categories c
      WHERE c.path = :category OR c.slug = :category
      ORDER BY cardinality(c.lineage), c.path
      LIMIT 1
    )"""


@dataclass(frozen=True, slots=True)
class _Order:
    key: str
    order: str
    after: str
    kind: type[Any]


_ORDERS: dict[Sort, _Order] = {
    "newest": _Order("0", "l.product_id DESC", "l.product_id < :after", int),
    "price_asc": _Order(
        "l.amount",
        "l.amount, l.product_id",
        "(l.amount, l.product_id) > (CAST(:key AS bigint), :after)",
        int,
    ),
    "price_desc": _Order(
        "l.amount",
        "l.amount DESC, l.product_id DESC",
        "(l.amount, l.product_id) < (CAST(:key AS bigint), :after)",
        int,
    ),
    "relevance": _Order(
        "found.rank",
        "found.rank DESC, l.product_id DESC",
        "(found.rank, l.product_id) < (CAST(:key AS real), :after)",
        float,
    ),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a list is like, apart from the values; each shape has its statement."""

    sort: Sort
    named: bool = False
    searching: bool = False
    continued: bool = False
    in_shop: bool = False
    by_attributes: bool = False
    counting: bool = False


@cache
def statement(shape: Shape) -> str:
    """Write the statement of a shape, of constant parts alone."""
    order = _ORDERS[shape.sort]
    if shape.counting:
        found = f"{_FOUND}," if shape.searching else ""
        return _written(_FACETS, shape, {"{found}": found, "{counted}": _MOST_COUNTED, "{shown}": _MOST_SHOWN})
    found = f"WITH {_FOUND}" if shape.searching else ""
    return _written(_BROWSE, shape, {"{found}": found, "{key}": order.key, "{order}": order.order})


def _written(text: str, shape: Shape, parts: dict[str, str]) -> str:
    narrowed = [
        (shape.continued, f"AND {_ORDERS[shape.sort].after}"),
        (shape.in_shop, "AND EXISTS (SELECT FROM listings o WHERE o.scope = :shop AND o.product_id = l.product_id)"),
        (
            shape.by_attributes,
            "AND l.product_id IN (SELECT id FROM shelf WHERE attributes @> CAST(:attributes AS jsonb))",
        ),
    ]
    common = {
        "{most}": _MOST_MATCHES,
        "{source}": "found JOIN listings l ON l.product_id = found.id" if shape.searching else "listings l",
        "{filters}": _FILTERS,
        "{scope}": _NAMED_CATEGORY if shape.named else ":scope",
        "{narrowed}": "\n    ".join(text for is_asked, text in narrowed if is_asked),
    }
    for name, part in (parts | common).items():
        text = text.replace(name, part)
    return text


def statements() -> dict[str, str]:
    """Give the statement of every shape that a list can have, for those who look at statements."""
    shapes = [Shape(sort, *asked) for sort in _ORDERS for asked in product((False, True), repeat=6)]
    return {
        str(shape): statement(shape)
        for shape in shapes
        if (shape.searching or shape.sort != "relevance")
        and not (shape.counting and (shape.continued or shape.sort != "newest"))
    }


def browse(
    tx: Transaction,
    query: BrowseProducts,
    *,
    scope: UUID = EVERYTHING,
    category: str | None = None,
    shop: UUID | None = None,
    q: str | None = None,
) -> Json:
    """Give a page of the products under a scope, or rather under a category named by its path or slug.

    Raises Invalid when the cursor is not one of this list.
    """
    sort: Sort = query.sort or "relevance"
    if sort == "relevance" and q is None:
        sort = "newest"
    shape = Shape(
        sort,
        named=category is not None,
        searching=q is not None,
        continued=query.cursor is not None,
        in_shop=shop is not None,
        by_attributes=bool(query.attributes),
    )
    values: dict[str, Any] = {
        "scope": scope,
        "category": category,
        "currency": query.priced_in,
        "priced_in": query.priced_in or DEFAULT,
        "min_price": query.min_price,
        "max_price": query.max_price,
        "in_stock": query.in_stock,
        "limit": query.limit,
    }
    if shape.searching:
        values["q"] = q
    if query.cursor:
        key, values["after"], _ = paging.decode(query.cursor, _ORDERS[sort].kind, UUID, _only(query.priced_in))
        if sort != "newest":
            values["key"] = key
    if shape.in_shop:
        values["shop"] = shop
    if shape.by_attributes:
        values["attributes"] = json.dumps(query.attributes)
    page = _run(tx, shape, values)
    if not query.facets:
        return Json(page)
    facets = _run(tx, replace(shape, continued=False, counting=True), values)
    return Json(f'{page[:-1]},"facets":{facets}}}')


def _only(currency: str | None) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        if value != currency:
            raise ValueError("of a list in another currency")
        return currency

    return read


def _run(tx: Transaction, shape: Shape, values: dict[str, Any]) -> str:
    return str(tx.value(statement(shape), **values))


def list_products(tx: Transaction, query: ListProducts) -> Json:
    """Give a page of what is looked for: in a category, else in a shop, else in the whole catalogue."""
    shop = query.seller
    if shop is not None and not tx.value(SHOP_EXISTS, shop_id=shop):
        shop = NOTHING
    if query.category is None:
        return browse(tx, query, scope=EVERYTHING if shop is None else shop, q=query.q)
    try:
        category_id = UUID(query.category)
    except ValueError:
        return browse(tx, query, category=query.category, shop=shop, q=query.q)
    if not category_store.exists(tx, category_id):
        return browse(tx, query, category=query.category, shop=shop, q=query.q)
    return browse(tx, query, scope=category_id, shop=shop, q=query.q)
