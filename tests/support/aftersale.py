"""What happens after a sale, done as its people do it: refunds, cancellations of a part, returns."""

from typing import Any

from events.orders import OrderRefundRequested
from events.payments import PaymentRefundRefused
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, bus, market, world
from tests.support.market import Shop


def refund(who: Caller, order: dict[str, Any], **body: Any) -> api.Answer:
    """Give money back of an order."""
    given = {"reason": "damaged"} | body
    return api.call("POST /api/orders/{order_id}/refunds", as_=who, path={"order_id": order["id"]}, body=given)


def cancel(customer: Caller, order: dict[str, Any]) -> api.Answer:
    """Let a customer cancel an order."""
    return api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})


def give_up(shop: Shop, order: dict[str, Any], **body: Any) -> api.Answer:
    """Let a shop cancel its seller order."""
    return api.call(
        "PUT /api/seller/orders/{seller_order_id}/cancel",
        as_=shop.keeper,
        path={"seller_order_id": market.seller_order_of(shop, order)},
        body={"reason": "out_of_stock"} | body,
    )


def ask_return(customer: Caller, order: dict[str, Any], *lines: tuple[str, int], **request: Any) -> api.Answer:
    """Ask to send units of an order's lines back."""
    body = {
        "lines": [{"line_id": line_id, "quantity": quantity} for line_id, quantity in lines],
        "reason": "does_not_fit",
    }
    path = {"order_id": order["id"]}
    return api.call("POST /api/orders/{order_id}/returns", as_=customer, path=path, body=body, **request)


def answer_return(shop: Shop, returned: dict[str, Any], action: str, **body: Any) -> api.Answer:
    """Let a shop accept, decline or receive a return."""
    return api.call(
        "PUT /api/seller/returns/{return_id}",
        as_=shop.keeper,
        path={"return_id": returned["id"]},
        body={"action": action} | body,
    )


def refused(order: dict[str, Any], refund: dict[str, Any], sequence: int = 4) -> PaymentRefundRefused:
    """Make the event that a refund will not happen."""
    return PaymentRefundRefused(
        transaction_id=uuid7(), refund_id=uuid7(), order_id=order["id"], amount=refund["amount"],
        reason="refused_by_provider", requested_id=refund["id"], sequence=sequence,
    )  # fmt: skip


def pay_back() -> None:
    """Let every refund that was requested and is not known to payments be paid back."""
    for event in bus.recorded_as(OrderRefundRequested):
        money = market.refunded({"id": event.order_id, "total": event.amount.model_dump()}, event.amount.amount)
        market.deliver_to_orders("count_refund", money.model_copy(update={"requested_id": event.refund_id}))


def figures(order: dict[str, Any]) -> dict[str, Any]:
    """Read everything that the database keeps of what went back of an order."""
    asked = {
        "orders": "SELECT sequence, status, refunded_amount, cancelled_count FROM orders.orders WHERE id = :id",
        "parts": "SELECT id, cancelled_at, refunded_amount, refunded_shipping_amount, refunded_tax_amount, "
        "refunded_commission_amount FROM orders.seller_orders WHERE order_id = :id ORDER BY id",
        "lines": "SELECT line.id, line.refunded_quantity, line.returning_quantity, line.refunded_amount, "
        "line.refunded_tax_amount, line.refunded_commission_amount FROM orders.order_lines AS line "
        "JOIN orders.seller_orders AS sold ON sold.id = line.seller_order_id "
        "WHERE sold.order_id = :id ORDER BY line.id",
        "refunds": "SELECT id, amount, status, completed_amount FROM orders.refunds WHERE order_id = :id ORDER BY id",
        "returns": "SELECT id, status FROM orders.order_returns WHERE order_id = :id ORDER BY id",
    }
    with world.current().tx_as("admin") as tx:
        return {name: tx.rows(statement, id=order["id"]) for name, statement in asked.items()}
