"""Who sees which invoices, and what stands in their files."""

from datetime import timedelta
from typing import Any

import pytest

from souk import GUEST, Caller
from souk.clock import Clock
from souk.ids import uuid7
from tests.support import api, bus, invoices, market, sales
from tests.support.post import Mailbox, Phones
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")

OF_ORDER, THE_ONE = "GET /api/orders/{order_id}/invoices", "GET /api/orders/{order_id}/invoice"
OF_ANY, OF_SHOP = "GET /api/admin/orders/{order_id}/invoices", "GET /api/seller/invoices"
OF_SOLD = "GET /api/seller/orders/{seller_order_id}/invoices"


def bought(customer: Caller, *shops: market.Shop, amount: int = 1999, **changes: Any) -> dict[str, Any]:
    """Let somebody buy of each of these shops and everything follow from it."""
    lines = [(market.put_on_sale(shop, amount, stock=50), 3) for shop in shops]
    order = market.ordered(customer, *lines, **changes)
    bus.drain(mail=Mailbox(), sms=Phones())
    return order


def money(view: dict[str, Any]) -> str:
    return f"£{view['amount'] // 100:,}.{view['amount'] % 100:02}"


def test_a_customer_finds_an_invoice_of_each_shop_whose_figures_are_the_orders() -> None:
    customer = api.customer()
    order = bought(customer, market.open_shop("One"), market.open_shop("Other"))

    listed = invoices.listed(customer, order)

    by_sale = {one["seller_order_id"]: one for one in listed}
    assert set(by_sale) == {sold["id"] for sold in order["sellers"]}
    for sold in order["sellers"]:
        shown = by_sale[sold["id"]]
        page = invoices.read(shown["url"])
        assert (shown["total"], shown["tax"]) == (sold["total"], sold["tax_total"])
        assert (shown["kind"], shown["corrects"], shown["order_number"]) == ("invoice", None, order["number"])
        net = {"amount": sold["total"]["amount"] - sold["tax_total"]["amount"], "currency": "GBP"}
        [line] = sold["lines"]
        for view in (sold["total"], sold["tax_total"], net, sold["shipping_total"], line["unit_price"], line["total"]):
            assert money(view) in page, (view, page)
        for words in (shown["number"], order["number"], sold["seller_name"], line["title"], line["sku"], "20%"):
            assert words in page, page


@pytest.mark.parametrize(("locale", "title"), [("de", "Rechnung"), ("ar", "فاتورة"), ("pt-BR", "Invoice")])
def test_an_invoice_is_written_in_the_language_of_who_bought(locale: str, title: str) -> None:
    customer = api.customer(sales.person(locale=locale))
    order = bought(customer, market.open_shop())

    [shown] = invoices.listed(customer, order)

    assert title in invoices.read(shown["url"])


def test_a_guest_finds_it_too_in_the_language_of_the_pages() -> None:
    guest = api.guest()
    lines = (market.put_on_sale(market.open_shop()), 1)
    assert market.add(guest, *lines).status == 201
    body = market.wish(email="guest@example.com")
    order = api.made("POST /api/orders", as_=guest, body=body, headers={"accept-language": "de"})
    bus.drain(mail=Mailbox(), sms=Phones())

    [shown] = invoices.listed(guest, order)

    assert guest.role is GUEST
    assert "Rechnung" in invoices.read(shown["url"])


def test_an_order_that_is_not_paid_has_no_invoice_yet() -> None:
    customer = api.customer()
    order = market.ordered(customer, (market.put_on_sale(market.open_shop()), 1))

    one = api.call(THE_ONE, as_=customer, path={"order_id": order["id"]})

    assert invoices.listed(customer, order) == []
    assert (one.status, one.code) == (404, "invoice_not_found")


def test_an_invoice_without_its_file_is_listed_without_a_link() -> None:
    customer = api.customer()
    order, paid = invoices.paid(customer, (market.put_on_sale(market.open_shop()), 1))
    bus.deliver(invoices.ISSUE, paid)

    [shown] = invoices.listed(customer, order)

    assert shown["url"] is None


def test_the_invoice_is_the_one_there_is_and_of_several_the_one_that_is_named() -> None:
    customer = api.customer()
    of_one = bought(customer, market.open_shop("Alone"))
    of_two = bought(customer, market.open_shop("One"), market.open_shop("Other"))
    second = of_two["sellers"][1]["id"]

    alone = api.made(THE_ONE, as_=customer, path={"order_id": of_one["id"]})
    unnamed = api.call(THE_ONE, as_=customer, path={"order_id": of_two["id"]})
    named = api.made(THE_ONE, as_=customer, path={"order_id": of_two["id"]}, query={"seller_order_id": second})
    strange = api.call(THE_ONE, as_=customer, path={"order_id": of_two["id"]}, query={"seller_order_id": uuid7()})

    assert [alone] == invoices.listed(customer, of_one)
    assert (unnamed.status, [error["field"] for error in unnamed.json["errors"]]) == (422, ["seller_order_id"])
    assert named["seller_order_id"] == second
    assert (strange.status, strange.code) == (404, "invoice_not_found")


def test_a_cancelled_order_shows_its_invoice_and_the_credit_note_that_corrects_it() -> None:
    customer = api.customer()
    order = bought(customer, market.open_shop())
    invoices.cancelled(customer, order)
    bus.drain(mail=Mailbox(), sms=Phones())

    invoice, note = invoices.listed(customer, order)

    page = invoices.read(note["url"])
    assert (note["kind"], note["corrects"], note["total"]) == ("credit_note", invoice["number"], invoice["total"])
    for words in ("Credit note", note["number"], invoice["number"], "The order was cancelled", money(note["total"])):
        assert words in page, page


def test_a_shop_sees_its_own_invoices_and_nothing_of_anybody_elses() -> None:
    one, other, customer = market.open_shop("One"), market.open_shop("Other"), api.customer()
    order = bought(customer, one, other)
    unpaid = market.ordered(customer, (market.put_on_sale(one), 1))
    mine, theirs = market.seller_order_of(one, order), market.seller_order_of(other, order)

    listed = api.made(OF_SHOP, as_=one.keeper)["items"]
    of_sale = api.made(OF_SOLD, as_=one.keeper, path={"seller_order_id": mine})["items"]
    refused = [
        api.call(OF_SOLD, as_=one.keeper, path={"seller_order_id": sold})
        for sold in (theirs, uuid7(), market.seller_order_of(one, unpaid))
    ]

    assert listed == of_sale
    assert [one["seller_order_id"] for one in listed] == [mine]
    assert [(answer.status, answer.code) for answer in refused] == [(404, "seller_order_not_found")] * 3


def test_another_customer_sees_no_invoice_and_not_even_that_there_is_an_order() -> None:
    order = bought(api.customer(), market.open_shop())

    for route in (OF_ORDER, THE_ONE):
        for stranger in (api.customer(), api.guest()):
            answer = api.call(route, as_=stranger, path={"order_id": order["id"]})
            assert (answer.status, answer.code) == (404, "order_not_found")


def test_row_level_security_hides_invoices_of_other_shops_even_from_a_careless_statement(database: World) -> None:
    one, other = market.open_shop("One"), market.open_shop("Other")
    bought(api.customer(), one, other)

    with database.acting_for(one.seller_id, "orders") as tx:
        seen = {row["seller_id"] for row in tx.rows("SELECT seller_id FROM invoices")}
    with database.tx_as("orders") as tx:
        unnamed = tx.value("SELECT count(*) FROM invoices") + tx.value("SELECT count(*) FROM invoice_counters")

    assert (seen, unnamed) == ({one.seller_id}, 0)


def test_a_shops_invoices_are_listed_the_latest_first_and_found_by_number_kind_and_day() -> None:
    shop, customer = market.open_shop(), api.customer()
    orders = [bought(customer, shop) for _ in range(3)]
    invoices.cancelled(customer, orders[0])
    bus.drain(mail=Mailbox(), sms=Phones())
    today = Clock().now().date()

    def found(**query: Any) -> list[str]:
        return [one["number"].partition("-")[2] for one in api.made(OF_SHOP, as_=shop.keeper, query=query)["items"]]

    first = api.made(OF_SHOP, as_=shop.keeper, query={"limit": 2})
    rest = api.made(OF_SHOP, as_=shop.keeper, query={"limit": 2, "cursor": first["next_cursor"]})
    year = today.year
    every = [f"C-{year}-000001", *(f"{year}-{number:06}" for number in (3, 2, 1))]
    assert [one["number"].partition("-")[2] for one in first["items"] + rest["items"]] == every
    assert rest["next_cursor"] is None
    assert found(kind="credit_note") == every[:1]
    assert found(number=rest["items"][0]["number"]) == [every[2]]
    assert found(since=today - timedelta(days=1), until=today) == every
    assert found(since=today + timedelta(days=1)) == found(until=today - timedelta(days=1)) == []
    assert found(until="9999-12-31") == every


def test_administrators_see_anybodys_and_that_they_did_is_kept() -> None:
    customer = api.customer()
    order = bought(customer, market.open_shop())

    shown = api.made(OF_ANY, as_=api.admin(), path={"order_id": order["id"]})["items"]
    absent = api.call(OF_ANY, as_=api.admin(), path={"order_id": uuid7()})

    assert shown == invoices.listed(customer, order)
    assert (absent.status, absent.code) == (404, "order_not_found")
    [kept] = [
        one
        for one in api.made("GET /api/admin/audit", as_=api.admin())["items"]
        if one["operation"] == "orders-inspect-invoices" and one["subject"] == {"order_id": order["id"]}
    ]
    assert kept
