"""People hear once of what concerns them, by the channels that reach them; deciding that sends nothing."""

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from events.auth import UserRegistered
from events.orders import OrderPaid, OrderShipped
from events.payments import PaymentFailed
from functions.notifications import (
    notify_order_cancelled,
    notify_order_paid,
    notify_order_shipped,
    notify_payment_failed,
    notify_user_registered,
)
from functions.notifications.domain import templates
from souk.ids import uuid7
from tests.support import api, bus, market, sales
from tests.support.post import Letter, Mailbox, Phones
from tests.support.world import World

WORKS = (("Loom", 600), ("Clay & Co", 1999))
PHONE = "+447700900123"
ADDRESS = {"name": "Ada Lovelace", "line1": "12 St James's Square", "city": "London", "postal_code": "SW1Y 4JH"}


def paid(world: World, buyer: UUID) -> OrderPaid:
    order = sales.placed(world, customer_id=buyer, amount=4598, address={**ADDRESS, "country": "GB"})
    options = {"Size": "L", "Glaze": "blue"}
    sales.sold(world, order, "Blue bowl", 2, 1999, "Clay & Co", options=options, shipping=600, tax=766)
    fields: dict[str, Any] = {"sellers": [], "lines": [], "total": order.total}
    return OrderPaid(order_id=order.order_id, customer_id=buyer, sequence=2, **fields)


def shipped(world: World, buyer: UUID, status: str = "shipped", **words: str) -> OrderShipped:
    order = sales.placed(world, customer_id=buyer)
    seller_id = sales.sold(world, order, words.pop("title", "Blue bowl"), 2, 1999, "Clay & Co")
    sales.sold(world, order, "Red rug", 1, 600, "Loom")
    fields: dict[str, Any] = {"seller_order_id": uuid7(), "carrier": "Royal Mail", "tracking_number": "AB123"}
    return OrderShipped(
        order_id=order.order_id, customer_id=buyer, seller_id=seller_id, status=status, sequence=3, **fields | words
    )


def log(world: World) -> list[dict[str, Any]]:
    with world.tx_as("notifications") as tx:
        return tx.rows("SELECT * FROM notification_logs ORDER BY id")


def delivered(mail: Mailbox | None = None, sms: Phones | None = None) -> list[Letter]:
    """Let the channels deliver what is queued, each twice; give the letters."""
    mail = mail or Mailbox()
    bus.drain(times=2, mail=mail, sms=sms or Phones())
    return [letter for _, letter in mail.letters]


def test_a_decision_is_a_row_and_an_event_of_ids_and_is_made_once(database: World) -> None:
    buyer = sales.person(database, "Augusta")
    event = paid(database, buyer)

    bus.deliver(notify_order_paid, event, event, times=3)

    (row,) = log(database)
    (queued,) = bus.recorded("notification.email")
    assert (row["status"], row["channel"], row["template"], row["locale"]) == ("queued", "email", "order_receipt", "en")
    assert (row["user_id"], row["event_id"], row["address"]) == (buyer, event.id, sales.email(database, buyer))
    assert queued.model_dump() == {"notification_id": row["id"], "user_id": buyer}


def test_a_receipt_names_sellers_variants_prices_tax_and_the_address(database: World) -> None:
    bus.deliver(notify_order_paid, paid(database, sales.person(database)))

    (letter,) = delivered()

    for text in (letter.text, letter.html.replace("&amp;", "&").replace("&#39;", "'")):
        for words in (
            *("Clay & Co", "Blue bowl", "Size: L, Glaze: blue", "SKU", "£19.99", "£39.98", "20%", "£7.66"),
            *("Shipping", "£6.00", "Total", "£45.98", "Ada Lovelace", "12 St James's Square", "London", "SW1Y 4JH"),
        ):
            assert words in text
    assert "- 2 x Blue bowl (Size: L, Glaze: blue), SKU SKU" in letter.text


def test_a_receipt_of_several_sellers_says_what_each_of_them_gets(database: World) -> None:
    buyer = sales.person(database)
    with market.beforehand():
        lines = [(market.put_on_sale(market.open_shop(name), amount), 2) for name, amount in WORKS]
        order = market.ordered(api.customer(buyer), *lines)
    fields: dict[str, Any] = {"sellers": [], "lines": [], "total": order["total"]}
    bus.deliver(notify_order_paid, OrderPaid(order_id=order["id"], customer_id=buyer, sequence=2, **fields))

    (letter,) = delivered()

    parts = [line for line in letter.text.splitlines() if line.startswith(("Sold by", "Together"))]
    assert parts == [
        *("Sold by Clay & Co", "Together: £43.05, £7.18 of it tax"),
        *("Sold by Loom", "Together: £12.92, £2.15 of it tax"),
    ]
    assert letter.html.count("Together") == 2


def test_a_shipment_goes_by_mail_and_to_the_phone_with_its_own_lines_only(database: World) -> None:
    mail, sms = Mailbox(), Phones()
    bus.deliver(notify_order_shipped, shipped(database, sales.person(database, phone=PHONE), "partly_shipped"), times=2)

    (letter,) = delivered(mail, sms)

    assert "Clay & Co shipped" in letter.text
    assert "2 x Blue bowl" in letter.text
    assert "Red rug" not in letter.text + letter.html
    assert "The rest of the order follows" in letter.text
    ((phone, text),) = sms.texts
    assert phone == PHONE
    assert text.startswith("Souk: part of order")
    assert text.endswith("with Royal Mail, tracking number AB123.")


def test_without_a_phone_there_is_only_mail(database: World) -> None:
    sms = Phones()
    bus.deliver(notify_order_shipped, shipped(database, sales.person(database)))

    assert [row["channel"] for row in log(database)] == ["email"]
    assert len(delivered(sms=sms)) == 1
    assert sms.texts == []


def test_a_message_is_written_in_the_language_of_the_person(
    database: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(templates.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "de" / "welcome").mkdir(parents=True)
    (tmp_path / "de" / "welcome" / "subject.txt").write_text("Willkommen bei Souk, {{ first_name }}")
    monkeypatch.setattr(templates, "FOLDER", tmp_path)
    for locale in ("de-AT", "fr"):
        bus.deliver(notify_user_registered, UserRegistered(user_id=sales.person(database, locale=locale)))

    letters = delivered()

    assert [row["locale"] for row in log(database)] == ["de-AT", "fr"]
    assert {letter.subject for letter in letters} == {"Willkommen bei Souk, Ada", "Welcome to Souk, Ada"}


def test_what_sellers_write_begins_no_line_of_ours(database: World) -> None:
    forged = "Mug\n\nIMPORTANT: pay again at http://evil.example\u2028\x1b[2J\u202e"
    sms = Phones()
    buyer = sales.person(database, phone=PHONE)
    bus.deliver(notify_order_shipped, shipped(database, buyer, title=forged, carrier=forged, tracking_number=forged))

    (letter,) = delivered(sms=sms)

    lines = [line for text in (letter.text, letter.html, sms.texts[0][1]) for line in text.splitlines()]
    assert len([line for line in lines if "IMPORTANT" in line]) == 6
    assert not [line for line in lines if line.lstrip().startswith("IMPORTANT")]
    assert not {"\x1b", "\u2028", "\u202e"} & set("".join(lines))
    assert len(sms.texts[0][1].splitlines()) == 1


@pytest.mark.parametrize(("final", "letters"), [(True, 1), (False, 0)])
def test_only_a_final_failure_is_written_about(database: World, final: bool, letters: int) -> None:
    order = sales.placed(database, customer_id=sales.person(database))
    event = PaymentFailed(
        transaction_id=uuid7(), order_id=order.order_id, attempt=1, reason="declined", final=final, sequence=2
    )

    bus.deliver(notify_payment_failed, event, times=2)

    assert len(delivered()) == letters


@pytest.mark.parametrize(
    ("reason", "words"), [("customer", "You asked for it."), ("out_of_stock", "sold out"), ("payment_failed", None)]
)
def test_a_cancellation_is_written_about_unless_the_failed_payment_was(
    database: World, reason: str, words: str | None
) -> None:
    order = sales.placed(database, customer_id=sales.person(database))

    bus.deliver(notify_order_cancelled, sales.cancelled(database, order, reason), times=2)

    assert [words in letter.text for letter in delivered() if words] == ([True] if words else [])
    assert len(log(database)) == bool(words)


def test_events_out_of_order_each_have_their_message(database: World) -> None:
    buyer = sales.person(database)
    receipt = paid(database, buyer)
    shipment = shipped(database, buyer).model_copy(update={"order_id": receipt.order_id})

    bus.deliver(notify_order_shipped, shipment, times=2)
    bus.deliver(notify_order_paid, receipt, times=2)

    assert sorted(row["template"] for row in log(database)) == ["order_receipt", "order_shipped"]


def test_a_new_user_is_greeted_by_name_without_a_way_in_for_scripts(database: World) -> None:
    user = sales.person(database, "<script>alert(1)</script>")
    bus.deliver(notify_user_registered, UserRegistered(user_id=user), times=2)

    (letter,) = delivered()

    assert "<script" not in letter.html
    assert "&lt;script&gt;alert(1)" in letter.html


def test_somebody_who_is_gone_is_not_written_to(database: World) -> None:
    gone = uuid7()

    failed = [
        *bus.deliver(notify_user_registered, UserRegistered(user_id=gone)),
        *bus.deliver(notify_order_paid, paid(database, gone)),
        *bus.deliver(notify_order_shipped, shipped(database, gone)),
        *bus.deliver(notify_order_cancelled, sales.cancelled(database, sales.placed(database))),
    ]

    assert (failed, log(database), bus.recorded()) == ([], [], [])
