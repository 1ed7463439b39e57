"""A customer keeps fewer units of an order, or has it sent elsewhere, until it is shipped."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from events.orders import OrderRefundRequested, OrderUpdated
from functions.orders.domain.model import OrderView
from souk.identity import GUEST, Caller
from souk.ids import uuid7
from tests.support import aftersale, api, bus, market
from tests.support.conditions import at_once
from tests.support.market import Shop, Variant
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


def edited(customer: Caller, order: dict[str, Any], **kept: int) -> api.Answer:
    """Keep so many units of lines by their number in the order, such as ``line_0=1``."""
    lines = [one for part in order["sellers"] for one in part["lines"]]
    body = {"lines": [{"line_id": lines[int(name[5:])]["id"], "quantity": units} for name, units in kept.items()]}
    return edit(customer, order, body)


def edit(customer: Caller, order: dict[str, Any], body: Any) -> api.Answer:
    return api.call("PUT /api/orders/{order_id}/lines", as_=customer, path={"order_id": order["id"]}, body=body)


def moved(customer: Caller, order: dict[str, Any], **address: Any) -> api.Answer:
    body = {"shipping_address": order["shipping_address"] | address}
    return api.call("PUT /api/orders/{order_id}/address", as_=customer, path={"order_id": order["id"]}, body=body)


def bought(customer: Caller | None = None, *quantities: int) -> tuple[Caller, Shop, list[Variant], dict[str, Any]]:
    buyer, shop = customer or api.customer(), market.open_shop()
    mugs = [market.put_on_sale(shop, 1000) for _ in quantities or (3,)]
    said = {"email": "ada@example.com"} if buyer.role is GUEST else {}
    order = market.ordered(buyer, *zip(mugs, quantities or (3,), strict=True), **said)
    market.pay(order)
    return buyer, shop, mugs, order


def asked() -> list[tuple[int, str]]:
    return [(one.amount.amount, one.reason) for one in bus.recorded_as(OrderRefundRequested)]


def test_what_is_not_kept_goes_back_as_it_was_sold_and_onto_the_shelf() -> None:
    customer, _, mugs, order = bought(None, 3, 2)

    def shelves() -> list[tuple[int, int]]:
        return [level for one in mugs for level in levels(one.id)]

    before = shelves()
    market.reprice(mugs[0], 5000)

    answer = edited(customer, order, **{f"line_{n}": 1 for n in range(2)})

    shown = OrderView.model_validate_json(answer.text)
    lines = shown.sellers[0].lines
    assert sorted(line.refunded_quantity for line in lines) == [1, 2]
    assert asked() == [(3000, "order_edited")]
    assert shown.total == OrderView.model_validate(order).total
    came_back = [now - was for (now, _), (was, _) in zip(shelves(), before, strict=True)]
    assert sorted(came_back) == [1, 2]


def test_an_edit_says_what_is_kept_so_a_second_time_changes_nothing() -> None:
    customer, _, _, order = bought()

    once, twice = edited(customer, order, line_0=2), edited(customer, order, line_0=2)

    assert (once.status, twice.status) == (200, 200)
    assert once.json["sellers"] == twice.json["sellers"]
    assert asked() == [(1000, "order_edited")]
    assert edited(customer, order, line_0=1).status == 200
    assert asked() == [(1000, "order_edited")] * 2


def test_a_guest_edits_what_the_guest_ordered() -> None:
    guest, _, _, order = bought(api.guest())

    assert edited(guest, order, line_0=1).status == 200
    assert moved(guest, order, city="Leeds").json["shipping_address"]["city"] == "Leeds"
    assert asked() == [(2000, "order_edited")]


def test_one_line_may_be_dropped_and_not_all_of_a_shop() -> None:
    customer, _, _, order = bought(None, 1, 1)
    before = aftersale.figures(order)

    refused = edited(customer, order, line_0=0, line_1=0)

    assert (refused.status, {one["code"] for one in refused.json["errors"]}) == (422, {"seller_order_emptied"})
    assert aftersale.figures(order) == before
    assert edited(customer, order, line_0=0).status == 200
    assert asked() == [(1000, "order_edited")]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"quantity": 4}, "lines.0.quantity", "more_units_than_left"),
        ({"line_id": str(uuid7())}, "lines.0.line_id", "line_not_editable"),
        ({"quantity": -1}, "lines.0.quantity", None),
    ],
)
def test_an_edit_that_does_not_fit_names_its_field_and_changes_nothing(
    change: dict[str, Any], field: str, code: str | None
) -> None:
    customer, _, _, order = bought()
    before = aftersale.figures(order)
    line = {"line_id": order["sellers"][0]["lines"][0]["id"], "quantity": 1}

    refused = edit(customer, order, {"lines": [line | change]})

    assert (refused.status, refused.json["errors"][0]["field"]) == (422, field)
    assert code in (None, refused.json["errors"][0]["code"])
    assert edit(customer, order, {"lines": [line, line]}).status == 422
    assert (aftersale.figures(order), asked()) == (before, [])


def test_nothing_is_edited_that_is_unpaid_shipped_or_anothers() -> None:
    customer, shop, _, order = bought()
    unpaid = market.ordered(customer, (market.put_on_sale(shop), 2))

    assert edited(customer, unpaid, line_0=1).code == "order_not_editable"
    assert edited(api.customer(), order, line_0=1).status == 404
    market.ship(shop, order)
    assert edited(customer, order, line_0=1).code == "order_not_editable"
    assert moved(customer, order, city="Leeds").code == "order_not_editable"
    assert asked() == []


def test_ten_edits_a_shipment_a_cancellation_and_a_refund_at_once_give_back_no_unit_twice() -> None:
    for _ in range(3):
        customer, shop, _, order = bought(None, 5)
        before = len(asked())
        line = order["sellers"][0]["lines"][0]["id"]

        answers = at_once(
            [
                *[partial(edited, customer, order, line_0=2)] * 6,
                partial(market.ship, shop, order),
                partial(aftersale.cancel, customer, order),
                partial(aftersale.refund, shop.keeper, order, lines=[{"line_id": line, "quantity": 1}], restock=True),
            ]
        )

        assert not {answer.status for answer in answers} & {500, 503}, Counter(answer.status for answer in answers)
        back = sum(amount for amount, _ in asked()[before:])
        assert back <= order["total"]["amount"]
        shown = market.look(customer, order)
        assert shown["sellers"][0]["lines"][0]["refunded_quantity"] <= 5
        assert shown["sellers"][0]["refunded"]["amount"] == back


def test_an_order_goes_elsewhere_in_its_country_and_its_shop_reads_where() -> None:
    customer, shop, _, order = bought()

    answer = moved(customer, order, name="Grace Hopper", city="Leeds", postal_code="LS1 4DY")
    again = moved(customer, order, name="Grace Hopper", city="Leeds", postal_code="LS1 4DY")

    assert (answer.status, answer.json["shipping_address"]["city"]) == (200, "Leeds")
    assert again.json == answer.json
    assert [one["kind"] for one in market.history(order["id"])][-1] == "address_changed"
    path = {"seller_order_id": market.seller_order_of(shop, order)}
    sold = api.made("GET /api/seller/orders/{seller_order_id}", as_=shop.keeper, path=path)
    assert sold["shipping_address"]["name"] == "Grace Hopper"
    assert "Leeds" not in str([event.model_dump() for event in bus.recorded_as(OrderUpdated)])


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ({"country": "DE", "postal_code": "10115"}, "shipping_address.country"),
        ({"postal_code": "BT1 1AA"}, "shipping_address.postal_code"),
        ({"name": " "}, "shipping_address.name"),
    ],
)
def test_an_address_that_is_taxed_elsewhere_is_refused_by_name_and_changes_nothing(
    address: dict[str, Any], field: str, database: World
) -> None:
    customer, _, _, order = bought()
    before = market.look(customer, order)

    refused = moved(customer, order, **address)

    assert (refused.status, refused.json["errors"][0]["field"]) == (422, field)
    assert market.look(customer, order) == before
