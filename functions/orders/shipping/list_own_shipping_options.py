from typing import Annotated

from functions.orders.shipping.domain import store
from functions.orders.shipping.domain.model import OwnShippingOption
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.paging import Page, PageOf


@operation("GET /api/seller/shipping-options", role=(SELLER, ADMIN))
def handler(tx: SellerTransaction, query: Page) -> Annotated[Json, PageOf[OwnShippingOption]]:
    """List the ways in which the shop sends its parcels; without any it sends as the platform does."""
    return store.list_options(tx, query)
