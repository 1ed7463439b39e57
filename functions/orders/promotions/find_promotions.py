from typing import Annotated

from functions.orders.promotions.domain import promotion_store
from functions.orders.promotions.domain.model import FindPromotions, PromotionView
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation(
    "GET /api/admin/promotions",
    role=ADMIN,
    audited=True,
)
def handler(tx: Transaction, query: FindPromotions) -> Annotated[Json, PageOf[PromotionView]]:
    """Look up everybody's promotions, the latest first."""
    return promotion_store.find(tx, query)
