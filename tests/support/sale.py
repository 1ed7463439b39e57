"""What payments and sellers do to an order, published or called as the real ones would."""

from typing import Any

from events.payments import PaymentActionRequired, PaymentCompleted, PaymentFailed, PaymentRefunded
from souk import Event, Money
from souk.ids import uuid7
from tests.support import api, bus, market

SHIPMENT = {"carrier": "Royal Mail", "tracking_number": "RM123456785GB"}


def completed(order: dict[str, Any], sequence: int = 3, **changes: Any) -> PaymentCompleted:
    """Make the event that an order was paid."""
    usual = {"transaction_id": uuid7(), "order_id": order["id"], "amount": order["total"]}
    return PaymentCompleted(**(usual | changes), sequence=sequence)


def failed(order: dict[str, Any], *, final: bool, sequence: int = 3, **changes: Any) -> PaymentFailed:
    """Make the event that an attempt failed."""
    usual = {"transaction_id": uuid7(), "order_id": order["id"], "attempt": 1, "reason": "declined", "final": final}
    return PaymentFailed(**(usual | changes), sequence=sequence)


def action_required(order: dict[str, Any], sequence: int = 2, **changes: Any) -> PaymentActionRequired:
    """Make the event that the buyer has a second step to take."""
    usual = {"transaction_id": uuid7(), "order_id": order["id"]}
    return PaymentActionRequired(**(usual | changes), sequence=sequence)


def refunded(order: dict[str, Any], amount: int, sequence: int = 4) -> PaymentRefunded:
    """Make the event that money went back."""
    money = Money(amount=amount, currency=order["total"]["currency"])
    return PaymentRefunded(
        transaction_id=uuid7(), refund_id=uuid7(), order_id=order["id"], amount=money, reason="returned",
        sequence=sequence,
    )  # fmt: skip


def tell(reaction: str, *events: Event, times: int = 1) -> None:
    """Deliver events to one of the orders' reactions, which must take them."""
    assert bus.deliver(f"orders.{reaction}", *events, times=times) == []


def complete(order: dict[str, Any]) -> None:
    """Let an order be paid."""
    tell("mark_order_paid", completed(order))


def part_of(shop: market.Shop, order: dict[str, Any]) -> str:
    """Give the id of a shop's part of an order."""
    return next(str(part["id"]) for part in order["sellers"] if part["seller_id"] == str(shop.seller_id))


def ship(shop: market.Shop, order: dict[str, Any], **request: Any) -> api.Answer:
    """Let a shop ship its part."""
    return api.call(
        "POST /api/seller/orders/{seller_order_id}/shipments",
        as_=shop.keeper,
        path={"seller_order_id": part_of(shop, order)},
        body=SHIPMENT,
        **request,
    )


def deliver(shop: market.Shop, order: dict[str, Any]) -> api.Answer:
    """Let a shop say that its part arrived."""
    return api.call(
        "POST /api/seller/orders/{seller_order_id}/delivered",
        as_=shop.keeper,
        path={"seller_order_id": part_of(shop, order)},
    )
