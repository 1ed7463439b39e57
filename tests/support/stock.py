"""Stock for tests, brought in through what inventory publishes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from souk.ids import uuid7
from tests.support import world


def stocked(*quantities: int, seller_id: UUID | None = None) -> list[UUID]:
    """Give new variants of a shop, each with so many units in its default warehouse."""
    variants = sorted(uuid7() for _ in quantities)
    receive(dict(zip(variants, quantities, strict=True)), seller_id or uuid7())
    return variants


def receive(quantities: Mapping[UUID, int], seller_id: UUID) -> None:
    """Set what a shop has of variants in its default warehouse, as a product does that says so."""
    with world.current().tx_as("catalog") as tx:
        tx.execute(
            "SELECT inventory_api.receive(:variants::uuid[], :seller_id, :quantities::integer[])",
            variants=list(quantities),
            seller_id=seller_id,
            quantities=list(quantities.values()),
        )


def reserve(order_id: UUID, demand: Mapping[UUID, int], until: str = "1 hour") -> list[dict[str, Any]]:
    """Hold units of variants for an order, and give what is short."""
    with world.current().tx_as("orders") as tx:
        return tx.rows(
            "SELECT * "
            "FROM inventory_api.reserve(:order, :variants::uuid[], :quantities::integer[], now() + :until::interval)",
            order=order_id,
            variants=list(demand),
            quantities=list(demand.values()),
            until=until,
        )


def settle(question: str, order_id: UUID) -> bool:
    """Commit or release what an order holds, and say whether it could be."""
    with world.current().tx_as("orders") as tx:
        return bool(tx.value(f"SELECT inventory_api.{question}(:order)", order=order_id))


def available(variant_id: UUID) -> int:
    """Give how many units may be sold."""
    with world.current().tx_as("cart") as tx:
        return int(tx.value("SELECT available FROM inventory_api.availability WHERE variant_id = :id", id=variant_id))


def levels(variant_id: UUID) -> list[tuple[int, int]]:
    """Give the units on hand and reserved, by warehouse priority."""
    with world.current().tx_as("admin") as tx:
        rows = tx.rows(
            """
            SELECT on_hand, reserved
            FROM inventory.stock_levels
            JOIN inventory.warehouses AS warehouse ON warehouse.id = warehouse_id
            WHERE variant_id = :id
            ORDER BY warehouse.priority, warehouse.id
            """,
            id=variant_id,
        )
    return [(row["on_hand"], row["reserved"]) for row in rows]
