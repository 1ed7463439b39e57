from typing import Annotated
from uuid import UUID

from functions.orders.returns.domain import return_store
from functions.orders.returns.domain.model import SellerReturnView
from souk import SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation("GET /api/seller/returns/{return_id}", role=SELLER, refuses=(NotFound.of("return"),))
def handler(tx: SellerTransaction, return_id: UUID) -> Annotated[Json, SellerReturnView]:
    """Show what is returned to the shop, and why."""
    return return_store.show_seller_return(tx, return_id)
