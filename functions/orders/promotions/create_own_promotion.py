from typing import Annotated

from functions.orders.promotions.domain import campaigns
from functions.orders.promotions.domain.model import CodeTaken, OfferPromotion, PromotionView
from souk import SELLER, Json, SellerTransaction, operation


@operation(
    "POST /api/seller/promotions",
    role=SELLER,
    status=201,
    idempotent=True,
    refuses=(CodeTaken,),
)
def handler(tx: SellerTransaction, body: OfferPromotion) -> Annotated[Json, PromotionView]:
    """Make a promotion of the shop, which applies by itself or with a code."""
    return campaigns.create_promotion(tx, body)
