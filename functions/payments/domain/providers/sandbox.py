"""A provider for the stages local and dev that keeps its own books, so that how often it charged can be proved."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, StringConstraints

from functions.payments.domain import sandbox_store
from functions.payments.domain.model import Attempt, InvalidSignature, NextAction, Refund
from functions.payments.domain.movements import MovementPage
from functions.payments.domain.provider import (
    ChargeNotice,
    ChargeResult,
    DisputeNotice,
    DisputeStatus,
    Notice,
    Outcome,
    OutcomeUnknown,
    Provider,
    RefundOutcome,
    RefundResult,
)
from functions.payments.domain.sandbox_store import SandboxCharge
from functions.payments.payouts.domain.model import Payout
from functions.payments.payouts.domain.transfers import TransferResult
from souk import Money, settings
from souk.parsing import read_json
from souk.resources import Secret

CONFIRMATION_CODE = "123456"
SIGNATURE_HEADER = "souk-signature"
OLDEST_NOTICE = timedelta(minutes=5)
MOVEMENTS_AT_ONCE = 500
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
    amount: Money | None = None
    dispute: ShortText | None = None
    reason: ShortText = "general"
    due_at: AwareDatetime | None = None


class Sandbox(Provider):
    """Charges nobody; the method's name decides what happens."""

    name = "sandbox"
    key_life = timedelta(days=1)
    signing: ClassVar = Secret("provider-sandbox", generated="webhook_secret")
    secrets: ClassVar[tuple[Secret, ...]] = (signing,)

    def charge(self, payment: Attempt) -> ChargeResult:
        """Decide by the method's name, once per key; sandbox_timeout does not answer the first time."""
        status, reason = _DECIDES.get(payment.method, _UNKNOWN)
        if status == "captured" and payment.captured_later:
            status = "authorized"
        entered = sandbox_store.charge(payment.key, payment.method, payment.money, status, reason)
        if payment.method == "sandbox_timeout" and entered.asked == 1:
            raise OutcomeUnknown("the sandbox charged and did not answer in time")
        return _result(payment, entered)

    def resume(self, payment: Attempt, code: str | None) -> ChargeResult:
        """Go on when the code is right, decline when it is wrong; without one nothing changes."""
        if code is None:
            return self.look_up(payment) or ChargeResult(Outcome.VOIDED)
        if hmac.compare_digest(code.encode(), CONFIRMATION_CODE.encode()):
            return _decide(payment, "authorized" if payment.captured_later else "captured")
        return _decide(payment, "declined", "confirmation_failed")

    def look_up(self, payment: Attempt) -> ChargeResult | None:
        """Find what became of a charge."""
        found = sandbox_store.lookup(payment.key)
        return None if found is None else _result(payment, found)

    def void(self, payment: Attempt) -> ChargeResult:
        """Forget a charge that waits for its code or its capture."""
        return _decide(payment, "voided", open_ones=("requires_action", "authorized"))

    def capture(self, payment: Attempt) -> ChargeResult:
        """Take what was authorised."""
        return _decide(payment, "captured", open_ones=("authorized",))

    def refund(self, refund: Refund) -> RefundResult:
        """Give money back once per key, never more than was captured."""
        accepted = sandbox_store.refund(refund.key, refund.charge_key, refund.amount)
        return _refunded(refund) if accepted else RefundResult(RefundOutcome.REFUSED, reason="exceeds_capture")

    def look_up_refund(self, refund: Refund) -> RefundResult | None:
        """Find a refund."""
        return _refunded(refund) if sandbox_store.has_refund(refund.key) else None

    def transfer(self, payout: Payout) -> TransferResult:
        """Note what goes to a shop, once per key."""
        sandbox_store.transfer(str(payout.id), str(payout.seller_id), payout.money)
        return TransferResult(accepted=True, reference=f"sandbox-{payout.id}")

    def list_movements(self, since: datetime, until: datetime, page: str | None) -> MovementPage:
        """Read the books."""
        found = sandbox_store.list_movements(since, until, UUID(page) if page else None, MOVEMENTS_AT_ONCE)
        return MovementPage(found, found[-1].entry if len(found) == MOVEMENTS_AT_ONCE else None)

    def answer_dispute(self, reference: str, evidence: Mapping[str, str] | None) -> bool:
        """Take the answer to a dispute that stands in the books."""
        return sandbox_store.answer_dispute(reference, "accepted" if evidence is None else evidence["text"])

    def read_notice(self, headers: Mapping[str, str], body: str, now: datetime) -> Notice:
        """Check `souk-signature: t=<unix seconds>,v1=<HMAC-SHA256 of "t.body">` and read the notice."""
        secret = str(settings.secret(self.signing.setting)["webhook_secret"])
        fields = dict(part.split("=", 1) for part in headers.get(SIGNATURE_HEADER, "").split(",") if "=" in part)
        time, signature = fields.get("t", ""), fields.get("v1", "")
        signed = _SECONDS.fullmatch(time) and sign(time, body, secret)
        if not signed or not hmac.compare_digest(signed.encode(), signature.encode(errors="replace")):
            raise InvalidSignature("The webhook is not signed by its provider.")
        if abs(now.timestamp() - int(time)) > OLDEST_NOTICE.total_seconds():
            raise InvalidSignature("The webhook was signed too long ago.")
        return _read(read_json(SandboxNotice, body))


def sign(time: str, body: str, secret: str) -> str:
    """Sign a webhook as the sandbox does."""
    return hmac.new(secret.encode(), f"{time}.{body}".encode(), hashlib.sha256).hexdigest()


def _read(notice: SandboxNotice) -> Notice:
    reference = f"sandbox_{notice.charge}"
    match notice.type:
        case "charge.captured":
            result = ChargeResult(Outcome.CAPTURED, reference, amount=notice.amount)
        case "charge.declined":
            result = ChargeResult(Outcome.DECLINED, reference, "declined")
        case "charge.changed":
            return Notice(notice.id, ChargeNotice(notice.charge, None))
        case "dispute.open" | "dispute.won" | "dispute.lost" if notice.dispute and notice.amount:
            status = DisputeStatus(notice.type.removeprefix("dispute."))
            told = DisputeNotice(notice.charge, notice.dispute, status, notice.amount, notice.reason, notice.due_at)
            return Notice(notice.id, told)
        case _:
            return Notice(notice.id, None)
    return Notice(notice.id, ChargeNotice(notice.charge, result))


def _decide(
    payment: Attempt, status: str, reason: str | None = None, open_ones: Sequence[str] = ("requires_action",)
) -> ChargeResult:
    found = sandbox_store.decide(payment.key, status, reason, open_ones=open_ones)
    return ChargeResult(Outcome.VOIDED) if found is None else _result(payment, found)


def _result(payment: Attempt, entered: SandboxCharge) -> ChargeResult:
    reference = f"sandbox_{payment.key}"
    match entered.status:
        case "declined":
            passing = entered.reason in _PASSING_REASONS
            return ChargeResult(Outcome.DECLINED_FOR_NOW if passing else Outcome.DECLINED, reference, entered.reason)
        case "requires_action":
            asked = NextAction(type="code", value=None)
            return ChargeResult(Outcome.REQUIRES_ACTION, reference, next_action=asked)
        case "captured":
            fee = Money(amount=entered.fee, currency=payment.currency)
            return ChargeResult(Outcome.CAPTURED, reference, amount=payment.money, fee=fee)
        case status:
            return ChargeResult(Outcome(status), reference)


def _refunded(refund: Refund) -> RefundResult:
    return RefundResult(RefundOutcome.COMPLETED, f"sandbox_{refund.key}")


PROVIDER = Sandbox
