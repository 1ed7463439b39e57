from typing import Annotated
from uuid import UUID

from functions.orders.domain import view_store
from functions.orders.domain.model import SellerOrderView
from souk import SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation("GET /api/seller/orders/{seller_order_id}", role=SELLER, refuses=(NotFound.of("seller_order"),))
def handler(tx: SellerTransaction, seller_order_id: UUID) -> Annotated[Json, SellerOrderView]:
    """Show one of the shop's seller orders that were paid, with the shelves that its lines come from."""
    return view_store.show_seller_order(tx, seller_order_id)
