"""The power goes, and comes back."""

import contextlib
import os
import signal

from local.desk import Desk
from local.opening import open_desk
from tests.journeys.conftest import Newcomer
from tests.journeys.support.post import Post
from tests.journeys.support.shop import Shop
from tests.support.conditions import eventually


def cut_power(desk: Desk) -> None:
    """Kill everything at once, which gives nothing time to save itself."""
    for server in desk.servers:
        assert server.pid is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
    eventually(lambda: not any(server.is_running for server in desk.servers))


def test_what_was_bought_when_the_power_went_is_paid_and_receipted_when_it_is_back(
    own_desk: Desk, newcomer: Newcomer, shop: Shop, post: Post
) -> None:
    early, late, offer = newcomer().register().log_in(), newcomer().register().log_in(), shop.offer(stock=5)
    paid = early.sees(early.order(offer.variant_id), "paid")
    read = post.arrives(early.email, paid["number"])
    ordered = late.order(offer.variant_id)

    cut_power(own_desk)
    open_desk(own_desk)

    assert late.sees(ordered, "paid")["number"] == ordered["number"]
    assert post.arrives(late.email, ordered["number"])
    assert [message["id"] for message in post.sent_to(early.email) if message["id"] == read["id"]] == [read["id"]]
    assert early.call("GET", f"/api/orders/{paid['id']}")["status"] == "paid"
    assert shop.stock(offer) == {"on_hand": 3, "reserved": 0, "available": 3}
