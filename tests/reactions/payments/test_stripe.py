"""An order is paid and given back by Stripe once, also where Stripe forgets keys and gives back whatever one asks for.

localstripe does both, so what holds there is what our own claims hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from stripe import StripeClient

from events.orders import OrderCreated
from functions.payments import charge_order, refund_cancelled_order
from functions.payments.domain import stripe_client
from functions.payments.domain.provider import Providers
from souk.money import Money
from tests.providers.conftest import client_of
from tests.providers.conftest import localstripe as localstripe
from tests.support import api, bus, paying, sales
from tests.support.conditions import at_once
from tests.support.localstripe import LocalStripe
from tests.support.paying_by_stripe import METHOD, OldTransport, adapter_of, stripe_for
from tests.support.stripe_server.refusing import Thing
from tests.support.stripe_server.server import ContractServer, Fault
from tests.support.world import World

pytestmark = pytest.mark.xdist_group("localstripe")

ROUTE = "POST /api/payments/webhooks/{provider}"


@dataclass
class Stand:
    """A Stripe with our adapter at it, and with Stripe's own client."""

    providers: Providers
    client: StripeClient

    def charges(self) -> list[Any]:
        """Give what was captured."""
        return [intent for intent in self.client.v1.payment_intents.list() if intent.status == "succeeded"]

    def refunded(self) -> list[int]:
        """Give the amounts that went back."""
        return [refund.amount for intent in self.charges() for refund in self._refunds(intent.id)]

    def _refunds(self, intent: str) -> Any:
        return self.client.v1.refunds.list({"payment_intent": intent})


@pytest.fixture
def server(database: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[ContractServer, Stand]]:
    with stripe_for(database, monkeypatch, tmp_path) as (server, adapter):
        yield server, Stand(Providers(adapter), client_of(server.url))


@pytest.fixture(params=["server", "localstripe"])
def stand(
    request: pytest.FixtureRequest, database: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Stand]:
    if request.param == "server":
        yield request.getfixturevalue("server")[1]
        return
    local: LocalStripe = request.getfixturevalue("localstripe")
    local.forget()
    monkeypatch.setattr(stripe_client, "_transport", OldTransport)
    with adapter_of(local.url, paying.clock(), database.cache, monkeypatch, tmp_path) as adapter:
        yield Stand(Providers(adapter), client_of(local.url))


def placed(token: str = "pm_card_visa", amount: int = 4598) -> OrderCreated:
    return sales.placed(amount=amount).model_copy(update={"payment_method": METHOD, "payment_token": token})


def test_an_order_is_charged_once_however_often_and_at_once_it_is_delivered(stand: Stand) -> None:
    order = placed()
    anew = OrderCreated(**order.model_dump())

    bus.deliver(charge_order, order, providers=stand.providers, times=2)
    at_once([lambda: bus.deliver(charge_order, anew, providers=stand.providers)] * 4)

    assert paying.statuses(order.order_id) == ["completed"]
    assert [charge.amount for charge in stand.charges()] == [4598]
    assert len(bus.recorded("payment.completed")) == 1


def test_a_cancelled_order_is_given_back_once_and_whole(stand: Stand) -> None:
    order = placed()
    bus.deliver(charge_order, order, providers=stand.providers)
    cancellation = sales.cancelled(order)

    bus.deliver(refund_cancelled_order, cancellation, providers=stand.providers, times=3)
    at_once([lambda: bus.deliver(refund_cancelled_order, cancellation, providers=stand.providers)] * 4)

    assert stand.refunded() == [4598]
    assert paying.statuses(order.order_id) == ["refunded"]


def test_a_declined_order_is_not_charged(stand: Stand) -> None:
    # The one name that both know for a card that is declined when it is charged.
    order = placed("pm_card_chargeCustomerFail")

    bus.deliver(charge_order, order, providers=stand.providers, times=2)

    assert paying.statuses(order.order_id) == ["failed"]
    assert stand.charges() == []


def test_what_stripe_keeps_is_written_down(server: tuple[ContractServer, Stand]) -> None:
    order = placed()

    bus.deliver(charge_order, order, providers=server[1].providers)

    (payment,) = paying.transactions(order.order_id)
    assert (payment["captured_amount"], payment["fee_amount"]) == (4598, 4598 * 15 // 1000 + 20)


def test_the_customers_step_is_told_by_webhook_and_completes_the_payment_once(
    server: tuple[ContractServer, Stand],
) -> None:
    stripe, stand = server
    order = placed("pm_card_threeDSecureRequired")
    bus.deliver(charge_order, order, providers=stand.providers)
    (payment,) = paying.transactions(order.order_id)
    asked = paying.statuses(order.order_id)

    stripe.authenticate(payment["reference"])
    notices = stripe.events("payment_intent.requires_action", "payment_intent.succeeded")
    statuses = [send(stripe, stand, notice).status for notice in [*notices[::-1], *notices] * 3]

    assert asked == ["requires_action"]
    assert set(statuses) == {204}
    assert paying.statuses(order.order_id) == ["completed"]
    assert [event.amount for event in bus.recorded("payment.completed")] == [Money(amount=4598, currency="GBP")]  # type: ignore[attr-defined]


def test_a_step_that_failed_is_told_by_webhook(server: tuple[ContractServer, Stand]) -> None:
    stripe, stand = server
    order = placed("pm_card_threeDSecureRequired")
    bus.deliver(charge_order, order, providers=stand.providers)
    (payment,) = paying.transactions(order.order_id)

    stripe.authenticate(payment["reference"], succeeds=False)
    answers = [send(stripe, stand, notice) for notice in stripe.events("payment_intent.payment_failed")]

    assert [answer.status for answer in answers] == [204]
    assert paying.statuses(order.order_id) == ["failed"]
    assert paying.transactions(order.order_id)[0]["failure_reason"] == "confirmation_failed"


def test_a_charge_that_stripe_made_twice_is_booked_once_and_sets_off_an_alarm(
    server: tuple[ContractServer, Stand], capsys: pytest.CaptureFixture[str]
) -> None:
    stripe, stand = server
    order = placed()
    stripe.fail(Fault.TWICE, on="POST /v1/payment_intents")

    bus.deliver(charge_order, order, providers=stand.providers)
    for notice in stripe.events("payment_intent.succeeded"):
        assert send(stripe, stand, notice).status == 204

    assert len(stand.charges()) == 2
    assert '"CapturedTwice":1' in capsys.readouterr().out
    (payment,) = paying.transactions(order.order_id)
    assert (payment["status"], payment["captured_amount"]) == ("completed", 4598)


def test_a_notice_that_stripe_did_not_sign_is_refused_and_changes_nothing(
    server: tuple[ContractServer, Stand],
) -> None:
    stripe, stand = server
    order = placed("pm_card_threeDSecureRequired")
    bus.deliver(charge_order, order, providers=stand.providers)
    stripe.authenticate(paying.transactions(order.order_id)[0]["reference"])
    (notice,) = stripe.events("payment_intent.succeeded")

    answer = send(stripe, stand, notice, secret="whsec_of_another_account")

    assert (answer.status, answer.json["code"]) == (401, "invalid_signature")
    assert paying.statuses(order.order_id) == ["requires_action"]


def send(stripe: ContractServer, stand: Stand, notice: Thing, **how: Any) -> api.Answer:
    headers, body = stripe.notice(notice, **how)
    handed: dict[str, Any] = {"providers": stand.providers, "clock": stripe.clock}
    return api.call(ROUTE, path={"provider": "stripe"}, body=body, headers=headers, **handed)
