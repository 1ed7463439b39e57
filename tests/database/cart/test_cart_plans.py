"""No statement of the cart reads a whole table that grows."""

from datetime import timedelta

from functions.cart.domain import store
from souk.ids import uuid7
from tests.support import crowd
from tests.support.world import World

PARAMETERS = {
    "owner_id": uuid7(),
    "variant_id": uuid7(),
    "quantity": 1,
    "idle": timedelta(days=1),
    "most": 10,
}


def test_every_statement_finds_its_rows_by_an_index(database: World) -> None:
    crowd.gather(database)
    named = crowd.statements(store)

    scans = {name: crowd.scanned(database, "cart", text, PARAMETERS) for name, text in named.items()}

    assert len(scans) == 6
    assert {name: tables for name, tables in scans.items() if tables} == {}
