"""A provider for the stages local and dev that keeps its own books, so that how often it charged can be proved."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints

from functions.payments.domain.gateway import (
    Charge,
    ChargeResult,
    InvalidSignature,
    Notice,
    Outcome,
    OutcomeUnknown,
    RefundResult,
)
from souk import Database, Money, Transaction, resources
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
_PASSING_REASONS = frozenset({"insufficient_funds"})

CHARGE = """
INSERT INTO sandbox_charges AS known (idempotency_key, method, amount, currency, status, reason)
VALUES (:key, :method, :amount, :currency, :status, :reason)
ON CONFLICT (idempotency_key) DO UPDATE SET asked = known.asked + 1
RETURNING status, reason, asked
"""
DECIDE = """
UPDATE sandbox_charges
SET status = :status, reason = :reason
WHERE idempotency_key = :key AND status = 'requires_action'
"""
LOOKUP = """
SELECT status, reason
FROM sandbox_charges
WHERE idempotency_key = :key
"""
LOCK_CHARGE = """
SELECT amount
FROM sandbox_charges
WHERE idempotency_key = :charge_key AND status = 'captured'
FOR UPDATE
"""
REFUND = """
INSERT INTO sandbox_refunds (idempotency_key, charge_key, amount)
SELECT :key::text, :charge_key::text, :amount::bigint
WHERE :amount::bigint + (
    SELECT coalesce(sum(amount), 0)
    FROM sandbox_refunds
    WHERE charge_key = :charge_key
) <= :captured::bigint
ON CONFLICT (idempotency_key) DO NOTHING
"""
REFUND_EXISTS = """
SELECT true
FROM sandbox_refunds
WHERE idempotency_key = :key
"""


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
        status, reason = _DECIDES[charge.method]
        asked = {"method": charge.method, "amount": charge.amount.amount, "currency": charge.amount.currency}
        row = _books().write(lambda tx: tx.row(CHARGE, key=charge.key, status=status, reason=reason, **asked))
        assert row is not None
        if charge.method == "sandbox_timeout" and row["asked"] == 1:
            raise OutcomeUnknown("the sandbox charged and did not answer in time")
        return _result(charge.key, row)

    def confirm(self, key: str, code: str) -> ChargeResult:
        """Capture when the code is right, decline when it is wrong."""
        right = hmac.compare_digest(code.encode(), CONFIRMATION_CODE.encode())
        return self._decide(key, *(("captured", None) if right else ("declined", "confirmation_failed")))

    def void(self, key: str) -> ChargeResult:
        """Forget a charge that waits for its code."""
        return self._decide(key, "voided", None)

    def lookup(self, key: str) -> ChargeResult | None:
        """Tell what became of a charge."""
        row = _books().read(lambda tx: tx.row(LOOKUP, key=key))
        return None if row is None else _result(key, row)

    def refund(self, key: str, charge_key: str, amount: Money) -> RefundResult:
        """Give money back once per key, never more than was captured."""

        def give_back(tx: Transaction) -> RefundResult:
            captured = tx.value(LOCK_CHARGE, charge_key=charge_key)
            if captured is None:
                return RefundResult(accepted=False)
            tx.execute(REFUND, key=key, charge_key=charge_key, amount=amount.amount, captured=captured)
            return RefundResult(accepted=bool(tx.value(REFUND_EXISTS, key=key)), reference=f"sandbox_{key}")

        return _books().write(give_back)

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

        def decide(tx: Transaction) -> dict[str, Any] | None:
            tx.execute(DECIDE, key=key, status=status, reason=reason)
            return tx.row(LOOKUP, key=key)

        row = _books().write(decide)
        return ChargeResult(Outcome.VOIDED) if row is None else _result(key, row)


def sign(time: str, body: str, secret: str) -> str:
    """Sign a webhook as the sandbox does."""
    return hmac.new(secret.encode(), f"{time}.{body}".encode(), hashlib.sha256).hexdigest()


def _books() -> Database:
    """Open the provider's books: committed by themselves, since nobody calls a provider inside a transaction."""
    return resources.get(Database)


def _result_of(notice: SandboxNotice) -> ChargeResult | None:
    reference = f"sandbox_{notice.charge}"
    match notice.type:
        case "charge.captured":
            return ChargeResult(Outcome.CAPTURED, reference)
        case "charge.declined":
            return ChargeResult(Outcome.DECLINED, reference, "declined")
        case _:
            return None


def _result(key: str, row: dict[str, Any]) -> ChargeResult:
    reference = f"sandbox_{key}"
    if row["status"] == "declined":
        passing = row["reason"] in _PASSING_REASONS
        return ChargeResult(Outcome.DECLINED_FOR_NOW if passing else Outcome.DECLINED, reference, row["reason"])
    return ChargeResult(Outcome(row["status"]), reference)
