"""No statement of inventory reads a growing table from one end to the other."""

from typing import Any
from uuid import UUID

import pytest

from functions.inventory.domain import level_store, store, warehouse_store
from souk.ids import uuid7
from tests.support import plans
from tests.support.world import World

STATEMENTS = plans.statements(store, level_store, warehouse_store)
FEW: dict[str, Any] = {
    "limit": 24,
    "batch": 100,
    "priority": 0,
    "name": "Annexe",
    "country": "GB",
    "on_hand": 5,
    "threshold": 1,
    "delta": 1,
    "reason": "Found",
    "low": True,
    "sku": "KEY-777-1",
}


def one(world: World, sql: str) -> UUID:
    with world.tx_as("admin") as tx:
        return UUID(str(tx.value(sql)))


@pytest.fixture(scope="module")
def parameters(large: World) -> dict[str, Any]:
    """Something that is there for every parameter there is."""
    variant_id = one(large, "SELECT id FROM catalog.product_variants WHERE sku = 'KEY-777-1'")
    order_id = one(large, "SELECT order_id FROM inventory.reservations LIMIT 1")
    return FEW | {
        "variant_id": variant_id,
        "variant_ids": [variant_id],
        "warehouse_id": one(large, "SELECT id FROM inventory.warehouses LIMIT 1"),
        "seller_id": one(large, "SELECT seller_id FROM catalog.product_variants WHERE sku = 'KEY-777-1'"),
        "order_id": order_id,
        "order_ids": [order_id],
        "id": uuid7(),
    }


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_named_statement_reads_by_index(large: World, parameters: dict[str, Any], name: str) -> None:
    with large.tx_as("inventory") as tx:
        tx.as_seller(parameters["seller_id"])
        assert plans.scanned(tx, STATEMENTS[name], parameters) == []


@pytest.mark.parametrize(
    "call",
    [
        "inventory_api.reserve(:order_id, :variant_ids::uuid[], ARRAY[1], now())",
        "inventory_api.commit(:order_id)",
        "inventory_api.release(:order_id)",
        "inventory_api.receive(:variant_ids::uuid[], :seller_id, ARRAY[3])",
        "inventory.release_expired(10)",
        "inventory.restock(:order_id)",
    ],
)
def test_what_is_published_reads_by_index(large: World, parameters: dict[str, Any], call: str) -> None:
    seen = "SELECT COALESCE(sum(seq_scan), 0) FROM pg_stat_xact_user_tables"
    connection = large.admin()
    connection.run("BEGIN")
    [[before]] = connection.run(seen)
    connection.run(f"SELECT * FROM {call}", **parameters)
    [[after]] = connection.run(seen)
    connection.run("ROLLBACK")
    connection.close()

    assert after == before


def test_availability_is_read_for_the_joined_variants_only(large: World, parameters: dict[str, Any]) -> None:
    sql = """
    SELECT a.available
    FROM unnest(CAST(:variant_ids AS uuid[])) AS wanted (id)
    JOIN inventory_api.availability a ON a.variant_id = wanted.id
    """

    with large.tx_as("cart") as tx:
        assert plans.scanned(tx, sql, parameters) == []
