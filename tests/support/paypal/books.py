"""What PayPal knows of orders and payments, and what it lets happen to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.support.paypal.shapes import Document, Refused, breakdown, link, minor, money, new_id, now


class Funding(StrEnum):
    """What a buyer pays with: whether it holds."""

    GOOD = "good"
    DECLINED = "declined"
    LACKS = "lacks"
    UNDER_REVIEW = "under_review"


# https://developer.paypal.com/api/rest/reference/orders/v2/errors/ and the processor's response codes.
_INSUFFICIENT_FUNDS = "5120"
PAYER = {"payer_id": "QYR5Z8XDVJNXQ", "email_address": "ada@example.com", "name": {"given_name": "Ada"}}


@dataclass
class Order:
    """An order with one purchase unit, and the payments of it."""

    id: str
    intent: str
    unit: Document
    amount: int
    currency: str
    context: Document | None
    status: str
    created: str = field(default_factory=now)
    funding: Funding | None = None
    authorizations: list[Document] = field(default_factory=list)
    captures: list[Document] = field(default_factory=list)
    refunds: list[Document] = field(default_factory=list)


class Books:
    """Orders, what was captured and refunded of them, and whatever else an account has, with the events of it all."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.orders: dict[str, Order] = {}
        self.saved: dict[str, Funding] = {}
        self.disputes: dict[str, Document] = {}
        self.payouts: dict[str, Document] = {}
        self.events: list[Document] = []

    def create(self, body: Mapping[str, Any], keyed: bool) -> Order:
        """Take an order on."""
        for name in ("intent", "purchase_units"):
            if name not in body:
                raise Refused(400, "MISSING_REQUIRED_PARAMETER")
        (unit,) = body["purchase_units"]
        source = body.get("payment_source", {}).get("paypal")
        if source is not None and not keyed:
            raise Refused(400, "PAYPAL_REQUEST_ID_REQUIRED")
        order = Order(
            new_id(),
            body["intent"],
            {"reference_id": "default", **unit},
            minor(unit["amount"]),
            unit["amount"]["currency_code"],
            (source or {}).get("experience_context") or body.get("application_context"),
            "CREATED" if source is None else "PAYER_ACTION_REQUIRED",
        )
        self.orders[order.id] = order
        return order

    def order(self, order_id: str) -> Order:
        """Find an order."""
        if order_id not in self.orders:
            raise Refused(404, "INVALID_RESOURCE_ID")
        return self.orders[order_id]

    def patch(self, order_id: str, changes: list[Document]) -> None:
        """Change what an order says of itself."""
        order = self.order(order_id)
        if order.status == "COMPLETED":
            raise Refused(422, "ORDER_ALREADY_COMPLETED")
        for change in changes:
            assert change["path"] == "/purchase_units/@reference_id=='default'/custom_id"
            order.unit["custom_id"] = change["value"]

    def approve(self, order_id: str, funding: Funding = Funding.GOOD) -> Order:
        """Let the buyer agree to pay."""
        order = self.order(order_id)
        if order.status in ("CREATED", "PAYER_ACTION_REQUIRED"):
            order.status, order.funding = "APPROVED", funding
            self.tell("CHECKOUT.ORDER.APPROVED", "checkout-order", self.shown(order))
        return order

    def complete(self, order_id: str, action: str, body: Mapping[str, Any]) -> Order:
        """Capture or authorise an order that was approved, or with a saved wallet."""
        order = self.order(order_id)
        intent = {"capture": "CAPTURE", "authorize": "AUTHORIZE"}[action]
        if order.status == "COMPLETED":
            raise Refused(422, "ORDER_ALREADY_CAPTURED" if action == "capture" else "ORDER_ALREADY_AUTHORIZED")
        if order.intent != intent:
            raise Refused(422, "ACTION_DOES_NOT_MATCH_INTENT")
        token = body.get("payment_source", {}).get("paypal", {}).get("vault_id")
        if token is not None and token not in self.saved:
            raise Refused(422, "TOKEN_ID_NOT_FOUND")
        funding = order.funding if token is None else self.saved[token]
        if funding is None:
            raise Refused(422, "ORDER_NOT_APPROVED", action)
        if funding is Funding.DECLINED:
            raise Refused(422, "INSTRUMENT_DECLINED")
        order.funding, order.status = funding, "COMPLETED"
        if action == "capture":
            self._capture(order, order.amount)
        else:
            self._authorize(order)
        return order

    def shown(self, order: Order, *, whole: bool = True) -> Document:
        """Write an order as PayPal answers it."""
        here = f"{self.url}/v2/checkout/orders/{order.id}"
        links = [link(here, "self")]
        page = f"{self.url}/checkoutnow?token={order.id}"
        if order.status == "PAYER_ACTION_REQUIRED":
            links.append(link(page, "payer-action"))
        elif order.status == "CREATED":
            links.append(link(page, "approve"))
        shown: Document = {"id": order.id, "status": order.status, "links": links}
        if not whole:
            return shown
        payments = {
            name: found
            for name in ("authorizations", "captures", "refunds")
            if (found := [_without(one, "supplementary_data") for one in getattr(order, name)])
        }
        shown |= {"intent": order.intent, "create_time": order.created}
        shown["purchase_units"] = [order.unit | ({"payments": payments} if payments else {})]
        if order.funding is not None:
            shown["payer"] = PAYER
        return shown

    def authorization(self, authorization_id: str) -> tuple[Order, Document]:
        """Find what was authorised, with its order."""
        return self._found("authorizations", authorization_id)

    def capture(self, capture_id: str) -> tuple[Order, Document]:
        """Find what was captured, with its order."""
        return self._found("captures", capture_id)

    def refunded(self, refund_id: str) -> Document:
        """Find a refund."""
        return self._found("refunds", refund_id)[1]

    def capture_authorized(self, authorization_id: str, body: Mapping[str, Any]) -> Document:
        """Take what was authorised."""
        order, authorized = self.authorization(authorization_id)
        if authorized["status"] == "VOIDED":
            raise Refused(422, "AUTHORIZATION_VOIDED")
        if authorized["status"] == "CAPTURED":
            raise Refused(422, "AUTHORIZATION_ALREADY_CAPTURED")
        wanted = body.get("amount", authorized["amount"])
        amount = minor(wanted)
        if wanted["currency_code"] != order.currency:
            raise Refused(422, "AUTH_CAPTURE_CURRENCY_MISMATCH")
        taken = sum(minor(one["amount"]) for one in order.captures)
        if (taken + amount) * 100 > order.amount * 115:
            raise Refused(422, "MAX_CAPTURE_AMOUNT_EXCEEDED")
        final = bool(body.get("final_capture")) or taken + amount >= order.amount
        authorized["status"] = "CAPTURED" if final else "PARTIALLY_CAPTURED"
        return self._capture(order, amount, authorization_id)

    def void(self, authorization_id: str) -> Document:
        """Let go what was authorised."""
        _, authorized = self.authorization(authorization_id)
        if authorized["status"] == "VOIDED":
            raise Refused(422, "PREVIOUSLY_VOIDED")
        if authorized["status"] in ("CAPTURED", "PARTIALLY_CAPTURED"):
            raise Refused(422, "PREVIOUSLY_CAPTURED")
        authorized |= {"status": "VOIDED", "update_time": now()}
        self.tell("PAYMENT.AUTHORIZATION.VOIDED", "authorization", authorized)
        return authorized

    def refund(self, capture_id: str, body: Mapping[str, Any]) -> Document:
        """Give back a part of what was captured, or all that is left."""
        order, captured = self.capture(capture_id)
        left = minor(captured["amount"]) - sum(minor(one["amount"]) for one in order.refunds)
        if left == 0:
            raise Refused(422, "CAPTURE_FULLY_REFUNDED")
        amount = minor(body["amount"]) if "amount" in body else left
        if "amount" in body and body["amount"]["currency_code"] != order.currency:
            raise Refused(422, "REFUND_CAPTURE_CURRENCY_MISMATCH")
        if amount > left:
            raise Refused(422, "REFUND_AMOUNT_EXCEEDED")
        refund: Document = {
            "id": new_id(),
            "status": "COMPLETED",
            "amount": money(amount, order.currency),
            "custom_id": body.get("custom_id", order.unit.get("custom_id", "")),
            "create_time": now(),
        }
        refund["links"] = [
            link(f"{self.url}/v2/payments/refunds/{refund['id']}", "self"),
            link(f"{self.url}/v2/payments/captures/{capture_id}", "up"),
        ]
        order.refunds.append(refund)
        captured["status"] = "REFUNDED" if amount == left else "PARTIALLY_REFUNDED"
        self.tell("PAYMENT.CAPTURE.REFUNDED", "refund", refund)
        return refund

    def decide(self, capture_id: str, *, well: bool) -> None:
        """Let a review end."""
        _, captured = self.capture(capture_id)
        captured["status"] = "COMPLETED" if well else "DECLINED"
        captured.pop("status_details")
        if well:
            captured["seller_receivable_breakdown"] = breakdown(captured["amount"])
        self.tell("PAYMENT.CAPTURE.COMPLETED" if well else "PAYMENT.CAPTURE.DENIED", "capture", captured)

    def reverse(self, capture_id: str) -> None:
        """Let PayPal take a capture back."""
        _, captured = self.capture(capture_id)
        reversal = {"id": new_id(), "amount": captured["amount"], "status": "COMPLETED", "create_time": now()}
        self.tell("PAYMENT.CAPTURE.REVERSED", "refund", reversal | {"custom_id": captured["custom_id"]})

    def tell(self, event_type: str, resource_type: str, resource: Document) -> None:
        """Note an event, which the webhook is told of."""
        self.events.append(
            {
                "id": f"WH-{new_id()}-{new_id()}",
                "event_version": "1.0",
                "create_time": now(),
                "resource_type": resource_type,
                "event_type": event_type,
                "summary": event_type.lower().replace(".", " "),
                "resource": resource,
            }
        )

    def _authorize(self, order: Order) -> None:
        authorized: Document = {
            "id": new_id(),
            "status": "CREATED",
            "amount": money(order.amount, order.currency),
            "create_time": now(),
            "supplementary_data": {"related_ids": {"order_id": order.id}},
        } | _named(order)
        here = f"{self.url}/v2/payments/authorizations/{authorized['id']}"
        authorized["links"] = [link(here, "self"), link(f"{here}/capture", "capture", "POST")]
        order.authorizations.append(authorized)
        self.tell("PAYMENT.AUTHORIZATION.CREATED", "authorization", authorized)

    def _capture(self, order: Order, amount: int, authorization_id: str | None = None) -> Document:
        ids = {"order_id": order.id} | ({"authorization_id": authorization_id} if authorization_id else {})
        captured: Document = {
            "id": new_id(),
            "status": "COMPLETED",
            "amount": money(amount, order.currency),
            "final_capture": True,
            "create_time": now(),
            "supplementary_data": {"related_ids": ids},
        } | _named(order)
        captured["links"] = [link(f"{self.url}/v2/payments/captures/{captured['id']}", "self")]
        match order.funding:
            case Funding.LACKS:
                captured["status"] = "DECLINED"
                captured["processor_response"] = {"response_code": _INSUFFICIENT_FUNDS}
            case Funding.UNDER_REVIEW:
                captured["status"] = "PENDING"
                captured["status_details"] = {"reason": "PENDING_REVIEW"}
            case _:
                captured["seller_receivable_breakdown"] = breakdown(captured["amount"])
        event = {"DECLINED": "DENIED"}.get(captured["status"], captured["status"])
        order.captures.append(captured)
        self.tell(f"PAYMENT.CAPTURE.{event}", "capture", captured)
        return captured

    def _found(self, kind: str, payment_id: str) -> tuple[Order, Document]:
        for order in self.orders.values():
            for one in getattr(order, kind):
                if one["id"] == payment_id:
                    return order, one
        raise Refused(404, "INVALID_RESOURCE_ID")


def _named(order: Order) -> Document:
    return {name: order.unit[name] for name in ("custom_id", "invoice_id") if name in order.unit}


def _without(document: Document, name: str) -> Document:
    return {key: value for key, value in document.items() if key != name}
