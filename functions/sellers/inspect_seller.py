from uuid import UUID

from functions.sellers.domain import shops
from functions.sellers.domain.model import InspectedShop
from souk import ADMIN, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/admin/sellers/{seller_id}", role=ADMIN, refuses=(NotFound.of("seller"),), audited=True)
def handler(tx: Transaction, seller_id: UUID) -> InspectedShop:
    """Show a shop with its owner, whatever its state, such as one that was applied for."""
    return shops.inspect_seller(tx, seller_id)
