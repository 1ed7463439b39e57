"""What orders publishes of an order for its customer's receipt is what the customer sees of it."""

import json

import pytest

from souk.database import Transaction
from tests.support import api, market
from tests.support.world import World

RECEIPT = "SELECT customer_id, document FROM orders_api.receipt(:order_id)"


def test_a_receipt_says_what_the_order_says(database: World) -> None:
    customer, one, other = api.customer(), market.open_shop("One"), market.open_shop("Other")
    mug, scarf, hat = (
        market.put_on_sale(shop, amount, title=title)
        for shop, amount, title in ((one, 1999, "Mug"), (other, 3850, "Scarf"), (other, 1200, "Hat"))
    )
    order = market.ordered(customer, (mug, 2), (scarf, 1), (hat, 3))

    with database.tx_as("notifications") as tx:
        found = tx.row(RECEIPT, order_id=order["id"])

    assert found is not None
    assert found["customer_id"] == customer.user_id
    receipt = json.loads(found["document"])
    assert (receipt["number"], receipt["total"], receipt["tax"]) == (
        order["number"],
        order["total"],
        order["tax_total"],
    )
    assert receipt["address"].items() <= order["shipping_address"].items()
    for sold, seen in zip(receipt["sellers"], order["sellers"], strict=True):
        assert (sold["id"], sold["name"]) == (seen["seller_id"], seen["seller_name"])
        assert (sold["shipping"], sold["tax"], sold["total"]) == (
            seen["shipping_total"],
            seen["tax_total"],
            seen["total"],
        )
    lines = [line for sold in receipt["sellers"] for line in sold["lines"]]
    assert [(line["title"], line["quantity"], line["total"]["amount"]) for line in lines] == [
        ("Mug", 2, 3998),
        ("Hat", 3, 3600),
        ("Scarf", 1, 3850),
    ]
    assert all(line["options"] is not None and line["sku"] and line["tax_rate"] == 2000 for line in lines)


@pytest.mark.parametrize("service", ["payments", "cart", "sellers"])
def test_nobody_else_reads_receipts(database: World, service: str) -> None:
    def look(tx: Transaction) -> object:
        return tx.value("SELECT document FROM orders_api.receipt(uuidv7())")

    with pytest.raises(Exception, match="permission denied"):
        database.database(service).read(look)
