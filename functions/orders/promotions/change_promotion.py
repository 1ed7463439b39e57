from typing import Annotated
from uuid import UUID

from functions.orders.promotions.domain import campaigns
from functions.orders.promotions.domain.model import (
    ChangePlatformPromotion,
    CodeTaken,
    LimitsFixed,
    PromotionOver,
    PromotionView,
)
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/admin/promotions/{promotion_id}",
    role=ADMIN,
    refuses=(CodeTaken, LimitsFixed, PromotionOver, NotFound.of("promotion")),
    audited=True,
)
def handler(
    tx: Transaction, promotion_id: UUID, version: int, body: ChangePlatformPromotion
) -> Annotated[Json, PromotionView]:
    """Change a promotion of the platform that is not over; its version must be the one that was read."""
    return campaigns.change_promotion(tx, promotion_id, body, version)
