from uuid import UUID

from functions.sellers.domain import shops
from functions.sellers.domain.model import ShopSuspended, ShopView
from souk import ADMIN, Cache, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/sellers/{seller_id}/approval", role=ADMIN, refuses=(NotFound.of("seller"), ShopSuspended), audited=True
)
def handler(tx: Transaction, cache: Cache, seller_id: UUID, version: int | None) -> ShopView:
    """Approve a shop; its owner becomes a seller."""
    return shops.approve_seller(tx, cache, seller_id, version)
