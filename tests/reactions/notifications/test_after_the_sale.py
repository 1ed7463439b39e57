"""Customers hear what goes back and comes back, and shops what they are to send and to answer."""

from typing import Any
from uuid import UUID

import pytest

from events.orders import (
    InvoiceIssued,
    OrderPaid,
    OrderReturnAccepted,
    OrderReturnDeclined,
    OrderReturnRequested,
    SellerOrderCancelled,
)
from events.payments import PaymentRefunded, PaymentRefundReturned
from functions.notifications import (
    notify_invoice_issued,
    notify_order_return_accepted,
    notify_order_return_declined,
    notify_order_return_requested,
    notify_payment_refund_refused,
    notify_payment_refund_returned,
    notify_payment_refunded,
    notify_seller_order_cancelled,
    notify_shops_of_order,
)
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import aftersale, api, bus, market, sales, world
from tests.support.post import Letter, Mailbox
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


def delivered() -> list[tuple[str, Letter]]:
    """Let what is queued be delivered twice; give the letters with whom they went to."""
    mail = Mailbox()
    bus.deliver("notifications.deliver_email", *bus.recorded("notification.email"), times=2, mail=mail)
    return mail.letters


def sold(locale: str = "en") -> tuple[Caller, market.Shop, market.Shop, dict[str, Any]]:
    """Sell something of two shops, whose owners can be written to."""
    with market.beforehand():
        customer = api.customer(sales.person(locale=locale))
        clay, loom = (owned(market.open_shop(name)) for name in ("Clay & Co", "Loom"))
        order = market.ordered(
            customer, (market.put_on_sale(clay, 1999, title="Blue bowl"), 2), (market.put_on_sale(loom, 600), 1)
        )
        market.pay(order)
    return customer, clay, loom, order


def owned(shop: market.Shop) -> market.Shop:
    """Give a shop to somebody who can be written to."""
    with world.current().tx_as("admin") as tx:
        owner = sales.person("Bo")
        tx.execute("UPDATE sellers.sellers SET owner_id = :owner WHERE id = :id", owner=owner, id=shop.seller_id)
    return shop


def part_of(shop: market.Shop, order: dict[str, Any]) -> dict[str, Any]:
    part: dict[str, Any]
    [part] = [one for one in order["sellers"] if one["seller_id"] == str(shop.seller_id)]
    return part


def test_each_shop_of_a_paid_order_hears_of_its_own_part() -> None:
    _, _, _, order = sold()
    paid = OrderPaid(
        order_id=order["id"], customer_id=uuid7(), total=order["total"], lines=[], sequence=2,
        sellers=[
            {
                "seller_order_id": one["id"], "seller_id": one["seller_id"], "total": one["total"],
                "tax": one["tax_total"], "commission": one["tax_total"],
            }
            for one in order["sellers"]
        ],
    )  # fmt: skip

    bus.deliver(notify_shops_of_order, paid, times=2)

    letters = [letter for _, letter in delivered()]
    assert [letter.subject for letter in letters] == [f"New order {order['number']}"] * 2
    assert sorted("Blue bowl" in letter.text for letter in letters) == [False, True]
    [bowl] = [letter for letter in letters if "Blue bowl" in letter.text]
    assert "Loom" not in bowl.text + bowl.html
    assert f"https://souk.test/seller/orders/{part_of_named('Clay & Co', order)['id']}" in bowl.text
    assert "12 St James" not in bowl.text


def part_of_named(name: str, order: dict[str, Any]) -> dict[str, Any]:
    part: dict[str, Any]
    [part] = [one for one in order["sellers"] if one["seller_name"] == name]
    return part


@pytest.mark.parametrize(
    ("locale", "subject"),
    [("en", "We sent £7.00 back to you"), ("de", "Wir haben dir 7,00\N{NO-BREAK SPACE}£ zurückgeschickt")],
)
def test_what_went_back_is_written_about_with_its_amount_and_a_link(locale: str, subject: str) -> None:
    _, _, _, order = sold(locale)

    bus.deliver(notify_payment_refunded, market.refunded(order, 700), times=2)

    [(_, letter)] = delivered()
    assert letter.subject == subject
    assert f"https://souk.test/orders/{order['id']}" in letter.text
    assert order["number"] in letter.html


def test_what_came_back_and_what_was_refused_are_told_apart() -> None:
    _, _, _, order = sold()
    refund = {"id": uuid7(), "amount": {"amount": 700, "currency": "GBP"}}

    bus.deliver(notify_payment_refund_refused, aftersale.refused(order, refund), times=2)
    bus.deliver(notify_payment_refund_returned, came_back(market.refunded(order, 700)), times=2)

    texts = [letter.text for _, letter in delivered()]
    assert ["did not take the refund" in text for text in texts] == [True, False]
    assert ["a card or an account was closed" in text for text in texts] == [False, True]
    assert all("You need not do anything" in text for text in texts)


def came_back(refunded: PaymentRefunded) -> PaymentRefundReturned:
    return PaymentRefundReturned(**refunded.model_dump(), sequence=refunded.sequence + 1)


def test_a_part_that_is_given_up_is_written_about_unless_the_whole_order_is_cancelled() -> None:
    _, clay, loom, order = sold()
    for shop in (clay, loom):
        assert aftersale.give_up(shop, order).status == 200
        [*_, event] = bus.recorded_as(SellerOrderCancelled)
        bus.deliver(notify_seller_order_cancelled, event, times=2)

    [(_, letter)] = [(to, letter) for to, letter in delivered() if letter.subject.startswith("Part of")]
    assert "Clay & Co cannot send its part" in letter.text
    assert "It is sold out." in letter.text
    assert "Blue bowl" in letter.html


def test_a_return_is_written_about_to_its_shop_and_then_to_its_customer() -> None:
    customer, clay, _, order = sold()
    market.ship(clay, order)
    line = part_of(clay, order)["lines"][0]["id"]
    asked = [aftersale.ask_return(customer, order, (line, 1)).json for _ in range(2)]
    aftersale.answer_return(clay, asked[0], "accept")
    aftersale.answer_return(clay, asked[1], "decline", answer="It was worn")

    bus.deliver(notify_order_return_requested, bus.recorded_as(OrderReturnRequested)[0], times=2)
    bus.deliver(notify_order_return_accepted, *bus.recorded_as(OrderReturnAccepted), times=2)
    bus.deliver(notify_order_return_declined, *bus.recorded_as(OrderReturnDeclined), times=2)

    letters = {letter.subject: letter.text for _, letter in delivered()}
    number = order["number"]
    assert (
        f"https://souk.test/seller/returns/{asked[0]['id']}"
        in letters[f"A customer wants to return something of order {number}"]
    )
    assert "as the shop says" in letters[f"Your return for order {number} is accepted"]
    assert "The shop says: It was worn" in letters[f"Your return for order {number} is not accepted"]


def test_an_invoice_is_written_about_with_its_number_and_where_it_is() -> None:
    customer, clay, _, order = sold()
    event = InvoiceIssued(
        invoice_id=uuid7(), order_id=order["id"], customer_id=customer.user_id,
        seller_order_id=UUID(part_of(clay, order)["id"]), seller_id=clay.seller_id, kind="credit_note", number="CC-7",
    )  # fmt: skip

    bus.deliver(notify_invoice_issued, event, times=2)

    [(_, letter)] = delivered()
    assert letter.subject == f"Credit note CC-7 for order {order['number']}"
    assert "Clay & Co corrects its invoice" in letter.text
    assert f"https://souk.test/orders/{order['id']}" in letter.text


def test_a_shop_that_is_gone_is_not_written_to(database: World) -> None:
    customer, clay, _, order = sold()
    market.ship(clay, order)
    aftersale.ask_return(customer, order, (part_of(clay, order)["lines"][0]["id"], 1))
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE sellers.sellers SET owner_id = :gone WHERE id = :id", gone=uuid7(), id=clay.seller_id)

    failed = bus.deliver(notify_order_return_requested, *bus.recorded_as(OrderReturnRequested))

    assert failed == []
    assert [letter for _, letter in delivered() if "return" in letter.subject] == []
