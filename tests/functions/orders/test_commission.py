"""Administrators say what is kept of sales, and what was sold keeps the terms that it was sold by."""

import json
from typing import Any

import pytest

from events.orders import OrderCreated, OrderPaid, OrderRefundRequested
from functions.orders.commission.domain.model import CommissionPreview, CommissionRuleView
from functions.orders.domain.model import SellerOrderView
from souk.ids import uuid7
from souk.platform import Platform
from tests.support import aftersale, api, bus, market
from tests.support.market import Shop
from tests.support.world import World

NOBODY = "01936e2c-7b00-7000-8000-00000000ffff"

pytestmark = pytest.mark.usefixtures("database")
RULES = "/api/admin/commission-rules"


def pounds(amount: int, currency: str = "GBP") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def offered(**body: Any) -> api.Answer:
    return api.call(f"POST {RULES}", as_=api.admin(), body={"rate": 1000} | body)


def rule(**body: Any) -> dict[str, Any]:
    return dict(api.made(f"POST {RULES}", as_=api.admin(), body={"rate": 1000} | body))


def changed(made: dict[str, Any], **body: Any) -> api.Answer:
    body = {"rate": made["rate"], "version": made["version"]} | body
    return api.call(f"PUT {RULES}/{{rule_id}}", as_=api.admin(), path={"rule_id": made["id"]}, body=body)


def ended(made: dict[str, Any]) -> dict[str, Any]:
    return dict(api.made(f"PUT {RULES}/{{rule_id}}/end", as_=api.admin(), path={"rule_id": made["id"]}))


def listed(**query: Any) -> list[Any]:
    return [one["id"] for one in api.made(f"GET {RULES}", as_=api.admin(), query=query)["items"]]


def kept(price: int = 10000, currency: str = "GBP", **body: Any) -> tuple[int, Any]:
    body |= {"price": pounds(price, currency)}
    shown = api.made(f"POST {RULES}/preview", as_=api.admin(), body=body)
    return CommissionPreview.model_validate(shown).commission.amount, shown["rule_id"]


def stored(database: World) -> list[str]:
    with database.tx_as("admin") as tx:
        return [
            row["one"] for row in tx.rows("SELECT one::text AS one FROM orders.commission_rules AS one ORDER BY id")
        ]


def sold_by(shop: Shop, order: dict[str, Any]) -> SellerOrderView:
    path = {"seller_order_id": market.seller_order_of(shop, order)}
    shown = api.call("GET /api/seller/orders/{seller_order_id}", as_=shop.keeper, path=path)
    return SellerOrderView.model_validate_json(shown.text)


def test_a_rule_is_shown_as_it_was_made() -> None:
    shop = market.open_shop("Kiln")

    made = rule(
        seller_id=str(shop.seller_id),
        category_id=shop.category_id,
        fixed=pounds(30),
        fixed_per="unit",
        least=pounds(50),
        most=pounds(900),
    )

    CommissionRuleView.model_validate(made)
    assert (made["seller_name"], made["category_id"], made["rate"]) == ("Kiln", shop.category_id, 1000)
    assert (made["fixed"], made["fixed_per"], made["least"], made["most"]) == (
        pounds(30), "unit", pounds(50), pounds(900),
    )  # fmt: skip
    assert (made["version"], made["ended_at"]) == (1, None)
    assert listed() == listed(in_force="true") == [made["id"]]


def test_the_most_specific_rule_wins() -> None:
    shop, other = market.open_shop("One"), market.open_shop("Other")
    goods = market.category("Goods")
    cups = market.category("Cups", parent_id=goods)
    assert kept(seller_id=str(shop.seller_id), category_id=cups) == (1000, None)

    rules = [
        rule(rate=1),
        rule(rate=2, fixed=pounds(1, "GBP")),
        rule(rate=3, category_id=goods),
        rule(rate=4, category_id=cups),
        rule(rate=5, seller_id=str(shop.seller_id)),
        rule(rate=6, seller_id=str(shop.seller_id), category_id=goods),
        rule(rate=7, seller_id=str(shop.seller_id), category_id=cups),
    ]

    def which(**scope: Any) -> int:
        return [one["id"] for one in rules].index(kept(**scope)[1]) + 1

    mine, others = {"seller_id": str(shop.seller_id)}, {"seller_id": str(other.seller_id)}
    assert [which(currency="EUR"), which()] == [1, 2]
    assert [which(**others, category_id=goods), which(**others, category_id=cups)] == [3, 4]
    assert [which(**mine), which(**mine, category_id=goods), which(**mine, category_id=cups)] == [5, 6, 7]
    ended(rules.pop())
    assert which(**mine, category_id=cups) == 6


def test_an_order_is_charged_by_line_and_keeps_its_terms_when_the_rule_changes_or_ends(database: World) -> None:
    shop = market.open_shop()
    cheap, dear = market.put_on_sale(shop, 100), market.put_on_sale(shop, 10000)
    made = rule(rate=500, fixed=pounds(10), fixed_per="unit", least=pounds(40), most=pounds(600))

    order = market.ordered(api.customer(), (cheap, 2), (dear, 3))
    changed(made, rate=9000)
    later = market.ordered(api.customer(), (cheap, 1))
    ended({"id": made["id"]})

    created, charged_more = bus.recorded_as(OrderCreated)
    assert created.sellers[0].commission.amount == 40 + 600
    assert charged_more.sellers[0].commission.amount == 90
    market.pay(order)
    sold = sold_by(shop, order)
    assert (sold.commission.amount, sold.commission_rate) == (640, None)
    assert sorted(one.commission.amount for one in sold.charges) == [40, 600]
    with database.tx_as("admin") as tx:
        terms = [
            json.loads(row["terms"])
            for row in tx.rows("SELECT commission_terms AS terms FROM orders.order_lines ORDER BY id")
        ]
    assert [(one["rule_id"], one["version"], one["rate"]) for one in terms] == [
        (made["id"], 1, 500), (made["id"], 1, 500), (made["id"], 2, 9000),
    ]  # fmt: skip
    market.pay(later)
    assert sold_by(shop, later).commission_rate == 9000


def test_the_tax_on_commission_is_charged_beside_it_and_goes_back_with_it() -> None:
    shop = market.open_shop()
    mug, buyer = market.put_on_sale(shop, 1000), api.customer()
    rule(rate=1000)
    market.add(buyer, mug, 3)
    order = api.made("POST /api/orders", as_=buyer, body=market.wish(), platform=Platform("GB"))
    market.pay(order)

    [sold] = bus.recorded_as(OrderPaid)[0].sellers
    assert (sold.commission.amount, sold.commission_tax.amount) == (300, 60)
    line = order["sellers"][0]["lines"][0]["id"]
    one = aftersale.refund(shop.keeper, order, lines=[{"line_id": line, "quantity": 1}], reason="damaged")
    rest = aftersale.refund(shop.keeper, order, reason="damaged")

    assert [answer.status for answer in (one, rest)] == [201, 201]
    backs = bus.recorded_as(OrderRefundRequested)
    assert [(back.commission.amount, back.commission_tax.amount) for back in backs] == [(100, 20), (200, 40)]


def test_a_shop_abroad_with_a_vat_number_owes_the_tax_on_commission_itself() -> None:
    shop = market.open_shop()
    mug, buyer = market.put_on_sale(shop, 1000), api.customer()
    address = {"name": "Kiln", "line1": "1 Rue", "city": "Paris", "postal_code": "75001", "country": "FR"}

    def taxed(tax_id: str | None) -> int:
        seen = api.made("GET /api/sellers/me", as_=shop.keeper)["version"]
        body = {"name": "Kiln", "legal_address": address, "tax_id": tax_id, "version": seen}
        api.made("PUT /api/sellers/me", as_=shop.keeper, body=body)
        market.add(buyer, mug)
        api.made("POST /api/orders", as_=buyer, body=market.wish(), platform=Platform("DE"))
        return bus.recorded_as(OrderCreated)[-1].sellers[0].commission_tax.amount

    assert [taxed(None), taxed("FR40303265045")] == [19, 0]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"rate": 10_001}, "rate", None),
        ({"rate": -1}, "rate", None),
        ({"seller_id": NOBODY}, "seller_id", "commission_shop_unknown"),
        ({"category_id": NOBODY}, "category_id", "commission_category_unknown"),
        ({"least": pounds(5), "most": pounds(4)}, "most.amount", "most_below_least"),
        ({"fixed": pounds(5), "most": pounds(4, "EUR")}, "most.currency", "commission_in_two_currencies"),
        ({"fixed": pounds(-1)}, "fixed.amount", None),
        ({"fixed_per": "order"}, "fixed_per", None),
    ],
    ids=str,
)
def test_a_rule_that_says_nothing_sensible_names_its_field_and_changes_nothing(
    body: dict[str, Any], field: str, code: str | None, database: World
) -> None:
    refused = offered(**body)

    assert (refused.status, [one["field"] for one in refused.json["errors"]]) == (422, [field])
    assert code is None or refused.json["errors"][0]["code"] == code
    assert stored(database) == []


def test_there_is_one_rule_in_force_for_the_same(database: World) -> None:
    made, before = rule(), stored(database)

    twice = offered(rate=2000)

    assert (twice.status, twice.code) == (409, "commission_rule_exists")
    assert stored(database) == before
    ended(made)
    assert rule(rate=2000)["rate"] == 2000
    assert len(listed(in_force="false")) == len(listed(in_force="true")) == 1


def test_a_rule_changes_at_the_version_that_was_read_until_it_ends(database: World) -> None:
    made = rule()
    assert changed(made, rate=900, fixed=pounds(5)).json["version"] == 2
    before = stored(database)

    stale = changed(made, rate=1)
    assert (stale.status, stale.code, stored(database)) == (409, "version_conflict", before)

    over = ended(made)
    assert ended(made) == over
    late = changed(over, rate=1)
    assert (late.status, late.code) == (409, "commission_rule_ended")
    unknown = changed({"id": str(uuid7()), "rate": 1, "version": 1})
    assert unknown.status == 404
