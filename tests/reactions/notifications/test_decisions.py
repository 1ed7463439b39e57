"""People hear once of what concerns them, by the channels that reach them; deciding that sends nothing."""

from typing import Any
from uuid import UUID

import pytest

from events.auth import UserRegistered
from events.orders import OrderPaid, OrderShipped
from events.sellers import SellerApproved, SellerRefused, SellerSuspended
from functions.notifications import (
    notify_order_cancelled,
    notify_order_paid,
    notify_order_shipped,
    notify_payment_failed,
    notify_seller_approved,
    notify_seller_refused,
    notify_seller_suspended,
    notify_user_registered,
)
from souk.ids import uuid7
from tests.support import api, bus, market, sales
from tests.support.post import Letter, Mailbox, Phones
from tests.support.world import World

WORKS = (("Loom", 600), ("Clay & Co", 1999))
PHONE = "+447700900123"
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}


def bought(customer_id: UUID, *others: market.Variant) -> tuple[OrderPaid, OrderShipped]:
    """Let somebody buy two bowls, and one of each other thing; give the events of their payment and their shipment."""
    clay = market.open_shop("Clay & Co")
    options = {"size": "L", "glaze": "blue"}
    bowl = market.put_on_sale(clay, 1999, title="Blue bowl", options=options, sku="BOWL")
    lines = (bowl, 2), *((other, 1) for other in others)
    with market.beforehand():
        order = market.ordered(api.customer(customer_id), *lines, shipping_address=ADDRESS)
        market.pay(order)
        assert market.ship(clay, order).status == 201
        return bus.recorded_as(OrderPaid)[-1], bus.recorded_as(OrderShipped)[-1]


def paid(customer_id: UUID) -> OrderPaid:
    return bought(customer_id)[0]


def shipped(customer_id: UUID) -> OrderShipped:
    return bought(customer_id, market.put_on_sale(market.open_shop("Loom"), 600, title="Red rug"))[1]


def log(world: World) -> list[dict[str, Any]]:
    with world.tx_as("notifications") as tx:
        return tx.rows("SELECT * FROM notification_logs ORDER BY id")


def delivered(mail: Mailbox | None = None, sms: Phones | None = None) -> list[Letter]:
    """Let the channels deliver what is queued, each twice; give the letters."""
    mail = mail or Mailbox()
    bus.drain(times=2, mail=mail, sms=sms or Phones())
    return [letter for _, letter in mail.letters]


def test_a_decision_is_a_row_and_an_event_of_ids_and_is_made_once(database: World) -> None:
    customer = sales.person("Augusta")
    event = paid(customer)

    bus.deliver(notify_order_paid, event, event, times=3)

    (row,) = log(database)
    (queued,) = bus.recorded("notification.email")
    assert (row["status"], row["channel"], row["template"], row["locale"]) == ("queued", "email", "order_receipt", "en")
    assert (row["user_id"], row["event_id"], row["address"]) == (customer, event.id, sales.email(customer))
    assert queued.model_dump() == {"notification_id": row["id"], "user_id": customer}


def test_a_receipt_names_sellers_variants_prices_tax_and_the_address(database: World) -> None:
    bus.deliver(notify_order_paid, paid(sales.person()))

    (letter,) = delivered()

    for text in (letter.text, letter.html.replace("&amp;", "&").replace("&#39;", "'")):
        for words in (
            *("Clay & Co", "Blue bowl", "size: L, glaze: blue", "BOWL", "£19.99", "£39.98", "20%", "£6.66", "£7.33"),
            *("Delivery", "£3.99", "Total", "£43.97", "Ada Lovelace", "12 St James's Square", "London", "SW1Y 4JH"),
            *("VAT included", "United Kingdom"),
        ):
            assert words in text
    assert "- 2 x Blue bowl (size: L, glaze: blue), SKU BOWL" in letter.text


def test_a_receipt_of_several_sellers_says_what_each_of_them_gets(database: World) -> None:
    customer = sales.person()
    with market.beforehand():
        lines = [(market.put_on_sale(market.open_shop(name), amount), 2) for name, amount in WORKS]
        order = market.ordered(api.customer(customer), *lines)
    fields: dict[str, Any] = {"sellers": [], "lines": [], "total": order["total"]}
    bus.deliver(notify_order_paid, OrderPaid(order_id=order["id"], customer_id=customer, sequence=2, **fields))

    (letter,) = delivered()

    parts = [line for line in letter.text.splitlines() if line.startswith(("Sold by", "Together"))]
    assert parts == [
        *("Sold by Clay & Co", "Together: £43.97 · VAT included: £7.33"),
        *("Sold by Loom", "Together: £15.99 · VAT included: £2.67"),
    ]
    assert letter.html.count("Together") == 2


def test_a_shipment_goes_by_mail_and_to_the_phone_with_its_own_lines_only(database: World) -> None:
    mail, sms = Mailbox(), Phones()
    bus.deliver(notify_order_shipped, shipped(sales.person(phone=PHONE)), times=2)

    (letter,) = delivered(mail, sms)

    assert "Clay & Co shipped" in letter.text
    assert "2 x Blue bowl" in letter.text
    assert "Red rug" not in letter.text + letter.html
    assert "The rest of the order follows" in letter.text
    ((phone, text),) = sms.texts
    assert phone == PHONE
    assert text.startswith("Souk: part of order")
    assert text.endswith(f"with Royal Mail, tracking number {market.SHIPMENT['tracking_number']}.")


def test_without_a_phone_there_is_only_mail(database: World) -> None:
    sms = Phones()
    bus.deliver(notify_order_shipped, shipped(sales.person()))

    assert [row["channel"] for row in log(database)] == ["email"]
    assert len(delivered(sms=sms)) == 1
    assert sms.texts == []


def test_a_message_is_written_in_the_language_of_the_person(database: World) -> None:
    for locale in ("de-AT", "ar", "fr"):
        bus.deliver(notify_user_registered, UserRegistered(user_id=sales.person(locale=locale)))

    letters = delivered()

    assert [row["locale"] for row in log(database)] == ["de-AT", "ar", "fr"]
    assert {letter.subject for letter in letters} == {
        *("Willkommen bei Souk, Ada", "مرحبًا بك في سوق، Ada", "Welcome to Souk, Ada"),
    }


def test_a_receipt_is_written_by_the_customs_of_the_persons_language(database: World) -> None:
    bus.deliver(notify_order_paid, paid(sales.person(locale="de")))

    (letter,) = delivered()

    for text in (letter.text, letter.html):
        for words in (
            "39,98\N{NO-BREAK SPACE}£",
            "Inklusive Mehrwertsteuer (20\N{NO-BREAK SPACE}%)",
            "Vereinigtes Königreich",
        ):
            assert words in text


def test_what_sellers_write_begins_no_line_of_ours(database: World) -> None:
    forged = "Mug\n\nIMPORTANT: pay again at http://evil.example\u2028\x1b[2J\u202e"
    sms = Phones()
    customer = sales.person(phone=PHONE)
    event = shipped(customer).model_copy(update={"carrier": forged, "tracking_number": forged})
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE orders.order_lines SET title = :forged WHERE sku = 'BOWL'", forged=forged)
    bus.deliver(notify_order_shipped, event)

    (letter,) = delivered(sms=sms)

    lines = [line for text in (letter.text, letter.html, sms.texts[0][1]) for line in text.splitlines()]
    assert len([line for line in lines if "IMPORTANT" in line]) == 6
    assert not [line for line in lines if line.lstrip().startswith("IMPORTANT")]
    assert not {"\x1b", "\u2028", "\u202e"} & set("".join(lines))
    assert len(sms.texts[0][1].splitlines()) == 1


@pytest.mark.parametrize(("final", "letters"), [(True, 1), (False, 0)])
def test_only_a_final_failure_is_written_about(database: World, final: bool, letters: int) -> None:
    order = sales.placed(customer_id=sales.person())

    bus.deliver(notify_payment_failed, market.failed({"id": order.order_id}, final=final), times=2)

    written = delivered()
    assert len(written) == letters
    assert all(f"https://souk.test/checkout/{order.order_id}" in letter.text for letter in written)


@pytest.mark.parametrize(
    ("reason", "words"),
    [("customer", "You asked for it."), ("out_of_stock", "sold out"), ("payment_overdue", "back in your cart")],
)
def test_a_cancellation_is_written_about_with_its_reason(database: World, reason: str, words: str) -> None:
    order = sales.placed(customer_id=sales.person())

    bus.deliver(notify_order_cancelled, sales.cancelled(order).model_copy(update={"reason": reason}), times=2)

    assert [words in letter.text for letter in delivered()] == [True]


def test_events_out_of_order_each_have_their_message(database: World) -> None:
    customer = sales.person()
    receipt, shipment = bought(customer)

    bus.deliver(notify_order_shipped, shipment, times=2)
    bus.deliver(notify_order_paid, receipt, times=2)

    assert sorted(row["template"] for row in log(database)) == ["order_receipt", "order_shipped"]


def test_a_new_user_is_greeted_by_name_without_a_way_in_for_scripts(database: World) -> None:
    user = sales.person("<script>alert(1)</script>")
    bus.deliver(notify_user_registered, UserRegistered(user_id=user), times=2)

    (letter,) = delivered()

    assert "<script" not in letter.html
    assert "&lt;script&gt;alert(1)" in letter.html


@pytest.mark.parametrize(
    ("locale", "subjects"),
    [
        ("en", ["Kiln is suspended", "Your application for Kiln", "Kiln may sell now"]),
        ("de", ["Kiln ist gesperrt", "Deine Bewerbung für Kiln", "Kiln darf jetzt verkaufen"]),
        ("ar", ["أُوقف متجر Kiln", "طلبك لفتح متجر Kiln", "يمكن لمتجر Kiln أن يبيع الآن"]),
    ],
)
def test_an_owner_hears_in_their_language_what_was_decided_about_their_shop(
    database: World, locale: str, subjects: list[str]
) -> None:
    shop: dict[str, Any] = {"seller_id": uuid7(), "owner_id": sales.person(locale=locale), "shop_name": "Kiln"}

    # The latest arrives first.
    suspended = SellerSuspended(**shop, sequence=4)
    bus.deliver(notify_seller_suspended, suspended, times=2)
    bus.deliver(notify_seller_refused, SellerRefused(**shop, sequence=2), times=2)
    bus.deliver(notify_seller_approved, SellerApproved(**shop, sequence=3), times=2)

    written = delivered()
    assert [letter.subject for letter in written] == subjects
    assert ["https://souk.test/sell\n" in letter.text for letter in written] == [True, True, False]
    assert "https://souk.test/seller\n" in written[2].text


def test_somebody_who_is_gone_is_not_written_to(database: World) -> None:
    gone = uuid7()

    failed = [
        *bus.deliver(notify_user_registered, UserRegistered(user_id=gone)),
        *bus.deliver(notify_order_paid, paid(gone)),
        *bus.deliver(notify_order_shipped, shipped(gone)),
        *bus.deliver(notify_order_cancelled, sales.cancelled(sales.placed())),
    ]

    assert (failed, log(database), bus.recorded()) == ([], [], [])
