from typing import Annotated
from uuid import UUID

from functions.orders.promotions.domain import campaigns
from functions.orders.promotions.domain.model import PromotionView
from souk import SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/seller/promotions/{promotion_id}/end",
    role=SELLER,
    refuses=(NotFound.of("promotion"),),
)
def handler(tx: SellerTransaction, promotion_id: UUID) -> Annotated[Json, PromotionView]:
    """End a promotion of the shop for good."""
    return campaigns.end_promotion(tx, promotion_id)
