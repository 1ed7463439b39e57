from tests.support.world import World


def test_a_service_reaches_its_own_schema_only(database: World) -> None:
    with database.tx_as("orders") as tx:
        assert tx.value("SELECT current_user") == "orders"
        assert tx.value("SELECT current_schema()") == "orders"
