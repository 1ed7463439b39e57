from typing import Annotated
from uuid import UUID

from functions.orders.promotions.domain import promotion_store
from functions.orders.promotions.domain.model import PromotionView
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "GET /api/admin/promotions/{promotion_id}",
    role=ADMIN,
    refuses=(NotFound.of("promotion"),),
    audited=True,
)
def handler(tx: Transaction, promotion_id: UUID) -> Annotated[Json, PromotionView]:
    """Show anybody's promotion, with how often it was used."""
    return promotion_store.show(tx, promotion_id)
