"""PayPal by its Orders and Payments APIs, version 2.

An order is made under our key and carries it; the buyer agrees to it on PayPal's page, and only then do we capture or
authorise, so an order that nobody agreed to, or whose answer never reached us, moves no money. What PayPal calls a
payment is its order's id.
https://developer.paypal.com/docs/api/orders/v2/ and https://developer.paypal.com/docs/api/payments/v2/
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from functions.payments.domain import paypal_report
from functions.payments.domain.model import Attempt, Refund
from functions.payments.domain.movements import MovementPage
from functions.payments.domain.paypal_client import PayPalClient, Refusal
from functions.payments.domain.paypal_disputes import evidences_of, is_answered
from functions.payments.domain.paypal_notices import PayPalNotices
from functions.payments.domain.paypal_orders import GIVEN_UP, captured, last_of, result_of, write_amount
from functions.payments.domain.paypal_report import SEARCH
from functions.payments.domain.provider import (
    ChargeResult,
    Notice,
    Outcome,
    OutcomeUnknown,
    Provider,
    RefundOutcome,
    RefundResult,
)
from souk import Cache, Clock, resources
from souk.resources import Secret
from souk.site import Site

_ORDERS = "/v2/checkout/orders"
_DISPUTES = "/v1/customer/disputes"
_DONE_BEFORE = frozenset({"ORDER_ALREADY_CAPTURED", "ORDER_ALREADY_AUTHORIZED"})
_NOT_AGREED = frozenset({"ORDER_NOT_APPROVED", "PAYER_ACTION_REQUIRED"})
_HOLDS_NO_MORE = frozenset({"AUTHORIZATION_VOIDED", "AUTHORIZATION_EXPIRED"})
_REPORT_MARGIN = timedelta(hours=1)

type Document = dict[str, Any]


class PayPal(Provider):
    """Sends the buyer to PayPal, or charges a wallet that was saved there."""

    name = "paypal"
    # Those of orders; those of captures and refunds hold for 45 days.
    key_life = timedelta(hours=6)
    account: ClassVar = Secret("provider-paypal", '{"client_id": "", "client_secret": "", "webhook_id": ""}')
    secrets: ClassVar[tuple[Secret, ...]] = (account,)
    environment: ClassVar[tuple[str, ...]] = (*Cache.environment, *Site.environment)

    def __init__(self, client: PayPalClient) -> None:
        self._client = client
        self._notices = PayPalNotices(client)

    @classmethod
    def open(cls) -> Self:
        """Prepare to ask; the secret is read by the first question."""
        return cls(PayPalClient(cls.account.setting))

    def charge(self, payment: Attempt) -> ChargeResult:
        """Make the order and say where the buyer agrees; with a saved wallet's token, capture or authorise it."""
        try:
            order = self._created(payment)
        except (Refusal, ValueError) as error:
            return _declined(payment, error)
        result = result_of(payment, order)
        if payment.token is None or result.outcome is not Outcome.REQUIRES_ACTION:
            return result
        return self._complete(payment, order["id"], {"payment_source": {"paypal": {"vault_id": payment.token}}})

    def resume(self, payment: Attempt, code: str | None) -> ChargeResult:  # noqa: ARG002  (PayPal gives no codes)
        """Capture or authorise when the buyer has agreed."""
        order = self._found(payment)
        if order is None:
            return ChargeResult(Outcome.DECLINED, payment.reference, "confirmation_failed")
        result = result_of(payment, order)
        if result.outcome is Outcome.REQUIRES_ACTION and order["status"] == "APPROVED":
            return self._complete(payment, order["id"], {})
        return result

    def look_up(self, payment: Attempt) -> ChargeResult | None:
        """Find what became of a charge; an order that nobody could agree to is none."""
        order = self._found(payment)
        result = None if order is None else result_of(payment, order)
        if result and result.outcome is Outcome.REQUIRES_ACTION and (payment.token or not payment.reference):
            return None
        return result

    def void(self, payment: Attempt) -> ChargeResult:
        """Let go what was authorised, or mark the order as given up, where PayPal lets that be written.

        Nobody captures it either way: that takes a payment that waits for its buyer.
        """
        order = self._found(payment)
        if order is None:
            return ChargeResult(Outcome.VOIDED, payment.reference)
        result = result_of(payment, order)
        try:
            if result.outcome is Outcome.AUTHORIZED:
                self._client.post(f"{_authorization(order)}/void", None, f"{payment.key}-void")
            elif result.outcome is Outcome.REQUIRES_ACTION:
                self._client.patch(f"{_ORDERS}/{order['id']}", [_renamed(GIVEN_UP)])
            else:
                return result
        except Refusal:
            result = result_of(payment, self._shown(order["id"]))
            if result.outcome is not Outcome.REQUIRES_ACTION:
                return result
        return ChargeResult(Outcome.VOIDED, order["id"])

    def capture(self, payment: Attempt) -> ChargeResult:
        """Take what was authorised, all of it at once."""
        order = self._found(payment)
        if order is None:
            return ChargeResult(Outcome.VOIDED, payment.reference)
        result = result_of(payment, order)
        if result.outcome is not Outcome.AUTHORIZED:
            return result
        body = {"amount": write_amount(payment.money), "final_capture": True}
        try:
            taken = self._client.post(f"{_authorization(order)}/capture", body, f"{payment.key}-capture")
        except Refusal as refusal:
            if refusal.issue in _HOLDS_NO_MORE:
                return ChargeResult(Outcome.VOIDED, order["id"])
            if refusal.issue == "AUTHORIZATION_ALREADY_CAPTURED":
                return result_of(payment, self._shown(order["id"]))
            return _declined(payment, refusal)
        return captured(taken.document, order["id"])

    def refund(self, refund: Refund) -> RefundResult:
        """Give back a part of the capture, or all of it."""
        capture = self._captured(refund)
        if capture is None:
            return RefundResult(RefundOutcome.REFUSED, reason="not_captured")
        body = {"amount": write_amount(refund.money), "custom_id": refund.key}
        try:
            given = self._client.post(f"/v2/payments/captures/{capture['id']}/refund", body, refund.key)
        except Refusal as refusal:
            return RefundResult(RefundOutcome.REFUSED, reason=refusal.issue.lower())
        return _refunded(given.document)

    def look_up_refund(self, refund: Refund) -> RefundResult | None:
        """Find a refund among those of its order, by our key."""
        if refund.charge_reference is None:
            return None
        try:
            given = self._shown(refund.charge_reference)["purchase_units"][0].get("payments", {}).get("refunds", [])
        except Refusal as refusal:
            raise OutcomeUnknown("PayPal does not know the order that was captured") from refusal
        return next((_refunded(one) for one in given if one.get("custom_id") == refund.key), None)

    def answer_dispute(self, reference: str, evidence: Mapping[str, str] | None) -> bool:
        """Provide evidence, or accept the claim; what is refused was answered before, or is not to be answered now."""
        dispute = f"{_DISPUTES}/{reference}"
        try:
            if evidence is None:
                self._client.post_form(f"{dispute}/accept-claim", {"note": "Accepted."}, f"{reference}-accept")
            else:
                told = {"evidences": evidences_of(evidence)}
                self._client.post_form(f"{dispute}/provide-evidence", told, f"{reference}-evidence")
        except Refusal as refusal:
            return refusal.status != 404 and is_answered(self._client.get(dispute), accepted=evidence is None)
        return True

    def list_movements(self, since: datetime, until: datetime, page: str | None) -> MovementPage:
        """Search what moved."""
        try:
            return paypal_report.list_movements(lambda query: self._client.get(SEARCH, **query), since, until, page)
        except Refusal as refusal:
            raise OutcomeUnknown(f"PayPal does not show what moved: {refusal.issue}") from refusal

    def read_notice(self, headers: Mapping[str, str], body: str, now: datetime) -> Notice:
        """Check PayPal's signature against its certificate and read the notice."""
        return self._notices.read(headers, body, now)

    def _created(self, payment: Attempt) -> Document:
        """Make the order, or find the one that was made with this key. Raises Refusal, or ValueError."""
        if payment.reference:
            return self._shown(payment.reference)
        body: Document = {
            "intent": "AUTHORIZE" if payment.captured_later else "CAPTURE",
            "purchase_units": [{"amount": write_amount(payment.money), "custom_id": payment.key}],
        }
        if payment.token is None:
            body["payment_source"] = {"paypal": {"experience_context": _page(payment)}}
        made = self._client.post(_ORDERS, body, payment.key)
        return self._shown(made.document["id"]) if made.repeated else made.document

    def _complete(self, payment: Attempt, order_id: str, body: Document) -> ChargeResult:
        act = "authorize" if payment.captured_later else "capture"
        try:
            made = self._client.post(f"{_ORDERS}/{order_id}/{act}", body, f"{payment.key}-{act}")
        except Refusal as refusal:
            if refusal.issue in _DONE_BEFORE | _NOT_AGREED:
                return result_of(payment, self._shown(order_id))
            return _declined(payment, refusal, order_id)
        return result_of(payment, made.document)

    def _found(self, payment: Attempt) -> Document | None:
        """Find the order of a payment; None when PayPal has none, or forgot one that nobody agreed to.

        One whose id never reached us is found by its key, which makes one that moves no money where there was none;
        when keys are forgotten, PayPal's report says what was captured under ours.
        """
        try:
            if payment.reference:
                return self._shown(payment.reference)
            if resources.get(Clock).now() < payment.created_at + self.key_life:
                return self._created(payment)
        except Refusal as refusal:
            if refusal.status == 404 or not payment.reference:
                return None
            raise OutcomeUnknown(refusal.issue) from refusal
        return self._reported(payment)

    def _reported(self, payment: Attempt) -> Document | None:
        until = min(payment.created_at + self.key_life + _REPORT_MARGIN, resources.get(Clock).now())
        window = {"start_date": _at(payment.created_at), "end_date": _at(until), "fields": "transaction_info"}
        page, pages = 1, 1
        while page <= pages:
            report = self._client.get(SEARCH, **window, page_size="500", page=str(page))
            for row in (one["transaction_info"] for one in report["transaction_details"]):
                if row.get("custom_field") == payment.key and row["paypal_reference_id_type"] == "ODR":
                    return self._shown(row["paypal_reference_id"])
            page, pages = page + 1, report["total_pages"]
        return None

    def _captured(self, refund: Refund) -> Document | None:
        if refund.charge_reference is None:
            return None
        try:
            return last_of(self._shown(refund.charge_reference), "captures")
        except Refusal as refusal:
            raise OutcomeUnknown("PayPal does not know the order that was captured") from refusal

    def _shown(self, order_id: str) -> Document:
        return self._client.get(f"{_ORDERS}/{order_id}")


def _page(payment: Attempt) -> Document:
    """Say what PayPal's page is like, and where it sends the buyer back to."""
    back = f"{resources.get(Site).url}/checkout/{payment.order_id}?payment={payment.id}"
    return {
        "return_url": back,
        "cancel_url": f"{back}&cancelled=1",
        "user_action": "PAY_NOW",
        "shipping_preference": "NO_SHIPPING",
        # No cheques: an order is not sent on the word that money is on its way.
        "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
    }


def _declined(payment: Attempt, error: Exception, order_id: str | None = None) -> ChargeResult:
    reason = "declined" if isinstance(error, Refusal) else "unknown_method"
    return ChargeResult(Outcome.DECLINED, order_id or payment.reference, reason)


def _authorization(order: Document) -> str:
    found = last_of(order, "authorizations") or {}
    return f"/v2/payments/authorizations/{found['id']}"


def _renamed(name: str) -> Document:
    return {"op": "replace", "path": "/purchase_units/@reference_id=='default'/custom_id", "value": name}


def _refunded(refund: Document) -> RefundResult:
    match refund["status"]:
        case "COMPLETED":
            return RefundResult(RefundOutcome.COMPLETED, refund["id"])
        case "PENDING":
            return RefundResult(RefundOutcome.PENDING, refund["id"])
        case status:
            return RefundResult(RefundOutcome.REFUSED, refund["id"], status.lower())


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


PROVIDER = PayPal
