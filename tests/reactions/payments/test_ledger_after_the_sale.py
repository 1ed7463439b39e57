"""What is cancelled, given up and refunded in orders leaves nothing in the ledger that is not somebody's."""

from typing import Any
from uuid import UUID

import pytest

from souk.identity import Caller
from tests.support import aftersale, api, books, bus, market, paying, promoting
from tests.support.market import Shop
from tests.support.post import Mailbox, Phones

pytestmark = pytest.mark.usefixtures("database")


def let_things_happen() -> None:
    bus.drain(providers=paying.sandbox(), mail=Mailbox(), sms=Phones())


def bought(*shops: Shop, price: int = 1000) -> tuple[Caller, dict[str, Any]]:
    """Buy three of something of each shop, charged by the sandbox and booked."""
    customer = api.customer()
    order = market.ordered(customer, *((market.put_on_sale(shop, price), 3) for shop in shops))
    let_things_happen()
    return customer, order


def assert_all_went_back(order: dict[str, Any]) -> None:
    """Nobody has anything of the order but the provider, which keeps its fee."""
    left = books.balances(UUID(order["id"]))
    assert left.keys() <= {("cash", "sandbox"), ("provider_fees", None)}
    assert sum(left.values()) == 0
    assert (books.proof()["found"], books.proof()["underway"]) == ([], 0)
    assert paying.charged(UUID(order["id"])) == 0


@pytest.mark.parametrize("promoted", [False, True])
def test_a_paid_order_that_is_cancelled_leaves_nothing_to_anybody(promoted: bool) -> None:
    if promoted:
        promoting.promote()
    customer, order = bought(market.open_shop("One"), market.open_shop("Other"))
    assert ("seller", "sandbox") in books.balances(UUID(order["id"]))

    assert aftersale.cancel(customer, order).status == 200
    let_things_happen()

    assert_all_went_back(order)


@pytest.mark.parametrize(
    "benefit", [promoting.TENTH, promoting.FREE_DELIVERY, {"kind": "percentage", "rate": 3333}], ids=str
)
def test_refunds_in_steps_give_back_what_was_sold_and_the_platform_what_it_paid_of_it(benefit: dict[str, Any]) -> None:
    promoting.promote(benefit=benefit)
    shop = market.open_shop()
    _, order = bought(shop, price=1099)
    [line] = order["sellers"][0]["lines"]

    for body in ({"lines": [{"line_id": line["id"], "quantity": 1}]}, {"amount": {"amount": 77, "currency": "GBP"}}):
        assert aftersale.refund(shop.keeper, order, **body).status == 201
        let_things_happen()
        assert books.proof()["found"] == []
    assert aftersale.refund(shop.keeper, order).status == 201
    let_things_happen()

    assert_all_went_back(order)


def test_parts_that_their_shops_give_up_one_by_one_leave_nothing_to_anybody() -> None:
    promoting.promote()
    shops = [market.open_shop("One"), market.open_shop("Other")]
    _, order = bought(*shops)

    for shop in shops:
        assert aftersale.give_up(shop, order).status == 200
        let_things_happen()
        assert books.proof()["found"] == []

    assert_all_went_back(order)


def test_a_part_that_the_platform_paid_whole_is_given_back_to_it() -> None:
    shops = [market.open_shop("One"), market.open_shop("Other")]
    given = promoting.promote(
        benefit={"kind": "percentage", "rate": 10000}, shops=[str(shops[0].seller_id)], stackable=True
    )
    promoting.promote(benefit=promoting.FREE_DELIVERY, shops=[str(shops[0].seller_id)], stackable=True)
    _, order = bought(*shops)
    free = next(sold for sold in order["sellers"] if sold["seller_id"] == str(shops[0].seller_id))
    assert (free["total"]["amount"], given["seller_id"]) == (0, None)

    for shop in shops:
        assert aftersale.refund(shop.keeper, order).status == 201
        assert aftersale.refund(shop.keeper, order).status == 409
    let_things_happen()

    assert_all_went_back(order)
    assert {refund["status"] for refund in aftersale.figures(order)["refunds"]} == {"completed"}
