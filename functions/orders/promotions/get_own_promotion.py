from typing import Annotated
from uuid import UUID

from functions.orders.promotions.domain import promotion_store
from functions.orders.promotions.domain.model import PromotionView
from souk import SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "GET /api/seller/promotions/{promotion_id}",
    role=SELLER,
    refuses=(NotFound.of("promotion"),),
)
def handler(tx: SellerTransaction, promotion_id: UUID) -> Annotated[Json, PromotionView]:
    """Show one of the shop's promotions, with how often it was used."""
    return promotion_store.show(tx, promotion_id)
