"""A channel delivers a decided message at most once, whatever the provider and the queue do."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from events.notifications import EmailQueued, SmsQueued
from functions.notifications import deliver_email, deliver_sms, notify_order_shipped, notify_user_registered
from functions.notifications.domain import store
from functions.notifications.domain.channel import Down, NoAnswer, NotNow, Refused
from functions.notifications.domain.channels.email import Mail
from functions.notifications.domain.channels.sms import Sms
from souk.breaker import Breaker
from souk.cache import Cache
from souk.ids import uuid7
from tests.reactions.notifications.test_decisions import PHONE, log, shipped
from tests.support import bus, sales
from tests.support.dying import DyingDatabase, Killed
from tests.support.post import Mailbox, Phones
from tests.support.world import World

BREAKER = Breaker(Mail.name)


def queued(user_id: UUID | None = None) -> EmailQueued:
    """Have a mail decided and give the event that has it delivered."""
    from events.auth import UserRegistered

    bus.deliver(notify_user_registered, UserRegistered(user_id=user_id or sales.person()))
    event = bus.recorded("notification.email")[-1]
    assert isinstance(event, EmailQueued)
    return event


def row(world: World, event: EmailQueued | SmsQueued) -> dict[str, Any]:
    (found,) = (one for one in log(world) if one["id"] == event.notification_id)
    return found


def grow_old(world: World) -> None:
    """Let every claim be older than an attempt can last."""
    with world.tx_as("admin") as tx:
        tx.execute(
            "UPDATE notifications.notification_logs SET claimed_at = claimed_at - make_interval(secs => :seconds)",
            seconds=store.CLAIM_SECONDS + 1,
        )


def test_a_message_that_is_delivered_often_is_sent_once(database: World) -> None:
    mail = Mailbox()
    event = queued()

    failed = bus.deliver(deliver_email, event, event, times=3, mail=mail)

    assert failed == []
    ((address, letter),) = mail.letters
    assert address == sales.email(event.user_id)
    assert letter.subject == "Welcome to Souk, Ada"


def test_another_event_of_the_same_message_does_not_send_it_again(database: World) -> None:
    mail = Mailbox()
    event = queued()
    again = EmailQueued(notification_id=event.notification_id, user_id=event.user_id)

    bus.deliver(deliver_email, event, mail=mail)
    bus.deliver(deliver_email, again, times=2, mail=mail)

    assert len(mail.letters) == 1


def test_what_was_sent_is_published_and_its_words_and_address_are_forgotten(database: World) -> None:
    event = queued()

    bus.deliver(deliver_email, event, mail=Mailbox())

    kept = row(database, event)
    assert (kept["status"], kept["reference"], kept["tries"]) == ("sent", "mail-1", 1)
    assert (kept["address"], kept["words"]) == (None, None)
    assert kept["recipient"] == f"{event.user_id.hex[0]}•••@example.com"
    (sent,) = bus.recorded("notification.sent")
    assert (sent.user_id, sent.cause, sent.template) == (event.user_id, kept["event_id"], "welcome")  # type: ignore[attr-defined]
    assert "@" not in json.dumps(sent.envelope())


def test_no_personal_data_reaches_the_application_log(
    database: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    user = sales.person("Augusta", PHONE)
    bus.deliver(notify_order_shipped, shipped(user))
    (mailed,), (texted,) = bus.recorded("notification.email"), bus.recorded("notification.sms")

    bus.deliver(deliver_email, mailed, times=3, mail=Mailbox([NotNow("Throttling"), RuntimeError("broken")]))
    bus.deliver(deliver_sms, texted, times=2, sms=Phones([NoAnswer("timeout")]))

    written = capsys.readouterr().out + caplog.text + str([vars(record) for record in caplog.records])
    assert "notifications-deliver-email" in written
    for secret in (sales.email(user), "Augusta", "Lovelace", PHONE):
        assert secret not in written


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
    mail, event = Mailbox([error]), queued()

    failed = bus.deliver(deliver_email, event, mail=mail)
    kept = row(database, event)
    bus.deliver(deliver_email, event, times=2, mail=mail)

    assert bool(failed) == retried
    assert (kept["status"], kept["failure"]) == (status, failure)
    assert len(mail.letters) == retried
    assert (kept["words"] is not None) == retried


def test_mail_that_fails_does_not_hold_up_the_phone(database: World) -> None:
    mail, sms = Mailbox([NotNow("Throttling")]), Phones()
    bus.deliver(notify_order_shipped, shipped(sales.person(phone=PHONE)))

    bus.drain(mail=mail, sms=sms)

    assert (len(mail.letters), len(sms.texts)) == (1, 1)
    assert sorted((one["channel"], one["status"], one["tries"]) for one in log(database)) == [
        ("email", "sent", 2),
        ("sms", "sent", 1),
    ]


def test_a_message_killed_anywhere_is_sent_at_most_once_and_always_comes_to_an_end(database: World) -> None:
    outcomes = []
    for point in range(1, 100):
        mail, event = Mailbox(), queued()
        dying = DyingDatabase(database.database("notifications"), point)
        try:
            bus.deliver(deliver_email, event, database=dying, mail=mail)
        except Killed:
            bus.deliver(deliver_email, event, times=2, mail=mail)
            grow_old(database)
            assert bus.deliver(deliver_email, event, times=2, mail=mail) == []
        kept = row(database, event)
        outcomes.append((len(mail.letters), kept["status"], kept["failure"]))
        if dying.survived:
            break

    interrupted = {(0, "failed", "interrupted"), (1, "failed", "interrupted")}
    assert set(outcomes) == {(1, "sent", None), *interrupted}
    assert outcomes[0] == outcomes[-1] == (1, "sent", None)


def test_a_twin_of_a_delivery_that_is_under_way_comes_back_later(database: World) -> None:
    event, twin, twins = queued(), Mailbox(), []

    class Slow(Mailbox):
        def send(self, address: str, parts: Mapping[str, str]) -> str:
            with database.tx_as("admin") as tx:
                assert tx.value("SELECT status FROM notifications.notification_logs") == "sending"
            twins.append(bus.deliver(deliver_email, event, mail=twin))
            return super().send(address, parts)

    mail = Slow()
    bus.deliver(deliver_email, event, mail=mail)
    after = bus.deliver(deliver_email, event, mail=twin)

    assert [len(failed) for failed in twins] == [1]
    assert (len(mail.letters), twin.letters, after) == (1, [], [])
    assert row(database, event)["status"] == "sent"


def test_an_answer_that_comes_when_the_claim_was_given_up_is_still_written_down(database: World) -> None:
    event = queued()

    class Late(Mailbox):
        def send(self, address: str, parts: Mapping[str, str]) -> str:
            grow_old(database)
            bus.deliver(deliver_email, EmailQueued(**event.model_dump()), mail=Mailbox())
            assert row(database, event)["status"] == "failed"
            return super().send(address, parts)

    mail = Late()
    bus.deliver(deliver_email, event, times=2, mail=mail)

    assert len(mail.letters) == 1
    assert (row(database, event)["status"], row(database, event)["failure"]) == ("sent", None)


def test_a_claim_lasts_longer_than_the_function_that_made_it() -> None:
    assert max(deliver_email.handler.spec.timeout, deliver_sms.handler.spec.timeout) < store.CLAIM_SECONDS


def test_words_that_do_not_fit_their_template_leave_the_message_queued(database: World) -> None:
    mail, event = Mailbox(), queued()
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE notifications.notification_logs SET words = '{}'")
    failed = bus.deliver(deliver_email, event, mail=mail)
    kept = row(database, event)
    with database.tx_as("admin") as tx:
        tx.execute("""UPDATE notifications.notification_logs SET words = '{"first_name": "Ada"}'""")

    bus.deliver(deliver_email, event, mail=mail)

    assert (len(failed), kept["status"], kept["tries"]) == (1, "queued", 0)
    assert len(mail.letters) == 1


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_a_person_gets_so_many_an_hour_and_the_rest_later(
    database: World, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    monkeypatch.setattr(Mail if channel == "email" else Sms, "per_hour", 2)
    me, other = sales.person(phone=PHONE), sales.person(phone=PHONE)
    for user in (me, me, me, other):
        bus.deliver(notify_order_shipped, shipped(user))
    events = bus.recorded(f"notification.{channel}")
    mail, sms = Mailbox(), Phones()
    reaction, handed = (deliver_email, {"mail": mail}) if channel == "email" else (deliver_sms, {"sms": sms})

    failed = bus.deliver(reaction, *events, **handed)
    counted = len(mail.letters) + len(sms.texts)
    ((put_off, seconds),) = database.queue.waits
    database.cache.command("FLUSHALL")
    bus.deliver(reaction, *events, times=2, **handed)

    assert (len(failed), counted) == (1, 3)
    assert put_off == str(events[2].id)
    assert 0 < seconds <= 2 * 3600
    assert len(mail.letters) + len(sms.texts) == 4


def test_without_valkey_nobody_waits(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Mail, "per_hour", 0)
    mail = Mailbox()

    bus.deliver(deliver_email, queued(), mail=mail, cache=Cache("redis://127.0.0.1:1"))

    assert len(mail.letters) == 1


def test_a_provider_that_is_down_is_left_alone_and_what_waits_for_it_is_sent_later(database: World) -> None:
    mail = Mailbox([Down("ServiceUnavailable")] * BREAKER.failures)
    tried = [queued() for _ in range(BREAKER.failures)]
    waiting = queued()
    for event in tried:
        bus.deliver(deliver_email, event, mail=mail)

    bus.deliver(deliver_email, waiting, times=20, mail=mail)
    kept, waits = row(database, waiting), [seconds for of, seconds in database.queue.waits if of == str(waiting.id)]
    for key in database.cache.command("KEYS", "breaker:*:rest"):
        database.cache.command("DEL", key)
    failed = bus.deliver(deliver_email, *tried, waiting, times=2, mail=mail)

    assert (kept["status"], kept["tries"]) == ("queued", 0)
    assert len(waits) == 20
    assert min(waits) >= BREAKER.rest - 1
    assert (failed, len(mail.letters)) == ([], len(tried) + 1)
    assert row(database, waiting)["tries"] == 1


def test_while_one_delivery_tries_a_provider_that_was_down_the_others_wait(database: World) -> None:
    bus.deliver(
        deliver_email, *(queued() for _ in range(BREAKER.failures)), mail=Mailbox([Down("ServiceUnavailable")] * 5)
    )
    database.cache.command("DEL", "breaker:email:rest")
    event, other = queued(), Mailbox()
    others: list[list[str]] = []

    class Probed(Mailbox):
        def send(self, address: str, parts: Mapping[str, str]) -> str:
            others.append(bus.deliver(deliver_email, queued(), mail=other))
            return super().send(address, parts)

    bus.deliver(deliver_email, event, mail=Probed())

    assert ([len(failed) for failed in others], other.letters) == ([1], [])


def test_refused_messages_say_nothing_of_the_provider(database: World) -> None:
    mail = Mailbox([Refused("MessageRejected"), NotNow("Throttling")] * 5)
    bus.deliver(deliver_email, *(queued() for _ in range(10)), mail=mail)

    assert bus.deliver(deliver_email, queued(), mail=mail) == []
    assert len(mail.letters) == 1


def test_a_message_that_is_not_there_any_more_is_let_go(database: World) -> None:
    mail = Mailbox()

    failed = bus.deliver(deliver_email, EmailQueued(notification_id=uuid7(), user_id=uuid7()), mail=mail)

    assert (failed, mail.letters) == ([], [])
