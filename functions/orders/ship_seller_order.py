from typing import Annotated
from uuid import UUID

from functions.orders.domain import lifecycle
from functions.orders.domain.model import NotShippable, SellerOrderView, Shipment
from souk import SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/seller/orders/{seller_order_id}/shipments",
    role=SELLER,
    status=201,
    idempotent=True,
    refuses=(NotShippable, NotFound.of("seller_order")),
)
def handler(tx: SellerTransaction, seller_order_id: UUID, body: Shipment) -> Annotated[Json, SellerOrderView]:
    """Send one of the shop's seller orders on its way."""
    return lifecycle.ship_seller_order(tx, seller_order_id, body)
