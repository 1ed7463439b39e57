"""A product's page is read by index, for its plan outlives the day on which there was little to read."""

from souk import Transaction
from tests.support.market import open_shop, put_on_sale
from tests.support.world import World


def _scans(tx: Transaction) -> int:
    return int(tx.value("SELECT sum(seq_scan) FROM pg_stat_xact_user_tables"))


def test_a_product_is_shown_by_index_while_there_are_few_shops_and_categories(database: World) -> None:
    mug = put_on_sale(open_shop())
    with database.tx_as("admin") as tx:
        tx.execute("ANALYZE catalog.sellers, catalog.categories")

    with database.tx_as("catalog") as tx:
        before = _scans(tx)
        assert tx.value("SELECT show_product(:product_id)", product_id=mug.product_id)
        assert _scans(tx) == before
