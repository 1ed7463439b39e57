"""A provider for the stages local and dev that keeps its own books, so that how often it charged can be proved."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from functions.payments.domain.gateway import Charge, ChargeResult, Notice, Outcome, OutcomeUnknown, RefundResult
from functions.payments.domain.gateways import sandbox_store
from functions.payments.domain.gateways.sandbox_store import SandboxCharge
from functions.payments.domain.model import InvalidSignature, NextAction
from souk import Money
from souk.parsing import read_json

CONFIRMATION_CODE = "123456"
SIGNATURE_HEADER = "souk-signature"
OLDEST_NOTICE = timedelta(minutes=5)
_SECONDS = re.compile(r"[0-9]{1,12}")

type ShortText = Annotated[str, StringConstraints(min_length=1, max_length=255)]

_DECIDES = {
    "sandbox_visa": ("captured", None),
    "sandbox_timeout": ("captured", None),
    "sandbox_3ds": ("requires_action", None),
    "sandbox_declined": ("declined", "declined"),
    "sandbox_no_funds": ("declined", "insufficient_funds"),
}
_UNKNOWN = ("declined", "unknown_method")
_PASSING_REASONS = frozenset({"insufficient_funds"})


class SandboxNotice(BaseModel):
    """A webhook's body."""

    id: ShortText
    type: ShortText
    charge: Annotated[str, StringConstraints(max_length=255)]


class SandboxGateway:
    """Charges nobody; the method's name decides what happens."""

    name = "sandbox"

    def charge(self, charge: Charge) -> ChargeResult:
        """Decide by the method's name, once per key; sandbox_timeout does not answer the first time."""
        status, reason = _DECIDES.get(charge.method, _UNKNOWN)
        entered = sandbox_store.charge(charge.key, charge.method, charge.amount, status, reason)
        if charge.method == "sandbox_timeout" and entered.asked == 1:
            raise OutcomeUnknown("the sandbox charged and did not answer in time")
        return _result(charge.key, entered)

    def confirm(self, key: str, code: str) -> ChargeResult:
        """Capture when the code is right, decline when it is wrong."""
        right = hmac.compare_digest(code.encode(), CONFIRMATION_CODE.encode())
        return self._decide(key, *(("captured", None) if right else ("declined", "confirmation_failed")))

    def void(self, key: str) -> ChargeResult:
        """Forget a charge that waits for its code."""
        return self._decide(key, "voided", None)

    def lookup(self, key: str) -> ChargeResult | None:
        """Find what became of a charge."""
        found = sandbox_store.lookup(key)
        return None if found is None else _result(key, found)

    def refund(self, key: str, charge_key: str, amount: Money) -> RefundResult:
        """Give money back once per key, never more than was captured."""
        accepted = sandbox_store.refund(key, charge_key, amount.amount)
        return RefundResult(accepted, f"sandbox_{key}" if accepted else None)

    def read_notice(self, headers: Mapping[str, str], body: str, secret: str, now: datetime) -> Notice:
        """Check `souk-signature: t=<unix seconds>,v1=<HMAC-SHA256 of "t.body">` and read the notice."""
        fields = dict(part.split("=", 1) for part in headers.get(SIGNATURE_HEADER, "").split(",") if "=" in part)
        time, signature = fields.get("t", ""), fields.get("v1", "")
        signed = _SECONDS.fullmatch(time) and sign(time, body, secret)
        if not signed or not hmac.compare_digest(signed.encode(), signature.encode(errors="replace")):
            raise InvalidSignature("The webhook is not signed by its provider.")
        if abs(now.timestamp() - int(time)) > OLDEST_NOTICE.total_seconds():
            raise InvalidSignature("The webhook was signed too long ago.")
        notice = read_json(SandboxNotice, body)
        return Notice(id=notice.id, charge_key=notice.charge, result=_result_of(notice))

    def _decide(self, key: str, status: str, reason: str | None) -> ChargeResult:
        found = sandbox_store.decide(key, status, reason)
        return ChargeResult(Outcome.VOIDED) if found is None else _result(key, found)


def sign(time: str, body: str, secret: str) -> str:
    """Sign a webhook as the sandbox does."""
    return hmac.new(secret.encode(), f"{time}.{body}".encode(), hashlib.sha256).hexdigest()


def _result_of(notice: SandboxNotice) -> ChargeResult | None:
    reference = f"sandbox_{notice.charge}"
    match notice.type:
        case "charge.captured":
            return ChargeResult(Outcome.CAPTURED, reference)
        case "charge.declined":
            return ChargeResult(Outcome.DECLINED, reference, "declined")
        case _:
            return None


def _result(key: str, entered: SandboxCharge) -> ChargeResult:
    reference = f"sandbox_{key}"
    if entered.status == "declined":
        passing = entered.reason in _PASSING_REASONS
        return ChargeResult(Outcome.DECLINED_FOR_NOW if passing else Outcome.DECLINED, reference, entered.reason)
    if entered.status == "requires_action":
        return ChargeResult(Outcome.REQUIRES_ACTION, reference, next_action=NextAction(type="code", value=None))
    return ChargeResult(Outcome(entered.status), reference)


GATEWAY = SandboxGateway
