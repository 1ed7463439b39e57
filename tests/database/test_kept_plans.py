"""What is read by index from the first row on, for the plan that is made then is kept."""

import pytest

from souk import Transaction
from tests.support import api, market
from tests.support.world import World


@pytest.mark.parametrize("call", ["catalog.show_product", "orders.sold", "orders_api.receipt"])
def test_a_function_reads_by_index_while_there_is_little_to_read(database: World, call: str) -> None:
    mug = market.put_on_sale(market.open_shop())
    order = market.ordered(api.customer(), (mug, 1))
    of = mug.product_id if call == "catalog.show_product" else order["id"]
    with database.tx_as("admin") as tx:
        tx.execute(
            "ANALYZE catalog.sellers, catalog.categories, orders.orders, orders.seller_orders, orders.order_lines"
        )

    with database.tx_as("admin") as tx:
        tx.execute(f"SET LOCAL search_path = {call.partition('.')[0]}, public")
        before = _scans(tx)
        assert tx.rows(f"SELECT * FROM {call}('{of}')")
        assert _scans(tx) == before


def _scans(tx: Transaction) -> int:
    return int(tx.value("SELECT sum(seq_scan) FROM pg_stat_xact_user_tables"))
