"""People are told once, of what concerns them, and logs do not tell who they are."""

import json
from typing import Any
from uuid import UUID

import pytest

from events.auth import UserRegistered
from events.orders import OrderCancelled, OrderPaid, OrderShipped
from events.payments import PaymentFailed
from functions.notifications import (
    send_order_cancelled,
    send_order_receipt,
    send_order_shipped,
    send_payment_failed,
    send_welcome,
)
from functions.notifications.domain.provider import NoAnswer, NotNow, Refused
from souk.ids import uuid7
from tests.support import bus, paying, sales
from tests.support.post import Mailbox, Phones
from tests.support.world import World

PHONE = "+447700900123"


def _address(user_id: UUID) -> str:
    return f"{user_id.hex}@example.com"


def _paid(world: World, buyer: UUID, amount: int = 4598) -> OrderPaid:
    order = sales.placed(world, customer_id=buyer, amount=amount)
    sales.sold(world, order, "Blue bowl", 2, 1999, "Clay & Co")
    fields: dict[str, Any] = {"sellers": [], "lines": [], "total": order.total}
    return OrderPaid(order_id=order.order_id, customer_id=buyer, sequence=2, **fields)


def _shipped(world: World, buyer: UUID, status: str = "shipped") -> OrderShipped:
    order = sales.placed(world, customer_id=buyer)
    seller_id = sales.sold(world, order, "Blue bowl", 2, 1999, "Clay & Co")
    sales.sold(world, order, "Red rug", 1, 600, "Loom")
    fields: dict[str, Any] = {"seller_order_id": uuid7(), "carrier": "Royal Mail", "tracking_number": "AB123"}
    return OrderShipped(
        order_id=order.order_id, customer_id=buyer, seller_id=seller_id, status=status, sequence=3, **fields
    )


def _log(world: World) -> list[dict[str, Any]]:
    with world.tx_as("notifications") as tx:
        return tx.rows("SELECT * FROM notification_logs ORDER BY notification_id")


def test_a_paid_order_is_receipted_once_however_often_it_is_told(database: World) -> None:
    buyer, mail = sales.person(database), Mailbox()
    event = _paid(database, buyer)

    failed = bus.deliver(send_order_receipt, event, event, times=3, mail=mail)

    assert failed == []
    ((address, letter),) = mail.letters
    assert address == _address(buyer)
    assert "2 x Blue bowl: £39.98" in letter.text
    assert "Delivery: £6.00" in letter.text
    assert "Total: £45.98" in letter.text


def test_what_was_sent_is_logged_and_told_without_the_address(database: World) -> None:
    buyer, mail = sales.person(database), Mailbox()
    event = _paid(database, buyer)

    bus.deliver(send_order_receipt, event, mail=mail)

    (row,) = _log(database)
    assert (row["status"], row["channel"], row["template"]) == ("sent", "email", "order_receipt")
    assert (row["user_id"], row["event_id"], row["reference"]) == (buyer, event.id, "mail-1")
    assert json.loads(row["metadata"]) == {"order_id": str(event.order_id)}
    assert row["recipient"] == f"{buyer.hex[0]}•••@example.com"
    (sent,) = bus.recorded("notification.sent")
    assert (sent.user_id, sent.cause, sent.template) == (buyer, event.id, "order_receipt")  # type: ignore[attr-defined]
    assert "@" not in json.dumps(sent.envelope())


def test_no_personal_data_reaches_the_application_log(
    database: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    buyer = sales.person(database, "Augusta", PHONE)
    event = _shipped(database, buyer)

    bus.deliver(send_order_shipped, event, mail=Mailbox([NotNow("Throttling")]), sms=Phones([NoAnswer("timeout")]))
    bus.deliver(send_order_shipped, event, mail=Mailbox(), sms=Phones())

    written = capsys.readouterr().out + caplog.text + str([vars(record) for record in caplog.records])
    assert "notifications-send-order-shipped" in written
    for secret in (_address(buyer), "Augusta", "Lovelace", PHONE):
        assert secret not in written


def test_a_shipment_is_told_by_mail_and_by_phone_with_its_own_lines_only(database: World) -> None:
    buyer, mail, sms = sales.person(database, phone=PHONE), Mailbox(), Phones()
    event = _shipped(database, buyer, "partly_shipped")

    bus.deliver(send_order_shipped, event, times=2, mail=mail, sms=sms)

    ((_, letter),) = mail.letters
    assert "Clay & Co shipped" in letter.text
    assert "2 x Blue bowl" in letter.text
    assert "Red rug" not in letter.text
    assert "The rest of the order follows" in letter.text
    ((phone, text),) = sms.texts
    assert phone == PHONE
    assert "AB123" in text


def test_without_a_phone_there_is_only_mail(database: World) -> None:
    buyer, mail, sms = sales.person(database), Mailbox(), Phones()

    bus.deliver(send_order_shipped, _shipped(database, buyer), mail=mail, sms=sms)

    assert len(mail.letters) == 1
    assert sms.texts == []


def test_mail_that_fails_does_not_hold_up_the_phone_nor_repeat_it(database: World) -> None:
    buyer = sales.person(database, phone=PHONE)
    mail, sms = Mailbox([NotNow("Throttling")]), Phones()
    event = _shipped(database, buyer)

    first = bus.deliver(send_order_shipped, event, mail=mail, sms=sms)
    second = bus.deliver(send_order_shipped, event, mail=mail, sms=sms)

    assert (len(first), len(second)) == (1, 0)
    assert (len(mail.letters), len(sms.texts)) == (1, 1)
    assert [(row["channel"], row["status"], row["tries"]) for row in _log(database)] == [
        ("email", "sent", 2),
        ("sms", "sent", 1),
    ]


@pytest.mark.parametrize(
    ("error", "retried", "status", "failure"),
    [
        (NotNow("Throttling"), True, "queued", "Throttling"),
        (Refused("MessageRejected"), False, "failed", "MessageRejected"),
        (NoAnswer("ReadTimeoutError"), False, "failed", "no answer: ReadTimeoutError"),
    ],
)
def test_only_a_provider_that_said_not_now_is_asked_again(
    database: World, error: Exception, retried: bool, status: str, failure: str
) -> None:
    buyer, mail = sales.person(database), Mailbox([error])
    event = _paid(database, buyer)

    failed = bus.deliver(send_order_receipt, event, mail=mail)
    (row,) = _log(database)
    bus.deliver(send_order_receipt, event, times=2, mail=mail)

    assert bool(failed) == retried
    assert (row["status"], row["failure"]) == (status, failure)
    assert len(mail.letters) == retried


def test_a_message_killed_anywhere_is_sent_at_most_once(database: World) -> None:
    outcomes = []
    for point in range(1, 100):
        buyer, mail = sales.person(database), Mailbox()
        event = _paid(database, buyer)
        dying = paying.DyingDatabase(database.database("notifications"), point)
        try:
            bus.deliver(send_order_receipt, event, database=dying, mail=mail)
        except paying.Killed:
            bus.deliver(send_order_receipt, event, times=3, mail=mail)
        status = [row["status"] for row in _log(database) if row["event_id"] == event.id]
        outcomes.append((len(mail.letters), *status))
        if dying.survived:
            break

    assert set(outcomes) == {(1, "sent"), (0, "sending"), (1, "sending")}
    assert outcomes[0] == outcomes[-1] == (1, "sent")


def test_the_claim_is_committed_before_the_provider_is_asked(database: World) -> None:
    buyer = sales.person(database)
    event = _paid(database, buyer)
    elsewhere = database.admin()

    class Looking(Mailbox):
        def send(self, address: str, letter: Any) -> str:
            rows = elsewhere.run("SELECT status FROM notifications.notification_logs")
            assert rows == [["sending"]]
            return super().send(address, letter)

    mail = Looking()
    bus.deliver(send_order_receipt, event, mail=mail)
    elsewhere.close()

    assert len(mail.letters) == 1


@pytest.mark.parametrize(("final", "letters"), [(True, 1), (False, 0)])
def test_only_a_final_failure_is_told(database: World, final: bool, letters: int) -> None:
    buyer, mail = sales.person(database), Mailbox()
    order = sales.placed(database, customer_id=buyer)
    event = PaymentFailed(
        transaction_id=uuid7(), order_id=order.order_id, attempt=1, reason="declined", final=final, sequence=2
    )

    bus.deliver(send_payment_failed, event, times=2, mail=mail)

    assert len(mail.letters) == letters


@pytest.mark.parametrize(
    ("reason", "words"), [("customer", "You asked for it."), ("out_of_stock", "sold out"), ("payment_failed", None)]
)
def test_a_cancellation_is_told_unless_the_failed_payment_was(database: World, reason: str, words: str | None) -> None:
    buyer, mail = sales.person(database), Mailbox()
    event: OrderCancelled = sales.cancelled(database, sales.placed(database, customer_id=buyer), reason)

    bus.deliver(send_order_cancelled, event, times=2, mail=mail)

    assert [words in letter.text for _, letter in mail.letters if words] == ([True] if words else [])
    assert len(mail.letters) == bool(words)


def test_a_new_user_is_greeted_by_name_without_a_way_in_for_scripts(database: World) -> None:
    user, mail = sales.person(database, "<script>alert(1)</script>"), Mailbox()

    bus.deliver(send_welcome, UserRegistered(user_id=user), times=2, mail=mail)

    ((address, letter),) = mail.letters
    assert address == _address(user)
    assert "<script" not in letter.html
    assert "&lt;script&gt;alert(1)" in letter.html


def test_somebody_who_is_gone_is_not_written_to(database: World) -> None:
    mail, sms = Mailbox(), Phones()
    gone = uuid7()

    failed = [
        *bus.deliver(send_welcome, UserRegistered(user_id=gone), mail=mail),
        *bus.deliver(send_order_receipt, _paid(database, gone), mail=mail),
        *bus.deliver(send_order_shipped, _shipped(database, gone), mail=mail, sms=sms),
        *bus.deliver(send_order_cancelled, sales.cancelled(database, sales.placed(database)), mail=mail),
    ]

    assert failed == []
    assert (mail.letters, sms.texts, _log(database)) == ([], [], [])
