"""Prove that an order is the fold of its history: what happened, one after the other, leads to where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from functions.orders.domain import proof_store
from functions.orders.domain.proof_store import ProvedOrder
from functions.orders.domain.states import Kind, NotAllowed, OrderStatus, after
from souk import Clock, Database
from souk.logs import count, logger

ORDERS_AT_ONCE = 1000
TIME_OF_ONE_RUN = timedelta(minutes=13)
BEGINNING = UUID(int=0)
_SHOWN = 100


@dataclass(slots=True)
class OrdersProof:
    """How far a proof came, and what does not hold of which order."""

    orders: int = 0
    entries: int = 0
    differences: list[dict[str, str]] = field(default_factory=list)
    next: UUID | None = None

    def told(self) -> dict[str, Any]:
        """Give it as an operator reads it, with the first differences."""
        return {
            "orders": self.orders,
            "entries": self.entries,
            "differences": len(self.differences),
            "found": self.differences[:_SHOWN],
            "next": self.next and str(self.next),
        }


def prove_orders(database: Database, clock: Clock, begin: UUID) -> OrdersProof:
    """Fold the history of every order after this one, and compare with its row."""
    proof, stop_at = OrdersProof(next=begin), clock.now() + TIME_OF_ONE_RUN
    while proof.next is not None and clock.now() < stop_at:
        page = database.read(partial(proof_store.histories, after=proof.next, limit=ORDERS_AT_ONCE))
        for order in page:
            proof.orders += 1
            proof.entries += len(order.history)
            proof.differences += ({"order_id": str(order.id), "what": fault} for fault in faults(order))
        proof.next = page[-1].id if len(page) == ORDERS_AT_ONCE else None
    for difference in proof.differences:
        logger().error("order_differs", extra=difference)
    count(OrderDifferences=len(proof.differences))
    return proof


def faults(order: ProvedOrder) -> Iterator[str]:
    """Say what of an order does not follow from its history."""
    numbers = [entry["sequence"] for entry in order.history]
    if numbers != [*range(1, order.sequence + 1)]:
        yield f"its entries are {numbers}, its row counts {order.sequence}"
    status: OrderStatus | None = None
    for entry in order.history:
        try:
            status = after(status, Kind(entry["kind"]))
        except (NotAllowed, ValueError) as error:
            yield f"entry {entry['sequence']}: {error}"
            return
        if status != entry["status"]:
            yield f"entry {entry['sequence']} says {entry['status']}, its history {status}"
    if status != order.status:
        yield f"its row says {order.status}, its history {status}"
