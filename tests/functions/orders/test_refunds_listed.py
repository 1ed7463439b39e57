"""How refunds stand is seen by the shop whose they are and by administrators, and so is what came back."""

from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderUpdated
from events.payments import PaymentRefundReturned
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import aftersale, api, bus, market
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


def gbp(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "GBP"}


def sold() -> tuple[Caller, market.Shop, market.Shop, dict[str, Any]]:
    customer, one, other = api.customer(), market.open_shop("One"), market.open_shop("Other")
    order = market.ordered(customer, (market.put_on_sale(one), 1), (market.put_on_sale(other), 2))
    market.pay(order)
    return customer, one, other, order


def listed(who: Caller, order: dict[str, Any]) -> api.Answer:
    return api.call("GET /api/orders/{order_id}/refunds", as_=who, path={"order_id": order["id"]})


def returned(order: dict[str, Any], refund: dict[str, Any], amount: int) -> PaymentRefundReturned:
    return PaymentRefundReturned(
        transaction_id=uuid7(), refund_id=uuid7(), order_id=UUID(order["id"]), amount=gbp(amount), reason="damaged",
        requested_id=UUID(refund["id"]), sequence=9,
    )  # fmt: skip


def test_a_shop_sees_the_refunds_of_its_part_and_an_administrator_all_of_them() -> None:
    _, one, other, order = sold()
    line = next(part for part in order["sellers"] if part["seller_name"] == "One")["lines"][0]["id"]
    units = [{"line_id": line, "quantity": 1}]
    asked = aftersale.refund(one.keeper, order, lines=units, note="Broke").json["items"][0]
    aftersale.refund(other.keeper, order, amount=gbp(50))

    own, everybody = listed(one.keeper, order).json["items"], listed(api.admin(), order).json["items"]

    [mine] = own
    assert {name: mine[name] for name in asked} == asked
    assert (mine["status"], mine["number"], mine["seller_name"]) == ("requested", order["number"], "One")
    assert [refund["seller_name"] for refund in everybody] == ["One", "Other"]
    assert listed(market.open_shop("Third").keeper, order).status == 404


def test_everybodys_refunds_are_found_by_how_they_stand() -> None:
    _, one, _, order = sold()
    aftersale.refund(one.keeper, order, amount=gbp(50))
    aftersale.pay_back()
    aftersale.refund(one.keeper, order, amount=gbp(60))

    found = {
        status: api.call("GET /api/admin/refunds", as_=api.admin(), query={"status": status}).json["items"]
        for status in ("requested", "completed", "returned")
    }

    assert {status: [refund["amount"]["amount"] for refund in some] for status, some in found.items()} == {
        "requested": [60],
        "completed": [50],
        "returned": [],
    }
    assert api.call("GET /api/admin/refunds", as_=one.keeper).status == 403


def test_what_came_back_is_noted_once_and_stays_claimed(database: World) -> None:
    customer, one, _, order = sold()
    refund = aftersale.refund(one.keeper, order, amount=gbp(50)).json["items"][0]
    aftersale.pay_back()

    market.deliver_to_orders("note_returned_refund", returned(order, refund, 50), times=3)

    [known] = listed(one.keeper, order).json["items"]
    assert (known["status"], known["paid_back"], known["came_back"]) == ("returned", gbp(0), gbp(50))
    assert market.history(order["id"])[-1]["kind"] == "refund_returned"
    assert len(bus.recorded_as(OrderUpdated)) == 2
    found = market.look(customer, order)
    assert (found["refunded"], found["status"]) == (gbp(0), "paid")
    [part] = [part for part in found["sellers"] if part["seller_name"] == "One"]
    assert part["refunded"] == gbp(50)


def test_what_came_back_of_an_order_that_was_refunded_leaves_it_so() -> None:
    customer, _one, _, order = sold()
    aftersale.refund(api.admin(), order)
    aftersale.pay_back()
    [refund, _] = listed(api.admin(), order).json["items"]

    market.deliver_to_orders("note_returned_refund", returned(order, refund, refund["amount"]["amount"]), times=2)

    found = market.look(customer, order)
    assert found["status"] == "refunded"
    assert found["refunded"]["amount"] == order["total"]["amount"] - refund["amount"]["amount"]


def test_what_comes_back_before_it_went_out_waits_and_changes_nothing() -> None:
    _, one, _, order = sold()
    refund = aftersale.refund(one.keeper, order, amount=gbp(50)).json["items"][0]
    before = aftersale.figures(order)

    failed = bus.deliver("orders.note_returned_refund", returned(order, refund, 50))

    assert len(failed) == 1
    assert aftersale.figures(order) == before


def test_a_refund_of_two_payments_of_which_one_came_back_first_is_counted_whole() -> None:
    _, one, _, order = sold()
    refund = aftersale.refund(one.keeper, order, amount=gbp(50)).json["items"][0]
    requested = UUID(refund["id"])
    halves = [market.refunded(order, 25).model_copy(update={"requested_id": requested}) for _ in range(2)]

    market.deliver_to_orders("count_refund", halves[0])
    market.deliver_to_orders("note_returned_refund", returned(order, refund, 25))
    market.deliver_to_orders("count_refund", halves[1], times=2)

    [known] = listed(one.keeper, order).json["items"]
    assert (known["status"], known["paid_back"], known["came_back"]) == ("returned", gbp(25), gbp(25))
    assert known["finished_at"] is not None
