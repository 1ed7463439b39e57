from typing import Annotated

from functions.orders.promotions.domain import campaigns
from functions.orders.promotions.domain.model import CodeTaken, OfferPlatformPromotion, PromotionView
from souk import ADMIN, Json, Transaction, operation


@operation(
    "POST /api/admin/promotions",
    role=ADMIN,
    status=201,
    idempotent=True,
    refuses=(CodeTaken,),
    audited=True,
)
def handler(tx: Transaction, body: OfferPlatformPromotion) -> Annotated[Json, PromotionView]:
    """Make a promotion of the platform, which applies by itself or with a code."""
    return campaigns.create_promotion(tx, body)
