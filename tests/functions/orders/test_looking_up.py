"""Administrators look things up, and that they did is kept; shops see their own figures."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from functions.orders.domain.model import AnyOrderView
from tests.support import api, bus, market, paying, sales
from tests.support.clock import FixedClock
from tests.support.post import Mailbox, Phones
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


def let_things_happen() -> None:
    bus.drain(providers=paying.sandbox(), mail=Mailbox(), sms=Phones())


def audited(database: World) -> list[tuple[str, dict[str, Any]]]:
    with database.tx_as("admin") as tx:
        rows = tx.rows("SELECT operation, subject FROM souk.audit ORDER BY id")
    return [
        (row["operation"], json.loads(row["subject"]))
        for row in rows
        if "-find-" in row["operation"] or "-inspect-" in row["operation"]
    ]


def test_an_order_is_found_by_its_customer_its_number_and_its_guests_address(database: World) -> None:
    customer, guest, mug = api.customer(), api.guest(), market.put_on_sale(market.open_shop())
    bought, other = (market.ordered(customer, (mug, 1)) for _ in range(2))
    as_guest = market.ordered(guest, (mug, 1), email="ada@example.com")

    found = [
        [order["id"] for order in api.made("GET /api/admin/orders", as_=api.admin(), query=query)["items"]]
        for query in (
            {"customer": customer.user_id},
            {"number": bought["number"]},
            {"email": "ADA@example.com"},
            {"customer": customer.user_id, "email": "ada@example.com"},
            {"limit": 1},
        )
    ]

    assert found == [[other["id"], bought["id"]], [bought["id"]], [as_guest["id"]], [], [as_guest["id"]]]
    assert audited(database)[:3] == [
        ("orders-find-orders", {"customer": str(customer.user_id)}),
        ("orders-find-orders", {"number": bought["number"]}),
        ("orders-find-orders", {"email": "ada@example.com"}),
    ]


def test_what_an_account_ordered_is_found_by_its_mail_address() -> None:
    user = sales.person()
    email = sales.email(user)
    mug = market.put_on_sale(market.open_shop())
    order = market.ordered(api.customer(user), (mug, 1))
    as_guest = market.ordered(api.guest(), (mug, 1), email=email)
    market.ordered(api.customer(), (mug, 1))

    found = api.made("GET /api/admin/orders", as_=api.admin(), query={"email": email})["items"]
    seen = api.made("GET /api/admin/orders/{order_id}", as_=api.admin(), path={"order_id": order["id"]})

    assert [(one["id"], one["email"]) for one in found] == [(as_guest["id"], email), (order["id"], email)]
    assert seen["email"] == email


def test_an_administrator_sees_an_order_with_what_happened_to_it_and_that_is_kept(database: World) -> None:
    customer = api.customer(sales.person())
    order = market.ordered(customer, (market.put_on_sale(market.open_shop()), 1))
    let_things_happen()
    path = {"order_id": order["id"]}

    seen = api.made("GET /api/admin/orders/{order_id}", as_=api.admin(), path=path)
    payments = api.made("GET /api/admin/transactions", as_=api.admin(), query=path)["items"]
    messages = api.made("GET /api/admin/notifications", as_=api.admin(), query={"customer": customer.user_id})["items"]

    AnyOrderView.model_validate_json(json.dumps(seen), strict=True)
    assert (seen["customer_id"], seen["status"]) == (str(customer.user_id), "paid")
    assert [entry["kind"] for entry in seen["timeline"]] == ["placed", "paid"]
    [transaction] = paying.transactions(UUID(order["id"]))
    assert [(one["provider"], one["reference"]) for one in payments] == [("sandbox", transaction["reference"])]
    assert (payments[0]["order_number"], payments[0]["captured"]) == (order["number"], order["total"])
    assert [(one["template"], one["status"], one["tries"]) for one in messages] == [("order_receipt", "sent", 1)]
    assert audited(database) == [
        ("orders-inspect-order", path),
        ("payments-find-transactions", path),
        ("notifications-find-notifications", {"customer": str(customer.user_id)}),
    ]


def test_a_payment_is_found_by_its_order_by_what_its_provider_calls_it_and_by_how_it_stands() -> None:
    shop, customer = market.open_shop(), api.customer(sales.person())
    paid, other = (market.ordered(customer, (market.put_on_sale(shop), 1)) for _ in range(2))
    let_things_happen()
    [transaction] = paying.transactions(UUID(paid["id"]))

    def orders(**query: str) -> list[str]:
        found = api.made("GET /api/admin/transactions", as_=api.admin(), query=query)["items"]
        return [one["order_id"] for one in found]

    assert orders(reference=transaction["reference"]) == [paid["id"]]
    assert orders(reference="ch_unheard_of") == []
    assert orders(number=paid["number"]) == [paid["id"]]
    assert orders(number="S-2026-000000000000") == []
    assert set(orders(status="completed")) == {paid["id"], other["id"]}
    assert orders(status="failed") == []
    refused = api.call("GET /api/admin/transactions", as_=api.admin(), query={"status": "lost"})
    assert (refused.status, [error["field"] for error in refused.json["errors"]]) == (422, ["status"])


def test_an_order_there_is_not_is_not_found_by_administrators_either() -> None:
    path = {"order_id": UUID(int=1)}

    assert api.call("GET /api/admin/orders/{order_id}", as_=api.admin(), path=path).code == "order_not_found"


def test_a_shop_sees_what_is_to_be_sent_what_runs_low_and_what_it_earned_today() -> None:
    shop, other, customer = market.open_shop(), market.open_shop("Other"), api.customer()
    mug, bowl = market.put_on_sale(shop, 1000), market.put_on_sale(shop, 500, currency="EUR")
    market.put_on_sale(shop, stock=0)
    sent, waiting, cancelled, unpaid, also_waiting = (
        market.ordered(customer, (variant, 1)) for variant in (mug, bowl, mug, mug, mug)
    )
    for order in (sent, waiting, cancelled, also_waiting):
        market.pay(order)
    opened = FixedClock(datetime.fromisoformat(sent["placed_at"]))
    market.ship(shop, sent)
    api.made("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": cancelled["id"]})

    figures, of_other = (api.made("GET /api/seller/figures", as_=one.keeper, clock=opened) for one in (shop, other))

    assert unpaid["status"] == "pending"
    assert figures["orders_to_send"] == 2
    assert figures["low_stock"] == 1
    assert figures["revenue_today"] == [
        {"amount": 990, "currency": "EUR"},
        {"amount": 2 * 1399, "currency": "GBP"},
    ]
    assert of_other == {"orders_to_send": 0, "low_stock": 0, "revenue_today": []}


def test_what_was_ordered_before_midnight_in_utc_is_not_of_today() -> None:
    shop = market.open_shop()
    order = market.ordered(api.customer(), (market.put_on_sale(shop), 1))
    market.pay(order)
    sold_at = datetime.fromtimestamp((UUID(order["sellers"][0]["id"]).int >> 80) / 1000, UTC)
    midnight = sold_at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    moments = (midnight - timedelta(milliseconds=1), midnight)

    before, after = (
        api.made("GET /api/seller/figures", as_=shop.keeper, clock=FixedClock(moment)) for moment in moments
    )

    assert (before["revenue_today"], after["revenue_today"]) == ([order["total"]], [])
    assert after["orders_to_send"] == 1
