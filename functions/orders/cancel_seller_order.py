from typing import Annotated
from uuid import UUID

from functions.orders.domain import cancelling
from functions.orders.domain.model import CancelSellerOrder, NotCancellable, SellerOrderView
from souk import SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/seller/orders/{seller_order_id}/cancel",
    role=SELLER,
    idempotent=True,
    refuses=(NotCancellable, NotFound.of("seller_order")),
)
def handler(tx: SellerTransaction, seller_order_id: UUID, body: CancelSellerOrder) -> Annotated[Json, SellerOrderView]:
    """Cancel one of the shop's seller orders before it is shipped; what was paid for it goes back."""
    return cancelling.cancel_seller_order(tx, seller_order_id, body)
