"""What Stripe sends by webhook: whether it is Stripe's, and what it is about.

Notices come in any order and hold a state of back then, so what is not final is asked for anew.
https://docs.stripe.com/webhooks and https://docs.stripe.com/api/events/types
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints

from functions.payments.domain.model import InvalidSignature
from functions.payments.domain.provider import (
    ChargeNotice,
    ChargeResult,
    DisputeNotice,
    Notice,
    Outcome,
    OutcomeUnknown,
    RefundNotice,
)
from functions.payments.domain.stripe_amounts import read_amount
from functions.payments.domain.stripe_client import StripeApi, StripeRefusal
from functions.payments.domain.stripe_intents import PAYMENT, REFUND, dispute_of, refund_of, result_of
from souk.errors import Unavailable
from souk.logs import logger
from souk.parsing import read_json

SIGNATURE_HEADER = "stripe-signature"
OLDEST_NOTICE = timedelta(minutes=5)

type ShortText = Annotated[str, StringConstraints(min_length=1, max_length=255)]
type Document = dict[str, Any]


class StripeEventData(BaseModel):
    """What happened to something, as it was then."""

    object: Document


class StripeEvent(BaseModel):
    """A webhook's body; ``account`` is that of a seller where it is not about ours."""

    id: ShortText
    type: ShortText
    account: str | None = None
    data: StripeEventData


def read(api: StripeApi, headers: Mapping[str, str], body: str, now: datetime) -> Notice:
    """Check who sent a notice, and when, and read it.

    Raises InvalidSignature, MalformedJson or Invalid; Unavailable when Stripe has to be asked and does not answer: then
    it comes again.
    """
    signature = headers.get(SIGNATURE_HEADER, "")
    if not api.check(body, signature):
        raise InvalidSignature("The webhook is not signed by its provider.")
    # The library's own check knows no clock but the machine's, and takes what comes from the future.
    signed_at = next(int(part.split("=")[1]) for part in signature.split(",") if part.startswith("t="))
    if abs(now.timestamp() - signed_at) > OLDEST_NOTICE.total_seconds():
        raise InvalidSignature("The webhook was signed too long ago.")
    event = read_json(StripeEvent, body)
    return Notice(event.id, None if event.account else _about(api, event.type, event.data.object))


def _about(api: StripeApi, happened: str, thing: Document) -> ChargeNotice | RefundNotice | DisputeNotice | None:
    """Give what a notice is about; None for what carries no key of ours."""
    try:
        if happened.startswith("payment_intent.") and (key := thing["metadata"].get(PAYMENT)):
            return ChargeNotice(key, _final(api, happened, thing))
        if happened.startswith(("refund.", "charge.refund.")) and (key := thing["metadata"].get(REFUND)):
            return RefundNotice(key, refund_of(thing))
        if happened.startswith("charge.dispute."):
            return _disputed(api, thing["id"])
    except (KeyError, TypeError, AttributeError):
        logger().warning("stripe_notice_of_another_shape", extra={"type": happened})
    return None


def _final(api: StripeApi, happened: str, intent: Document) -> ChargeResult | None:
    if happened == "payment_intent.canceled":
        return result_of(intent)
    if happened != "payment_intent.succeeded":
        return None
    try:
        # The notice does not say what Stripe keeps.
        expand: Any = {"expand": ["latest_charge.balance_transaction"]}
        return result_of(api.ask(lambda client: client.v1.payment_intents.retrieve(intent["id"], expand)))
    except (OutcomeUnknown, StripeRefusal):
        taken = read_amount(intent["amount_received"], intent["currency"])
        return ChargeResult(Outcome.CAPTURED, intent["id"], amount=taken)


def _disputed(api: StripeApi, dispute_id: str) -> DisputeNotice | None:
    """Ask for a dispute as it is now, with the intent that has our key."""
    try:
        expand: Any = {"expand": ["payment_intent"]}
        return dispute_of(api.ask(lambda client: client.v1.disputes.retrieve(dispute_id, expand)))
    except StripeRefusal:
        return None
    except OutcomeUnknown as error:
        raise Unavailable("Stripe could not be asked about a dispute.", retry_after=30) from error
