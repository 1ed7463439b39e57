"""What orders publishes of an order for its customer's receipt is what the customer sees of it."""

import json

import pytest

from souk.database import Transaction
from tests.support import api, market
from tests.support.world import World

RECEIPT = "SELECT customer_id, document FROM orders_api.receipt(:order_id)"


def test_a_receipt_says_what_the_order_says(database: World) -> None:
    customer, one, other = api.customer(), market.open_shop("One"), market.open_shop("Other")
    order = market.ordered(customer, (market.put_on_sale(one), 2), (market.put_on_sale(other), 1))

    with database.tx_as("notifications") as tx:
        found = tx.row(RECEIPT, order_id=order["id"])

    assert found is not None
    assert found["customer_id"] == customer.user_id
    assert json.loads(found["document"]) == order


@pytest.mark.parametrize("service", ["payments", "cart", "sellers"])
def test_nobody_else_reads_receipts(database: World, service: str) -> None:
    def look(tx: Transaction) -> object:
        return tx.value("SELECT document FROM orders_api.receipt(uuidv7())")

    with pytest.raises(Exception, match="permission denied"):
        database.database(service).read(look)
