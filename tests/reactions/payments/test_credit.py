"""Gift cards and store credit pay orders beside other methods, and have theirs again: once, to the cent."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderCreated, OrderRefundRequested
from events.payments import PaymentCompleted, PaymentRefunded
from functions.payments import charge_order, refund_as_requested, refund_cancelled_order
from functions.payments.domain.provider import Providers
from functions.payments.domain.providers.sandbox import Sandbox
from souk.identity import Caller
from tests.support import aftersale, api, books, bus, credit, market, paying
from tests.support.conditions import at_once
from tests.support.post import Mailbox, Phones
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
AT_ONCE = 10


def let_things_happen(providers: Providers | None = None) -> None:
    bus.drain(providers=providers or paying.sandbox(), mail=Mailbox(), sms=Phones())


def bought(customer: Caller, amount: int = 1601, quantity: int = 1, **how: Any) -> tuple[market.Shop, dict[str, Any]]:
    """Order something; with its delivery a thing of 16.01 costs 20.00."""
    shop = market.open_shop()
    return shop, market.ordered(customer, (market.put_on_sale(shop, amount), quantity), **how)


def proved() -> None:
    """Nothing differs between the ledger and what happened, and nothing is left underway."""
    proof = books.proof()
    assert (proof["differences"], proof["underway"]) == (0, 0), proof["found"]


def test_an_order_is_paid_in_part_by_gift_card_and_the_rest_by_card() -> None:
    customer, code = api.customer(), credit.card(500)

    _, order = bought(customer, gift_cards=[code], expected_to_pay=credit.gbp(1500))
    let_things_happen()

    assert (order["total"]["amount"], order["credit_total"]["amount"], order["to_pay"]["amount"]) == (2000, 500, 1500)
    assert paying.charged(UUID(order["id"])) == 1500
    assert market.look(customer, order)["status"] == "paid"
    assert credit.left_on(code) == 0
    assert books.balances(UUID(order["id"]))["gift_cards", None] == 500
    assert ("customer_funds", None) not in books.balances(UUID(order["id"]))
    proved()


def test_an_order_that_they_pay_whole_needs_no_method_and_asks_no_provider() -> None:
    customer, code = credit.member(300), credit.card(1900)

    shop, order = bought(customer, gift_cards=[code], store_credit=True, payment_method=None)
    let_things_happen(Providers(paying.ScriptedProvider(AssertionError("the provider is asked"))))

    placed = market.look(customer, order)
    assert (placed["status"], placed["payment_method"], placed["to_pay"]["amount"]) == ("paid", "none", 0)
    assert (credit.left_on(code), credit.store_credit(customer)) == (0, 200)
    assert market.ship(shop, order).status == 201
    assert ("seller", "sandbox") in books.balances(UUID(order["id"]))
    proved()


def test_ten_orders_at_once_never_spend_a_card_twice() -> None:
    code = credit.card(4500)
    customers = [api.customer() for _ in range(AT_ONCE)]
    mug = market.put_on_sale(market.open_shop(), 1601, stock=AT_ONCE)
    for customer in customers:
        market.add(customer, mug)

    answers = at_once([partial(market.place, one, gift_cards=[code]) for one in customers])
    let_things_happen()

    placed = [answer.json for answer in answers if answer.status == 201]
    assert {answer.status for answer in answers} <= {201, 409}
    assert {answer.code for answer in answers if answer.status == 409} <= {"credit_changed"}
    assert 1 <= len(placed) <= AT_ONCE
    assert sum(order["credit_total"]["amount"] for order in placed) == 4500 - credit.left_on(code)
    assert all(paying.charged(UUID(order["id"])) == order["to_pay"]["amount"] for order in placed)
    proved()


def test_who_lost_the_race_is_refused_and_nothing_of_the_order_is_kept(database: World) -> None:
    code, customer, mug = credit.card(2000), api.customer(), market.put_on_sale(market.open_shop(), 1601)
    market.add(customer, mug)
    with ThreadPoolExecutor() as pool:
        with database.tx_as("payments") as tx:
            tx.value("SELECT move_credit((SELECT id FROM credit_accounts), 'spent', -1)")
            placing = pool.submit(market.place, customer, gift_cards=[code])
            database.until_somebody_waits()
        refused = placing.result()

    assert (refused.status, refused.code) == (409, "credit_changed")
    assert bus.recorded_as(OrderCreated) == []
    assert market.cart(customer)["quantity"] == 1
    assert credit.left_on(code) == 1999


def test_a_cancelled_unpaid_order_gives_back_what_it_took_once() -> None:
    customer, code = api.customer(), credit.card(500)
    _, order = bought(customer, gift_cards=[code], payment_method="sandbox_3ds")
    [created] = bus.recorded_as(OrderCreated)
    bus.deliver(charge_order, created)

    assert aftersale.cancel(customer, order).status == 200
    assert credit.left_on(code) == 500
    bus.deliver(refund_cancelled_order, *bus.recorded("order.cancelled"), times=3)
    let_things_happen()

    assert credit.movements() == [("issued", 500), ("spent", -500), ("returned", 500)]
    assert credit.liability() == {"gift_cards": -500, "goodwill": 500}
    proved()


def test_what_an_order_got_back_is_given_back_no_second_time(database: World) -> None:
    customer, code = api.customer(), credit.card(500)
    _, order = bought(customer, gift_cards=[code], payment_method="sandbox_3ds")
    assert aftersale.cancel(customer, order).status == 200

    with database.tx_as("orders") as tx:
        tx.execute("SELECT payments_api.give_back(:order_id)", order_id=order["id"])

    assert credit.left_on(code) == 500
    assert credit.movements() == [("issued", 500), ("spent", -500), ("returned", 500)]


def test_one_that_failed_for_good_gives_it_back_when_its_time_is_up() -> None:
    customer, code = api.customer(), credit.card(500)
    _, order = bought(customer, gift_cards=[code], payment_method="sandbox_declined")
    let_things_happen()
    assert credit.left_on(code) == 0

    market.let_time_run_out(order)

    assert credit.left_on(code) == 500
    let_things_happen()
    proved()


def test_a_second_attempt_to_pay_takes_the_card_no_second_time() -> None:
    customer, code = api.customer(), credit.card(700)
    _, order = bought(customer, gift_cards=[code], payment_method="sandbox_declined")
    let_things_happen()

    assert market.pay_again(customer, order).status == 202
    let_things_happen()

    assert market.look(customer, order)["status"] == "paid"
    assert paying.charged(UUID(order["id"])) == 1300
    assert credit.left_on(code) == 0
    assert [event.amount.amount for event in bus.recorded_as(PaymentCompleted)] in ([1300], [])
    proved()


def test_a_refund_goes_back_by_each_way_as_it_was_paid_the_provider_first() -> None:
    customer, code = api.customer(), credit.card(500)
    shop, order = bought(customer, gift_cards=[code])
    let_things_happen()

    for amount, charged, left in ((1200, 300, 0), (500, 0, 200), (300, 0, 500)):
        assert aftersale.refund(shop.keeper, order, amount=credit.gbp(amount)).status == 201
        requests = bus.recorded_as(OrderRefundRequested)
        bus.deliver(refund_as_requested, *requests, times=2)
        let_things_happen()
        assert paying.charged(UUID(order["id"])) == charged
        assert credit.left_on(code) == left

    seen = market.look(customer, order)
    assert (seen["status"], seen["refunded"]["amount"]) == ("refunded", 2000)
    assert aftersale.refund(shop.keeper, order, amount=credit.gbp(1)).status == 409
    assert {row["status"] for row in aftersale.figures(order)["refunds"]} == {"completed"}
    proved()


def test_a_paid_order_that_is_cancelled_gives_all_back_as_it_was_paid() -> None:
    customer, code = credit.member(100), credit.card(500)
    _, order = bought(customer, gift_cards=[code], store_credit=True)
    let_things_happen()

    aftersale.cancel(customer, order)
    let_things_happen()

    assert paying.charged(UUID(order["id"])) == 0
    assert (credit.left_on(code), credit.store_credit(customer)) == (500, 100)
    assert books.balances(UUID(order["id"])).keys() <= {("provider_fees", None), ("cash", "sandbox")}
    proved()


def test_money_that_is_authorised_and_never_captured_leaves_no_credit_behind() -> None:
    customer, code = api.customer(), credit.card(500)
    later = Providers(Sandbox(), captures_later=True)
    _, order = bought(customer, gift_cards=[code])
    let_things_happen(later)
    assert market.look(customer, order)["status"] == "paid"

    aftersale.cancel(customer, order)
    let_things_happen(later)

    assert paying.charged(UUID(order["id"])) == 0
    assert credit.left_on(code) == 500
    proved()


def test_what_is_captured_later_is_refunded_whole() -> None:
    customer, code = api.customer(), credit.card(500)
    later = Providers(Sandbox(), captures_later=True)
    shop, order = bought(customer, gift_cards=[code])
    let_things_happen(later)
    market.ship(shop, order)
    let_things_happen(later)

    assert aftersale.refund(shop.keeper, order).json["items"][0]["amount"]["amount"] == 2000
    let_things_happen(later)

    assert (paying.charged(UUID(order["id"])), credit.left_on(code)) == (0, 500)
    assert market.look(customer, order)["status"] == "refunded"
    proved()


def test_a_refund_may_be_given_as_store_credit_in_place_of_the_providers_money() -> None:
    customer, code = credit.member(), credit.card(500)
    shop, order = bought(customer, gift_cards=[code])
    let_things_happen()

    refund = aftersale.refund(shop.keeper, order, as_credit=True)
    let_things_happen(Providers(paying.ScriptedProvider()))

    assert refund.json["items"][0]["as_credit"] is True
    assert paying.charged(UUID(order["id"])) == 1500
    assert (credit.store_credit(customer), credit.left_on(code)) == (1500, 500)
    assert market.look(customer, order)["status"] == "refunded"
    assert sum(one.amount.amount for one in bus.recorded_as(PaymentRefunded)) in (2000, 0)
    proved()


def test_a_guest_has_no_store_credit_to_be_refunded_to() -> None:
    guest = api.guest()
    shop, order = bought(guest, email="ada@example.com")
    let_things_happen()

    answer = aftersale.refund(shop.keeper, order, as_credit=True)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "as_credit")
    assert aftersale.figures(order)["refunds"] == []
