from typing import Annotated
from uuid import UUID

from functions.sellers.domain import shops, store
from functions.sellers.domain.model import SellerView
from souk import Cached, Json, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/sellers/{seller_id}", cached=Cached(shops.PAGE), refuses=(NotFound.of("seller"),))
def handler(tx: Transaction, seller_id: UUID) -> Annotated[Json, SellerView]:
    """Show a shop that sells."""
    return store.show_seller(tx, seller_id)
