"""A market of thousands, to see how statements find their rows in it."""

import json
import re
from types import ModuleType
from typing import Any

from tests.support.world import World

_CROWD = """
SELECT setseed(0.5);
CREATE TEMPORARY TABLE crowd AS
SELECT n, uuidv7() AS variant_id, uuidv7() AS product_id, uuidv7() AS seller_id, uuidv7() AS owner_id,
    uuidv7() AS order_id, uuidv7() AS part_id
FROM generate_series(1, 20000) AS n;
INSERT INTO sellers.sellers (seller_id, owner_id, shop_name, country, status)
SELECT seller_id, owner_id, 'Shop', 'GB', 'approved' FROM crowd;
INSERT INTO catalog.sellers (id, name, active, sequence) SELECT seller_id, 'Shop', true, 2 FROM crowd;
INSERT INTO catalog.categories (id, name, slug, path, lineage)
SELECT seller_id, 'Things', 'things', 'things', ARRAY[seller_id] FROM crowd LIMIT 1;
INSERT INTO catalog.products (id, seller_id, key, category_id, title, description, amount, currency, listed)
SELECT product_id, seller_id, 'key', (SELECT id FROM catalog.categories LIMIT 1), 'Mug', '', 100, 'GBP', true
FROM crowd;
INSERT INTO catalog.product_variants (id, product_id, seller_id, sku, amount, position)
SELECT variant_id, product_id, seller_id, 'sku', 100, 1 FROM crowd;
INSERT INTO inventory.stock_items (variant_id, seller_id) SELECT variant_id, seller_id FROM crowd;
INSERT INTO inventory.warehouses (id, seller_id, name) SELECT seller_id, seller_id, 'Main' FROM crowd;
INSERT INTO inventory.stock_levels (variant_id, warehouse_id, seller_id, on_hand)
SELECT variant_id, seller_id, seller_id, 10 FROM crowd;
INSERT INTO cart.carts (owner_id, currency, updated_at)
SELECT owner_id, 'GBP', now() - n * interval '5 seconds' FROM crowd;
INSERT INTO cart.cart_items (owner_id, variant_id, quantity, seen_amount, seen_currency)
SELECT owner_id, variant_id, 1, 100, 'GBP' FROM crowd;
INSERT INTO orders.orders (
    id, number, customer_id, status, sequence, currency, items_amount, shipping_amount, tax_amount, total_amount,
    payment_method, shipping_option, shipping_address, parts, held_until
)
SELECT order_id, n::text, owner_id, CASE WHEN n % 100 = 0 THEN 'pending' ELSE 'paid' END, 1, 'GBP', 100, 0, 0, 100,
    'sandbox_visa', 'standard', '{}', 1, now() + interval '15 minutes'
FROM crowd;
INSERT INTO orders.seller_orders (
    id, order_id, seller_id, seller_name, currency, items_amount, shipping_amount, shipping_tax_amount, tax_amount,
    total_amount, commission_rate, commission_amount
)
SELECT part_id, order_id, seller_id, 'Shop', 'GBP', 100, 0, 0, 0, 100, 1000, 10 FROM crowd;
INSERT INTO orders.order_lines (
    id, order_id, seller_order_id, seller_id, variant_id, product_id, sku, title, options, quantity, currency,
    unit_amount, total_amount, tax_rate, tax_amount, commission_amount
)
SELECT uuidv7(), order_id, part_id, seller_id, variant_id, product_id, 'sku', 'Mug', '{}', 1, 'GBP', 100, 100, 0, 0, 10
FROM crowd;
INSERT INTO orders.order_events (order_id, sequence, kind, status) SELECT order_id, 1, 'placed', 'pending' FROM crowd;
DROP TABLE crowd;
ANALYZE
"""


def gather(world: World) -> None:
    """Fill the market with 20,000 shops, products, carts and orders."""
    with world.tx_as("admin") as tx:
        for statement in _CROWD.split(";"):
            tx.execute(statement)


def statements(*modules: ModuleType) -> dict[str, str]:
    """Give the named statements of modules."""
    found = {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, str) and name.isupper() and not name.startswith("_")
    }
    assert found
    return found


def scanned(world: World, service: str, statement: str, parameters: dict[str, Any]) -> list[str]:
    """Name the tables that a statement would read whole."""
    given = {name: parameters[name] for name in re.findall(r"(?<!:):([a-z_]+)", statement)}
    with world.tx_as(service) as tx:
        (explained,) = json.loads(str(tx.value(f"EXPLAIN (FORMAT json) {statement}", **given)))
    return _scans(explained["Plan"])


def _scans(plan: dict[str, Any]) -> list[str]:
    here = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" else []
    return here + [table for part in plan.get("Plans", []) for table in _scans(part)]
