from typing import Annotated
from uuid import UUID

from functions.orders.promotions.domain import campaigns
from functions.orders.promotions.domain.model import PromotionView
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/admin/promotions/{promotion_id}/end",
    role=ADMIN,
    refuses=(NotFound.of("promotion"),),
    audited=True,
)
def handler(tx: Transaction, promotion_id: UUID) -> Annotated[Json, PromotionView]:
    """End anybody's promotion for good."""
    return campaigns.end_promotion(tx, promotion_id)
