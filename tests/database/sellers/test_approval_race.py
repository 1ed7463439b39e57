"""Two administrators approve one shop: the second waits for the first, and finds nothing left to do."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from functions.sellers.domain import shops
from functions.sellers.domain.model import Apply
from souk.ids import uuid7
from tests.support import api, bus
from tests.support.world import World


@pytest.fixture
def applied(database: World) -> UUID:
    """A shop that was applied for."""
    with database.tx_as("sellers") as tx:
        return shops.apply_to_sell(tx, uuid7(), Apply(name="Loom", country="GB")).id


def test_a_shop_is_approved_once(database: World, applied: UUID) -> None:
    route = "PUT /api/sellers/{seller_id}/approval"
    with ThreadPoolExecutor(1) as second:
        with database.tx_as("sellers") as tx:
            shops.approve_seller(tx, database.cache, applied, None)
            answer = second.submit(api.call, route, as_=api.admin(), path={"seller_id": applied})
            database.until_somebody_waits()

        assert answer.result().json["status"] == "approved"
    assert [event.sequence for event in bus.recorded("seller.approved")] == [2]
