"""What a shop shows to its seller, and to the other services."""

from uuid import UUID

import pytest
from pg8000.exceptions import DatabaseError

from souk.ids import uuid7
from tests.support.world import World


@pytest.fixture
def shops(database: World) -> list[UUID]:
    """Two shops, of which the second is approved."""
    with database.tx_as("sellers") as tx:
        return [
            tx.value(
                "INSERT INTO directory (owner_id, name, slug, country, status)"
                " VALUES (:owner_id, 'Loom', 'loom', 'GB', :status) RETURNING id",
                owner_id=uuid7(),
                status=status,
            )
            for status in ("applied", "approved")
        ]


def test_a_seller_sees_and_changes_their_own_row_only_whatever_the_statement(
    database: World, shops: list[UUID]
) -> None:
    with database.acting_for(shops[0], "sellers") as tx:
        assert [row["id"] for row in tx.rows("SELECT id FROM sellers")] == shops[:1]
        assert tx.execute("UPDATE sellers SET name = 'Mine'") == 1

    with database.tx_as("sellers") as tx:
        names = tx.rows("SELECT name FROM directory ORDER BY id")
    assert [row["name"] for row in names] == ["Mine", "Loom"]


def test_with_nobody_named_there_is_no_shop_and_nothing_to_change(database: World, shops: list[UUID]) -> None:
    with database.acting_for(shops[0], "sellers") as tx:
        assert tx.value("SELECT count(*) FROM sellers") == 1

    with database.tx_as("sellers") as tx:
        assert tx.value("SELECT count(*) FROM sellers") == 0
        assert tx.execute("UPDATE sellers SET name = 'Mine'") == 0


def test_orders_knows_which_shops_are_active(database: World, shops: list[UUID]) -> None:
    with database.tx_as("orders") as tx:
        found = tx.rows("SELECT seller_id, name, active FROM sellers_api.sellers ORDER BY seller_id")

    assert [(row["seller_id"], row["active"]) for row in found] == [(shops[0], False), (shops[1], True)]


def test_whose_a_shop_is_is_shown_to_no_other_service(database: World, shops: list[UUID]) -> None:
    with pytest.raises(DatabaseError, match='"owner_id" does not exist'), database.tx_as("orders") as tx:
        tx.value("SELECT owner_id FROM sellers_api.sellers")


def test_a_service_that_needs_no_shops_reads_none(database: World, shops: list[UUID]) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), database.tx_as("notifications") as tx:
        tx.value("SELECT count(*) FROM sellers_api.sellers")
