"""A large catalogue with its stock, for tests that look at plans."""

from tests.support.world import World

PRODUCTS = 50_000

LARGE = f"""
INSERT INTO catalog.sellers (id, name, active, sequence)
SELECT uuidv7(), 'Shop ' || n, true, 2 FROM generate_series(1, 50) n;

WITH roots AS (
  INSERT INTO catalog.categories (id, name, slug, path, lineage)
  SELECT id, 'Root ' || n, 'root-' || n, 'root-' || n, ARRAY[id]
  FROM (SELECT n, uuidv7() AS id FROM generate_series(1, 10) n) one
  RETURNING *
)
INSERT INTO catalog.categories (id, parent_id, name, slug, path, lineage)
SELECT id, root, 'Leaf ' || n, 'leaf-' || n, path || '/leaf-' || n, ARRAY[root, id]
FROM (SELECT n, uuidv7() AS id, r.id AS root, r.path FROM generate_series(1, 50) n CROSS JOIN roots r) one;

INSERT INTO catalog.products
  (seller_id, key, category_id, title, description, images, attributes, amount, currency, listed)
SELECT sellers.ids[1 + n % 50], 'KEY-' || n, leaves.ids[1 + (n::bigint * 7919) % 500],
  words.them[1 + n % 10] || ' ' || words.them[1 + (n / 10) % 10] || ' ' || md5((n / 5)::text),
  'Made by hand, number ' || md5(n::text), ARRAY['/pictures/' || n || '.svg'],
  jsonb_build_object('material', words.them[1 + n % 10], 'batch', md5((n / 20)::text)),
  100 + (n::bigint * 7919) % 100000, 'GBP', n % 20 > 0
FROM generate_series(1, {PRODUCTS}) n,
  (SELECT array_agg(id) AS ids FROM catalog.sellers) sellers,
  (SELECT array_agg(id) AS ids FROM catalog.categories WHERE parent_id IS NOT NULL) leaves,
  (SELECT string_to_array('Stone Wool Oak Copper Linen Brass Walnut Glass Leather Cotton', ' ') AS them) words;

INSERT INTO catalog.product_variants (product_id, seller_id, sku, options, amount, position)
SELECT id, seller_id, key || '-' || v, jsonb_build_object('size', v::text), amount, v
FROM catalog.products CROSS JOIN generate_series(1, 2) v;

INSERT INTO inventory.warehouses (seller_id, name, priority)
SELECT id, 'Number ' || n, n FROM catalog.sellers CROSS JOIN generate_series(0, 40) n;
INSERT INTO inventory.stock_items (variant_id, seller_id) SELECT id, seller_id FROM catalog.product_variants;
INSERT INTO inventory.stock_levels (variant_id, warehouse_id, seller_id, on_hand, low)
SELECT v.id, w.id, v.seller_id, hashtext(v.sku) & 7, hashtext(v.sku) & 7 = 0
FROM catalog.product_variants v
JOIN inventory.warehouses w ON w.seller_id = v.seller_id AND w.priority = 0;
INSERT INTO inventory.stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change)
SELECT variant_id, warehouse_id, seller_id, 'received', on_hand FROM inventory.stock_levels WHERE on_hand > 0;

INSERT INTO inventory.reservations (order_id, status, expires_at)
SELECT uuidv7(), CASE WHEN n % 50 = 0 THEN 'held' ELSE 'committed' END, now() + n * interval '1 second'
FROM generate_series(1, 20000) n;
INSERT INTO inventory.reservation_lines (order_id, variant_id, warehouse_id, seller_id, quantity)
SELECT r.order_id, l.variant_id, l.warehouse_id, l.seller_id, 1
FROM (SELECT order_id, row_number() OVER () AS n FROM inventory.reservations) r
JOIN (SELECT *, row_number() OVER () AS n FROM inventory.stock_levels) l USING (n);

INSERT INTO catalog.listings (scope, product_id, amount, in_stock)
SELECT scope, p.id, p.amount, hashtext(p.key) % 8 <> 0
FROM catalog.products p
JOIN catalog.categories c ON c.id = p.category_id
CROSS JOIN LATERAL unnest(ARRAY['00000000-0000-0000-0000-000000000000', p.seller_id] || c.lineage) AS scope
WHERE p.listed;
INSERT INTO catalog.cards (product_id, card)
SELECT id, json_build_object('id', id, 'title', title)::text FROM catalog.products WHERE listed;
INSERT INTO catalog.title_words (word)
SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple', title))) FROM catalog.products;

INSERT INTO catalog.product_imports (seller_id, status, rows, imported, finished_at)
SELECT sellers.ids[1 + n % 50], 'done', 1, 1, now()
FROM generate_series(1, 5000) n, (SELECT array_agg(id) AS ids FROM catalog.sellers) sellers;
INSERT INTO catalog.product_import_errors (import_id, seller_id, line, sku, field, reason)
SELECT id, seller_id, line, 'SKU', 'price', 'must be above 0' FROM catalog.product_imports, generate_series(2, 6) line;
"""


def fill(world: World) -> None:
    """Give a world a large catalogue and its stock, with the statistics that a running shop would have of them."""
    connection = world.admin()
    connection.patience = None
    connection.run(LARGE)
    connection.run("VACUUM ANALYZE")
    connection.close()
