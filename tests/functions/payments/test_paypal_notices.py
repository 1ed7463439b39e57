"""What PayPal sends by webhook is checked against its certificate, and a payment by PayPal goes its whole way."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from functions.payments import charge_order, refund_cancelled_order
from functions.payments.domain.provider import DisputeNotice, DisputeStatus, Notice, Providers
from functions.payments.domain.providers.paypal import PayPal as Adapter
from souk.clock import Clock
from souk.errors import Unavailable
from souk.money import Money
from tests.support import api, bus, paying, sales
from tests.support.paying_by_paypal import paypal_for
from tests.support.paypal import Fault, Funding, PayPal, disputes
from tests.support.paypal.shapes import Document
from tests.support.world import World

ROUTE = "POST /api/payments/webhooks/{provider}"
CONFIRM = "POST /api/payments/transactions/{transaction_id}/confirmation"
SENT = paying.MORNING.strftime("%Y-%m-%dT%H:%M:%SZ")


class Shop:
    """A shop that takes PayPal, and an order that is paid so."""

    def __init__(self, paypal: PayPal, adapter: Adapter) -> None:
        self.paypal = paypal
        self.adapter = adapter
        self.providers = Providers(adapter)
        self.clock: Clock = paying.clock()
        self.placed = sales.placed("paypal", amount=1999)
        bus.deliver(charge_order, self.placed, providers=self.providers, clock=self.clock)

    @property
    def transaction(self) -> dict[str, Any]:
        (row,) = paying.transactions(self.placed.order_id)
        return row

    @property
    def order_id(self) -> str:
        return str(self.transaction["reference"])

    def told(
        self, event: Document, *, number: int = 0, at: str = SENT, changed: Mapping[str, str] | None = None
    ) -> api.Answer:
        """Let PayPal, or somebody else, tell of an event."""
        headers, body = self.paypal.notice(event, number, at)
        return self.post({**headers, **(changed or {})}, body)

    def post(self, headers: dict[str, str], body: str) -> api.Answer:
        return api.call(
            ROUTE,
            path={"provider": "paypal"},
            body=body,
            headers=headers,
            providers=self.providers,
            clock=self.clock,
        )

    def agreed(self, funding: Funding = Funding.GOOD) -> Document:
        """Let the buyer agree; give the event that says so."""
        self.paypal.books.approve(self.order_id, funding)
        return self.paypal.last_event("CHECKOUT.ORDER.APPROVED")

    def paid(self) -> str:
        """Let it be paid; give the capture's id."""
        self.told(self.agreed())
        return str(self.paypal.books.order(self.order_id).captures[0]["id"])

    def read(self, event: Document) -> Notice:
        return self.adapter.read_notice(*self.paypal.notice(event, at=SENT), self.clock.now())


@pytest.fixture
def shop(database: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Shop]:
    with paypal_for(database, monkeypatch, tmp_path) as (paypal, adapter):
        yield Shop(paypal, adapter)


def kept(world: World) -> int:
    with world.tx_as("payments") as tx:
        return int(tx.value("SELECT count(*) FROM webhooks"))


def test_who_comes_back_from_paypal_is_charged(shop: Shop) -> None:
    before = shop.transaction
    shop.agreed()

    for _ in range(2):
        answer = api.call(
            CONFIRM,
            path={"transaction_id": str(before["id"])},
            body={},
            as_=api.customer(shop.placed.customer_id),
            providers=shop.providers,
            clock=shop.clock,
        )

    assert before["status"] == "requires_action"
    assert json.loads(before["next_action"]) == {
        "type": "redirect",
        "value": f"{shop.paypal.url}/checkoutnow?token={before['reference']}",
    }
    assert (answer.status, answer.json["status"]) == (200, "completed")
    assert (shop.transaction["captured_amount"], shop.transaction["fee_amount"]) == (1999, 70)
    assert len(shop.paypal.books.order(shop.order_id).captures) == 1


def test_who_never_comes_back_is_charged_because_paypal_says_that_they_agreed(database: World, shop: Shop) -> None:
    event = shop.agreed()

    answers = [shop.told(event).status for _ in range(3)]
    captured = [shop.told(shop.paypal.last_event("PAYMENT.CAPTURE.COMPLETED")).status for _ in range(2)]

    assert answers + captured == [204] * 5
    assert shop.transaction["status"] == "completed"
    assert len(bus.recorded("payment.completed")) == 1
    assert len(shop.paypal.books.order(shop.order_id).captures) == 1
    assert kept(database) == 2


def test_who_agreed_with_a_card_that_is_declined_may_pay_otherwise(shop: Shop) -> None:
    shop.told(shop.agreed(Funding.DECLINED))

    assert (shop.transaction["status"], shop.transaction["failure_reason"]) == ("failed", "declined")


def test_a_review_that_ends_well_completes_the_payment_and_one_that_does_not_fails_it(shop: Shop) -> None:
    shop.told(shop.agreed(Funding.UNDER_REVIEW))
    meanwhile = shop.transaction["status"]
    (capture,) = shop.paypal.books.order(shop.order_id).captures
    shop.paypal.books.decide(capture["id"], well=False)
    shop.told(shop.paypal.last_event("PAYMENT.CAPTURE.DENIED"))
    denied = shop.transaction["status"]
    capture |= {"status_details": {"reason": "PENDING_REVIEW"}}
    shop.paypal.books.decide(capture["id"], well=True)
    shop.told(shop.paypal.last_event("PAYMENT.CAPTURE.COMPLETED"))

    assert (meanwhile, denied, shop.transaction["status"]) == ("confirming", "failed", "completed")


def test_an_order_that_was_cancelled_is_not_captured_though_its_buyer_agrees(shop: Shop) -> None:
    bus.deliver(refund_cancelled_order, sales.cancelled(shop.placed), providers=shop.providers, clock=shop.clock)

    shop.told(shop.agreed())

    assert shop.transaction["status"] == "voided"
    assert shop.paypal.books.order(shop.order_id).captures == []


def test_a_payment_goes_back_when_its_order_is_cancelled_and_the_notice_of_it_changes_nothing(shop: Shop) -> None:
    shop.paid()
    bus.deliver(refund_cancelled_order, sales.cancelled(shop.placed), providers=shop.providers, clock=shop.clock)
    after = shop.transaction

    told = shop.told(shop.paypal.last_event("PAYMENT.CAPTURE.REFUNDED"))

    assert (after["status"], after["refunded_amount"], told.status) == ("refunded", 1999, 204)
    assert shop.transaction == after
    assert len(bus.recorded("payment.refunded")) == 1


def test_a_notice_of_another_amount_changes_nothing(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    event = shop.agreed()
    shop.paypal.books._capture(shop.paypal.books.order(shop.order_id), 1)

    shop.told(shop.paypal.last_event("PAYMENT.CAPTURE.COMPLETED"))

    assert event["event_type"] == "CHECKOUT.ORDER.APPROVED"
    assert shop.transaction["status"] == "requires_action"
    assert '"AmountsDisagree":1' in capsys.readouterr().out


def _later(by: timedelta) -> str:
    return (paying.MORNING + by).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize(
    ("number", "at", "changed"),
    [
        (1, SENT, {}),
        (0, SENT, {"paypal-transmission-id": "another"}),
        (0, SENT, {"paypal-transmission-sig": "no base64"}),
        (0, SENT, {"paypal-transmission-sig": ""}),
        (0, SENT, {"paypal-auth-algo": "none"}),
        (0, SENT, {"paypal-transmission-time": _later(timedelta(minutes=1))}),
        (0, SENT, {"paypal-transmission-time": "yesterday"}),
        (0, SENT, {"paypal-transmission-time": "2026-11-20T09:00:00"}),
        (0, SENT, {"paypal-cert-url": "https://evil.example/v1/notifications/certs/CERT-1"}),
        (0, SENT, {"paypal-cert-url": ""}),
        (0, _later(timedelta(minutes=6)), {}),
        (0, _later(timedelta(days=-5)), {}),
    ],
)
def test_a_notice_that_is_forged_stale_or_of_the_future_is_refused_and_changes_nothing(
    database: World, shop: Shop, number: int, at: str, changed: dict[str, str]
) -> None:
    refused = shop.told(shop.agreed(), number=number, at=at, changed=changed)

    assert (refused.status, refused.code) == (401, "invalid_signature")
    assert shop.transaction["status"] == "requires_action"
    assert kept(database) == 0


@pytest.mark.parametrize("path", ["/../CERT-1", "CERT-1?to=evil", "CERT-unknown"])
def test_a_certificate_that_is_not_paypals_is_refused(shop: Shop, path: str) -> None:
    there = f"{shop.paypal.url}/v1/notifications/certs/{path}"

    assert shop.told(shop.agreed(), changed={"paypal-cert-url": there}).code == "invalid_signature"


def test_a_body_that_was_changed_on_its_way_is_refused(shop: Shop) -> None:
    headers, body = shop.paypal.notice(shop.agreed(), at=SENT)

    assert shop.post(headers, body.replace("19.99", "1.99")).code == "invalid_signature"
    assert shop.post(headers, body + " ").code == "invalid_signature"


def test_a_notice_of_another_account_is_refused(shop: Shop) -> None:
    headers, body = shop.paypal.notice(shop.agreed(), at=SENT)
    shop.paypal.webhook_id = "0AA00000A000000A"
    others, _ = shop.paypal.notice(json.loads(body), at=SENT)

    assert shop.post(others, body).code == "invalid_signature"
    assert shop.post(headers, body).status == 204


def test_a_notice_that_cannot_be_checked_now_comes_again(database: World, shop: Shop) -> None:
    event = shop.agreed()
    shop.paypal.fail("GET /v1/notifications/certs", Fault.INTERNAL)

    now, later = shop.told(event), shop.told(event)

    assert (now.status, now.headers["Retry-After"], later.status) == (503, "30", 204)
    assert (shop.transaction["status"], kept(database)) == ("completed", 1)


def test_a_thousand_notices_ask_for_one_certificate(shop: Shop) -> None:
    event = shop.agreed()
    for number in range(20):
        shop.told(event, number=number % 2)

    assert shop.paypal.counted("GET /v1/notifications/certs") == 1


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (None, DisputeStatus.OPEN),
        ("RESOLVED_SELLER_FAVOUR", DisputeStatus.WON),
        ("CANCELED_BY_BUYER", DisputeStatus.WON),
        ("RESOLVED_BUYER_FAVOUR", DisputeStatus.LOST),
        ("ACCEPTED", DisputeStatus.LOST),
    ],
)
def test_a_dispute_says_how_it_stands(shop: Shop, outcome: str | None, status: DisputeStatus) -> None:
    dispute = disputes.open_dispute(shop.paypal.books, shop.paid())
    if outcome:
        disputes.resolve(shop.paypal.books, dispute["dispute_id"], outcome)

    notice = shop.read(shop.paypal.books.events[-1])

    assert notice.about == DisputeNotice(
        charge_key=str(shop.transaction["id"]),
        reference=dispute["dispute_id"],
        status=status,
        amount=Money(amount=1999, currency="GBP"),
        reason="merchandise_or_service_not_received",
        due_at=datetime.fromisoformat("2027-01-05T12:00:00Z"),
    )
    assert shop.told(shop.paypal.books.events[-1]).status == 204


def test_a_dispute_that_does_not_name_our_key_is_known_by_its_capture(shop: Shop) -> None:
    dispute = disputes.open_dispute(shop.paypal.books, shop.paid())
    del dispute["disputed_transactions"][0]["custom"]
    shop.paypal.fail("GET /v2/payments/captures", Fault.INTERNAL)

    with pytest.raises(Unavailable):
        shop.read(shop.paypal.books.events[-1])
    about = shop.read(shop.paypal.books.events[-1]).about

    assert isinstance(about, DisputeNotice)
    assert about.charge_key == str(shop.transaction["id"])


def test_a_capture_that_paypal_takes_back_is_counted(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.paypal.books.reverse(shop.paid())

    assert shop.told(shop.paypal.last_event("PAYMENT.CAPTURE.REVERSED")).status == 204
    assert '"PaymentsReversed":1' in capsys.readouterr().out


def test_what_does_not_matter_here_is_kept_and_let_be(database: World, shop: Shop) -> None:
    before = shop.transaction
    shop.paypal.books.tell("BILLING.SUBSCRIPTION.CREATED", "subscription", {"id": "I-1"})
    shop.paypal.books.tell("PAYMENT.CAPTURE.COMPLETED", "capture", _somebody_elses(UUID(int=7)))

    answers = [shop.told(event).status for event in shop.paypal.books.events[-2:]]

    assert (answers, shop.transaction, kept(database)) == ([204, 204], before, 2)


def _somebody_elses(key: UUID) -> Document:
    amount = {"currency_code": "GBP", "value": "19.99"}
    return {"id": "2GG279541U471931P", "status": "COMPLETED", "amount": amount, "custom_id": str(key)}
