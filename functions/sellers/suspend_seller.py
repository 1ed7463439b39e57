"""Close a shop, or let it open again."""

from uuid import UUID

from functions.sellers.domain import shops
from functions.sellers.domain.model import ShopView, Suspend
from souk import ADMIN, Cache, Transaction, operation


@operation("PUT /api/sellers/{seller_id}/suspension", role=ADMIN)
def handler(tx: Transaction, cache: Cache, seller_id: UUID, body: Suspend) -> ShopView:
    """Suspend a shop, so that its products cannot be bought, or lift its suspension."""
    return shops.suspend(tx, cache, seller_id, body)
