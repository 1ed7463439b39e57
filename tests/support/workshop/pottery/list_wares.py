from typing import Annotated

from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.paging import Page, PageOf
from tests.support.workshop.pottery.domain import stall_store
from tests.support.workshop.pottery.domain.model import WareView


@operation("GET /api/wares", role=(SELLER, ADMIN))
def handler(tx: SellerTransaction, query: Page) -> Annotated[Json, PageOf[WareView]]:
    """List what a shop has on its stall."""
    return stall_store.wares(tx, query)
