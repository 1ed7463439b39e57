from typing import Annotated
from uuid import UUID

from functions.orders.domain import lifecycle
from functions.orders.domain.model import NotDeliverable, SellerOrderView
from souk import SELLER, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/seller/orders/{seller_order_id}/delivered",
    role=SELLER,
    refuses=(NotDeliverable, NotFound.of("seller_order")),
)
def handler(tx: Transaction, caller: Caller, seller_order_id: UUID) -> Annotated[Json, SellerOrderView]:
    """Say that the seller's own part of an order arrived."""
    tx.as_seller(caller.seller)
    return lifecycle.deliver(tx, seller_order_id, caller.seller)
