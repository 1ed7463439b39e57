"""What moved in an account at Stripe: its balance transactions, each with what it is about.

https://docs.stripe.com/api/balance_transactions/list and https://docs.stripe.com/reports/reporting-categories
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from functions.payments.domain.movements import MovedKind, Movement, our_id
from functions.payments.domain.stripe_amounts import read_amount
from functions.payments.domain.stripe_intents import PAYMENT, REFUND

PAYOUT = "souk_payout"
"""Where a transfer's metadata have our key."""

_CATEGORIES = {
    "charge": MovedKind.CHARGE,
    "refund": MovedKind.REFUND,
    "refund_failure": MovedKind.REFUND_RETURNED,
    "transfer": MovedKind.PAYOUT_MADE,
    "dispute": MovedKind.DISPUTE_OPENED,
    "dispute_reversal": MovedKind.DISPUTE_WON,
}
_KEYS = {
    MovedKind.CHARGE: PAYMENT,
    MovedKind.REFUND: REFUND,
    MovedKind.REFUND_RETURNED: REFUND,
    MovedKind.PAYOUT_MADE: PAYOUT,
}

type Document = dict[str, Any]


def movement_of(entered: Document) -> Movement:
    """Read a balance transaction, its source given in full."""
    kind = _CATEGORIES.get(entered["reporting_category"], MovedKind.OTHER)
    source = entered["source"] if isinstance(entered["source"], dict) else {"id": entered["source"]}
    return Movement(
        entry=entered["id"],
        kind=kind,
        source=_ours(kind, source),
        # Payments are known by their intents.
        reference=source.get("payment_intent") if kind is MovedKind.CHARGE else source["id"],
        amount=_minor(entered["amount"], entered["currency"]),
        fee=_minor(entered["fee"], entered["currency"]),
        currency=entered["currency"].upper(),
        moved_at=datetime.fromtimestamp(entered["created"], UTC),
    )


def _ours(kind: MovedKind, source: Document) -> UUID | None:
    return our_id((source.get("metadata") or {}).get(_KEYS.get(kind)))


def _minor(amount: int, currency: str) -> int:
    """Give an amount in our units; as it is in a currency that nothing is sold in."""
    read = read_amount(amount, currency)
    return amount if read is None else read.amount
