from typing import Annotated

from functions.orders.promotions.domain import promotion_store
from functions.orders.promotions.domain.model import ListPromotions, PromotionView
from souk import SELLER, Json, SellerTransaction, operation
from souk.paging import PageOf


@operation(
    "GET /api/seller/promotions",
    role=SELLER,
)
def handler(tx: SellerTransaction, query: ListPromotions) -> Annotated[Json, PageOf[PromotionView]]:
    """List the shop's promotions, the latest first."""
    return promotion_store.list_own(tx, query)
