from uuid import UUID

from functions.orders.domain import refunding
from functions.orders.domain.refund import NotRefundable, RefundOrder, RefundsView
from souk import ADMIN, SELLER, Caller, Transaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/orders/{order_id}/refunds",
    role=(SELLER, ADMIN),
    status=201,
    idempotent=True,
    refuses=(NotRefundable, NotFound.of("order")),
    audited=True,
)
def handler(tx: Transaction, caller: Caller, order_id: UUID, body: RefundOrder) -> RefundsView:
    """Give money back of an order: shops of their part, administrators of any or all parts."""
    return refunding.refund_order(tx, caller, order_id, body)
