"""Invoices as they are issued, listed and read."""

import json
from io import BytesIO
from typing import Any
from uuid import UUID

from pypdf import PdfReader

from events.orders import OrderCancelled, OrderPaid
from events.payments import PaymentRefunded
from functions.orders.invoices.domain.document import Document
from souk.identity import Caller
from tests.support import aftersale, api, bus, market, world

ISSUE = "orders.invoices.issue_invoices"
CREDIT = "orders.invoices.credit_refund"
WRITE = "orders.invoices.write_invoices"


def paid(customer: Caller, *lines: tuple[market.Variant, int], **changes: Any) -> tuple[dict[str, Any], OrderPaid]:
    """Order something and pay it; give the order and the event that its invoices follow from."""
    order = market.ordered(customer, *lines, **changes)
    market.pay(order)
    [event] = [one for one in bus.recorded_as(OrderPaid) if str(one.order_id) == order["id"]]
    return order, event


def cancelled(customer: Caller, order: dict[str, Any]) -> OrderCancelled:
    """Let the customer cancel an order and give the event of it."""
    api.made("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})
    [event] = [one for one in bus.recorded_as(OrderCancelled) if str(one.order_id) == order["id"]]
    return event


def refunded(shop: market.Shop, order: dict[str, Any], amount: int) -> PaymentRefunded:
    """Let a shop give something back, and give the event that it has gone to the customer."""
    body = {"amount": {"amount": amount, "currency": order["total"]["currency"]}}
    [refund] = aftersale.refund(shop.keeper, order, **body).json["items"]
    return market.refunded(order, amount, reason="damaged", requested_id=refund["id"])


def issued(order: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Give the rows of an order's documents, or of all there are, the first one issued in front."""
    with world.current().tx_as("admin") as tx:
        rows = tx.rows(
            "SELECT * FROM orders.invoices WHERE :order_id::uuid IN (order_id, '00000000-0000-0000-0000-000000000000') "
            "ORDER BY id",
            order_id=order["id"] if order else UUID(int=0),
        )
    return [row | {"document": Document(**json.loads(row["document"]))} for row in rows]


def numbers(kind: str = "invoice") -> dict[UUID, list[int]]:
    """Give the numbers of each shop's series, in order, without what they begin with."""
    found: dict[UUID, list[int]] = {}
    for row in issued():
        if row["kind"] == kind:
            found.setdefault(row["seller_id"], []).append(int(row["number"].rpartition("-")[2]))
    return {shop: sorted(taken) for shop, taken in found.items()}


def listed(customer: Caller, order: dict[str, Any]) -> list[dict[str, Any]]:
    """List the documents of one of the customer's orders."""
    items: list[dict[str, Any]] = api.made(
        "GET /api/orders/{order_id}/invoices", as_=customer, path={"order_id": order["id"]}
    )["items"]
    return items


def read(url: str) -> str:
    """Give the words of a document's file."""
    file = world.current().bucket.download(url)
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
