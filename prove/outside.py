"""The parties outside: a provider of payments that is not always heard, and a mailbox that keeps what was sent."""

import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from functions.notifications.domain.channel import NotNow
from functions.payments.domain.model import Attempt, Refund
from functions.payments.domain.provider import ChargeResult, Outcome, OutcomeUnknown, RefundResult
from functions.payments.domain.providers.sandbox import SIGNATURE_HEADER, Sandbox, sign
from prove.bus import Bus
from prove.faults import Fault, sheltered, strike
from prove.history import Writer
from souk import settings
from tests.support import api, world
from tests.support.post import Mailbox

WEBHOOK = "POST /api/payments/webhooks/{provider}"


class UnreliableSandbox(Sandbox):
    """The sandbox behind a bad line: it may not be reached, not be heard, or say the same thing by webhook as well."""

    def __init__(self, history: Writer, bus: Bus) -> None:
        self._history = history
        self._bus = bus

    def charge(self, payment: Attempt) -> ChargeResult:
        """Charge; for which order is written down."""
        self._history.note("charge", key=payment.key, order_id=payment.order_id, amount=payment.amount)
        return self._told(payment, lambda: super(UnreliableSandbox, self).charge(payment))

    def resume(self, payment: Attempt, code: str | None) -> ChargeResult:
        """Go on after the customer's step."""
        return self._told(payment, lambda: super(UnreliableSandbox, self).resume(payment, code))

    def look_up(self, payment: Attempt) -> ChargeResult | None:
        """Find a charge."""
        return self._asked(lambda: super(UnreliableSandbox, self).look_up(payment))

    def void(self, payment: Attempt) -> ChargeResult:
        """Give a charge up."""
        return self._asked(lambda: super(UnreliableSandbox, self).void(payment))

    def refund(self, refund: Refund) -> RefundResult:
        """Give money back."""
        return self._asked(lambda: super(UnreliableSandbox, self).refund(refund))

    def look_up_refund(self, refund: Refund) -> RefundResult | None:
        """Find a refund."""
        return self._asked(lambda: super(UnreliableSandbox, self).look_up_refund(refund))

    def _asked[T](self, ask: Callable[[], T]) -> T:
        """Ask the sandbox, whose own books are as reliable as a bank's."""
        fault = strike(Fault.PROVIDER_OUT_OF_REACH, Fault.PROVIDER_TIMED_OUT)
        if fault is Fault.PROVIDER_OUT_OF_REACH:
            raise OutcomeUnknown("not reached")
        with sheltered():
            answer = ask()
        if fault:
            raise OutcomeUnknown("timed out")
        return answer

    def _told(self, payment: Attempt, ask: Callable[[], ChargeResult]) -> ChargeResult:
        result = self._asked(ask)
        if result.outcome is Outcome.CAPTURED and strike(Fault.PROVIDER_TOLD_TWICE):
            amount = payment.money.model_dump(mode="json")
            notice = {
                "id": f"captured-{payment.key}",
                "type": "charge.captured",
                "charge": payment.key,
                "amount": amount,
            }
            self._bus.notify(world.registry().operation(WEBHOOK), partial(_signed, notice))
        return result


def _signed(notice: Mapping[str, object]) -> dict[str, Any]:
    body, now = json.dumps(notice), str(int(time.time()))
    secret = str(settings.secret(UnreliableSandbox.signing.setting)["webhook_secret"])
    headers = {SIGNATURE_HEADER: f"t={now},v1={sign(now, body, secret)}"}
    return api.gateway_event(WEBHOOK, body=body, path={"provider": Sandbox.name}, headers=headers)


class WatchedMailbox(Mailbox):
    """Takes letters, some of them not at once, and has them written down."""

    def __init__(self, history: Writer) -> None:
        super().__init__()
        self._history = history

    def send(self, address: str, parts: Mapping[str, str]) -> str:
        """Take a letter."""
        if strike(Fault.MAIL_PUT_OFF):
            raise NotNow("busy")
        self._history.note("mail", address=address, subject=parts["subject.txt"])
        return f"mail for {address}"
