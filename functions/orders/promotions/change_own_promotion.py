from typing import Annotated
from uuid import UUID

from functions.orders.promotions.domain import campaigns
from functions.orders.promotions.domain.model import (
    ChangePromotion,
    CodeTaken,
    LimitsFixed,
    PromotionOver,
    PromotionView,
)
from souk import SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/seller/promotions/{promotion_id}",
    role=SELLER,
    refuses=(CodeTaken, LimitsFixed, PromotionOver, NotFound.of("promotion")),
)
def handler(
    tx: SellerTransaction, promotion_id: UUID, version: int, body: ChangePromotion
) -> Annotated[Json, PromotionView]:
    """Change a promotion of the shop that is not over; its version must be the one that was read."""
    return campaigns.change_promotion(tx, promotion_id, body, version)
