from typing import Annotated
from uuid import UUID

from functions.orders.domain import lifecycle
from functions.orders.domain.model import NotDeliverable, SellerOrderView
from souk import SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/seller/orders/{seller_order_id}/delivered",
    role=SELLER,
    refuses=(NotDeliverable, NotFound.of("seller_order")),
)
def handler(tx: SellerTransaction, seller_order_id: UUID) -> Annotated[Json, SellerOrderView]:
    """Mark one of the shop's seller orders as arrived."""
    return lifecycle.mark_delivered(tx, seller_order_id)
