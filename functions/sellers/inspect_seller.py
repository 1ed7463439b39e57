from typing import Annotated
from uuid import UUID

from functions.sellers.domain import store
from functions.sellers.domain.model import InspectedShop
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/admin/sellers/{seller_id}", role=ADMIN, refuses=(NotFound.of("seller"),), audited=True)
def handler(tx: Transaction, seller_id: UUID) -> Annotated[Json, InspectedShop]:
    """Show a shop with its owner, whatever its state, such as one that was applied for."""
    return store.inspect_shop(tx, seller_id)
