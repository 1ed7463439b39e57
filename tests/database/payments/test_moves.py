"""A transaction goes nowhere that the table of its transitions does not lead to."""

import pytest

from functions.payments import charge_order
from functions.payments.domain import store
from functions.payments.domain.model import MoveRefused, PaymentStatus
from tests.support import bus, paying, sales
from tests.support.world import World


def test_what_was_declined_is_not_begun_again_whoever_asks(database: World) -> None:
    order = sales.placed("sandbox_declined")
    bus.deliver(charge_order, order, clock=paying.clock())
    before = paying.transactions(order.order_id)

    with database.tx_as("payments") as tx:
        [failed] = store.lock_of_order(tx, order.order_id)
        with pytest.raises(MoveRefused, match="initiated after failed"):
            store.move(tx, failed, PaymentStatus.INITIATED, paying.MORNING)

    assert [row["status"] for row in before] == ["failed"]
    assert paying.transactions(order.order_id) == before
