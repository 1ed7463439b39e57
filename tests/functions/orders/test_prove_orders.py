"""An order is the fold of its history, and whoever changes one without the other is found out."""

from typing import Any
from uuid import UUID

import pytest

from functions.orders import prove_orders
from functions.orders.domain import proving
from souk.ids import uuid7
from tests.support import api, market
from tests.support.world import World


@pytest.fixture
def order(database: World) -> dict[str, Any]:
    """An order that was paid."""
    mug = market.put_on_sale(market.open_shop(), 1000, 10)
    placed = market.ordered(api.customer(), (mug, 2))
    market.deliver_to_orders("mark_order_paid", market.completed(placed))
    return placed


def _prove(**payload: Any) -> dict[str, Any]:
    told: dict[str, Any] = api.invoke(prove_orders.handler, payload, {})
    return told


def _tamper(database: World, statement: str, order: dict[str, Any]) -> None:
    with database.tx_as("admin") as tx:
        tx.execute("SET LOCAL session_replication_role = replica")
        tx.execute(statement, id=UUID(order["id"]))


def test_what_happened_leads_to_where_an_order_stands(
    order: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    told = _prove()

    assert told == {"orders": 1, "entries": 2, "differences": 0, "found": [], "next": None}
    assert '"OrderDifferences":0' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "UPDATE orders.orders SET status = 'shipped' WHERE id = :id",
            "its row says shipped, its history paid",
        ),
        (
            "UPDATE orders.orders SET sequence = 3 WHERE id = :id",
            "its entries are [1, 2], its row counts 3",
        ),
        (
            "UPDATE orders.order_events SET status = 'pending' WHERE order_id = :id AND sequence = 2",
            "entry 2 says pending, its history paid",
        ),
        (
            "UPDATE orders.order_events SET kind = 'refunded' WHERE order_id = :id AND sequence = 2",
            "entry 2: refunded in the status pending",
        ),
        (
            "DELETE FROM orders.order_events WHERE order_id = :id AND sequence = 1",
            "its entries are [2], its row counts 2",
        ),
    ],
)
def test_what_was_changed_by_hand_is_found(database: World, order: dict[str, Any], statement: str, what: str) -> None:
    _tamper(database, statement, order)

    told = _prove()

    assert {"order_id": order["id"], "what": what} in told["found"]
    assert told["differences"] == len(told["found"])


def test_a_proof_goes_on_where_it_ended(order: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "ORDERS_AT_ONCE", 1)

    assert _prove()["orders"] == 1
    assert _prove(after=order["id"])["orders"] == 0
    assert _prove(after=str(uuid7()))["orders"] == 0
