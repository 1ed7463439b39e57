"""Stripe by its payment intents.

An intent is made and confirmed in one question under our key, with the token that Stripe's fields in the page made of a
card; what Stripe calls a payment is its intent's id. Its metadata hold our ids and nothing else.
https://docs.stripe.com/api/payment_intents, https://docs.stripe.com/api/refunds and https://docs.stripe.com/api/disputes
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, Self

from functions.payments.domain import stripe_notices
from functions.payments.domain.model import Attempt, Refund
from functions.payments.domain.movements import MovementPage
from functions.payments.domain.provider import (
    ChargeResult,
    Notice,
    Outcome,
    OutcomeUnknown,
    Provider,
    RefundOutcome,
    RefundResult,
)
from functions.payments.domain.stripe_amounts import write_amount
from functions.payments.domain.stripe_client import StripeApi, StripeRefusal, StripeUnsure
from functions.payments.domain.stripe_intents import GIVEN_UP, PAYMENT, REFUND, declined, refund_of, result_of
from functions.payments.domain.stripe_report import movement_of
from souk import Cache, Clock, resources
from souk.resources import Secret
from souk.site import Site

if TYPE_CHECKING:
    from stripe import StripeClient

_TOKENS = {"ctoken": "confirmation_token", "pm": "payment_method"}
# Within a minute as a rule, later in an outage: https://docs.stripe.com/search#data-freshness
_SEARCHED_AFTER = timedelta(hours=1)
_CLOCKS_DIFFER = timedelta(minutes=5)
_TAKES_AN_ANSWER = frozenset({"needs_response", "warning_needs_response"})
_EVIDENCE = {
    "text": "uncategorized_text",
    "carrier": "shipping_carrier",
    "tracking_number": "shipping_tracking_number",
    "shipped_on": "shipping_date",
}
MOVEMENTS_AT_ONCE = 100
_WHOLE = ["latest_charge.balance_transaction"]

type Document = dict[str, Any]
type Question = Callable[["StripeClient"], Any]


class Stripe(Provider):
    """Charges cards, kept or typed into Stripe's own fields."""

    name = "stripe"
    # Source: https://docs.stripe.com/api/idempotent_requests
    key_life = timedelta(days=1)
    account: ClassVar = Secret("provider-stripe", '{"secret_key": "", "webhook_secret": ""}')
    secrets: ClassVar[tuple[Secret, ...]] = (account,)
    environment: ClassVar[tuple[str, ...]] = (*Cache.environment, *Site.environment)
    layers: ClassVar[tuple[str, ...]] = ("stripe",)

    def __init__(self, api: StripeApi) -> None:
        self._api = api

    @classmethod
    def open(cls) -> Self:
        """Prepare to ask; library and secret are read by the first question."""
        return cls(StripeApi(cls.account.setting))

    def charge(self, payment: Attempt) -> ChargeResult:
        """Make an intent and confirm it."""
        if payment.reference:
            return result_of(self._shown(payment.reference))
        kind, _, _ = (payment.token or "").partition("_")
        if kind not in _TOKENS:
            return ChargeResult(Outcome.DECLINED, reason="unknown_method")
        try:
            intent = self._made(payment, {_TOKENS[kind]: payment.token, **self._holder(payment)})
        except ValueError:
            return ChargeResult(Outcome.DECLINED, reason="unsupported_amount")
        except StripeRefusal as refusal:
            return result_of(refusal.intent) if refusal.intent else declined(refusal.code, None)
        except StripeUnsure:
            # Its failure is what it answers under this key from now on, whether it moved money or not.
            found = self._searched(payment)
            if found is None:
                raise
            return result_of(found)
        return result_of(self._shown(intent["id"]) if intent["replayed"] else intent)

    def resume(self, payment: Attempt, code: str | None) -> ChargeResult:  # noqa: ARG002  (Stripe gives no codes)
        """See what the customer's step came to; an intent that failed is closed, for the page could go on with it."""
        intent = self._found(payment)
        if intent is None:
            return ChargeResult(Outcome.VOIDED, payment.reference)
        if intent["status"] == "requires_payment_method":
            intent = self._cancelled(payment, intent["id"], GIVEN_UP)
        return result_of(intent)

    def look_up(self, payment: Attempt) -> ChargeResult | None:
        """Find an intent by its id, or by our key in its metadata."""
        found = self._found(payment)
        return None if found is None else result_of(found)

    def void(self, payment: Attempt) -> ChargeResult:
        """Cancel an intent."""
        intent = self._found(payment)
        if intent is None:
            return ChargeResult(Outcome.VOIDED, payment.reference)
        if intent["status"] in ("succeeded", "canceled"):
            return result_of(intent)
        return result_of(self._cancelled(payment, intent["id"], "requested_by_customer"))

    def capture(self, payment: Attempt) -> ChargeResult:
        """Take what was authorised, all of it at once."""
        intent = self._found(payment)
        if intent is None:
            return ChargeResult(Outcome.VOIDED, payment.reference)
        if intent["status"] != "requires_capture":
            return result_of(intent)
        options: Any = {"idempotency_key": f"{payment.key}-capture"}
        try:
            taken = self._api.ask(
                lambda client: client.v1.payment_intents.capture(intent["id"], {"expand": _WHOLE}, options)
            )
        except StripeRefusal as refusal:
            now = self._shown(intent["id"])
            return declined(refusal.code, now["id"]) if now["status"] == "requires_capture" else result_of(now)
        return result_of(taken)

    def refund(self, refund: Refund) -> RefundResult:
        """Give back a part of what was captured, or all of it."""
        if refund.reference:
            return self._shown_refund(refund.reference)
        if not refund.charge_reference:
            return RefundResult(RefundOutcome.REFUSED, reason="not_captured")
        try:
            params: Any = {
                "payment_intent": refund.charge_reference,
                "amount": write_amount(refund.money),
                "metadata": {REFUND: refund.key, PAYMENT: refund.charge_key},
            }
            given = self._api.ask(lambda client: client.v1.refunds.create(params, {"idempotency_key": refund.key}))
        except ValueError:
            return RefundResult(RefundOutcome.REFUSED, reason="unsupported_amount")
        except StripeRefusal as refusal:
            return RefundResult(RefundOutcome.REFUSED, reason=refusal.code)
        except StripeUnsure:
            found = self.look_up_refund(refund)
            if found is None:
                raise
            return found
        return self._shown_refund(given["id"]) if given["replayed"] else refund_of(given)

    def look_up_refund(self, refund: Refund) -> RefundResult | None:
        """Find a refund among those of its charge, by our key in its metadata."""
        if refund.reference:
            return self._shown_refund(refund.reference)
        if not refund.charge_reference:
            return None
        of_charge = {"payment_intent": refund.charge_reference}
        given = self._all(lambda page: lambda client: client.v1.refunds.list(page), of_charge)
        return next((refund_of(one) for one in given if one["metadata"].get(REFUND) == refund.key), None)

    def forget(self, holder: str) -> None:
        """Delete the customer, and with it the card that is kept for it."""
        try:
            self._api.ask(lambda client: client.v1.customers.delete(holder))
        except StripeRefusal as refusal:
            if refusal.code != "resource_missing":
                raise OutcomeUnknown(f"Stripe keeps a card: {refusal.code}") from None

    def answer_dispute(self, reference: str, evidence: Mapping[str, str] | None) -> bool:
        """Submit evidence, or close the dispute; what was submitted before is not again, for banks read one answer."""
        try:
            shown = self._api.ask(lambda client: client.v1.disputes.retrieve(reference))
            details = shown["evidence_details"]
            if shown["status"] == "lost" if evidence is None else details["submission_count"]:
                return True
            if shown["status"] not in _TAKES_AN_ANSWER or details["past_due"]:
                return False
            if evidence is None:
                self._api.ask(lambda client: client.v1.disputes.close(reference))
            else:
                told: Any = {"evidence": {_EVIDENCE[name]: said for name, said in evidence.items()}, "submit": True}
                self._api.ask(lambda client: client.v1.disputes.update(reference, told))
        except StripeRefusal:
            return False
        return True

    def list_movements(self, since: datetime, until: datetime, page: str | None) -> MovementPage:
        """Read balance transactions, the latest first."""
        wanted: Any = {
            "created": {"gte": int(since.timestamp()), "lt": int(until.timestamp())},
            "expand": ["data.source"],
            "limit": MOVEMENTS_AT_ONCE,
            **({"starting_after": page} if page else {}),
        }
        found = self._read(lambda client: client.v1.balance_transactions.list(wanted))
        entered = found["data"]
        return MovementPage([movement_of(one) for one in entered], entered[-1]["id"] if found["has_more"] else None)

    def read_notice(self, headers: Mapping[str, str], body: str, now: datetime) -> Notice:
        """Check Stripe's signature and its age by its library, and read the notice."""
        return stripe_notices.read(self._api, headers, body, now)

    def _holder(self, payment: Attempt) -> Document:
        """Say for whom Stripe keeps the card; one that is to be kept gets a customer of its own.

        Raises StripeRefusal.
        """
        if not payment.keeps_method:
            return {"customer": payment.holder} if payment.holder else {}
        params: Any = {"metadata": {PAYMENT: payment.key}}
        options: Any = {"idempotency_key": f"{payment.key}-customer"}
        made = self._api.ask(lambda client: client.v1.customers.create(params, options))
        return {"customer": made["id"], "setup_future_usage": "on_session"}

    def _made(self, payment: Attempt, method: Document) -> Document:
        """Make an intent and confirm it. Raises StripeRefusal, or ValueError for an amount that Stripe refuses."""
        params: Any = {
            "amount": write_amount(payment.money),
            "currency": payment.currency.lower(),
            "confirm": True,
            # With automatic_async, the usual one, what Stripe keeps is not known yet when it answers.
            "capture_method": "manual" if payment.captured_later else "automatic",
            "allowed_payment_method_types": ["card"],
            # The page that made the token has the script that takes a second step.
            "use_stripe_sdk": True,
            "return_url": f"{resources.get(Site).url}/checkout/{payment.order_id}?payment={payment.id}",
            "metadata": {PAYMENT: payment.key, "souk_order": str(payment.order_id)},
            "expand": _WHOLE,
            **method,
        }
        options: Any = {"idempotency_key": payment.key}
        return self._api.ask(lambda client: client.v1.payment_intents.create(params, options))

    def _cancelled(self, payment: Attempt, intent_id: str, reason: Any) -> Document:
        """Cancel an intent; give it as it is where that cannot be done any more."""
        options: Any = {"idempotency_key": f"{payment.key}-{reason}"}
        with suppress(StripeRefusal):
            self._api.ask(
                lambda client: client.v1.payment_intents.cancel(intent_id, {"cancellation_reason": reason}, options)
            )
        return self._shown(intent_id)

    def _found(self, payment: Attempt) -> Document | None:
        return self._shown(payment.reference) if payment.reference else self._searched(payment)

    def _shown(self, intent_id: str) -> Document:
        return self._read(lambda client: client.v1.payment_intents.retrieve(intent_id, {"expand": _WHOLE}))

    def _shown_refund(self, refund_id: str) -> RefundResult:
        return refund_of(self._read(lambda client: client.v1.refunds.retrieve(refund_id)))

    def _searched(self, payment: Attempt) -> Document | None:
        """Find an intent by our key: by a search where that knows it already, else among those of the last hour."""
        query: Any = {"query": f"metadata['{PAYMENT}']:'{payment.key}'"}
        found = self._read(lambda client: client.v1.payment_intents.search(query))["data"]
        since = max(payment.created_at, resources.get(Clock).now() - _SEARCHED_AFTER) - _CLOCKS_DIFFER
        latest = {"created": {"gte": int(since.timestamp())}}
        for intent in chain(found, self._all(lambda page: lambda client: client.v1.payment_intents.list(page), latest)):
            if intent["metadata"].get(PAYMENT) == payment.key:
                return self._shown(intent["id"])
        return None

    def _all(self, ask: Callable[[Any], Question], wanted: Document) -> Iterator[Document]:
        """Give everything that a list has, a page at a time."""
        page, goes_on = {**wanted, "limit": 100}, True
        while goes_on:
            found = self._read(ask(page))
            yield from found["data"]
            goes_on = found["has_more"]
            page |= {"starting_after": found["data"][-1]["id"]} if goes_on else {}

    def _read(self, question: Question) -> Document:
        try:
            return self._api.ask(question)
        except StripeRefusal as refusal:
            raise OutcomeUnknown(f"Stripe does not show it: {refusal.code}") from None


PROVIDER = Stripe
