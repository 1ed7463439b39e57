from uuid import UUID

from functions.sellers.domain import shops
from functions.sellers.domain.model import SellerNotApproved, ShopView, Suspend
from souk import ADMIN, Cache, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/sellers/{seller_id}/suspension",
    role=ADMIN,
    refuses=(SellerNotApproved, NotFound.of("seller")),
    audited=True,
)
def handler(tx: Transaction, cache: Cache, seller_id: UUID, version: int | None, body: Suspend) -> ShopView:
    """Suspend a shop, so that its products cannot be bought, or lift its suspension."""
    return shops.suspend_seller(tx, cache, seller_id, body, version)
