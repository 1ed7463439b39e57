from uuid import UUID

from functions.sellers.domain import shops
from functions.sellers.domain.model import Refuse, ShopApproved, ShopView
from souk import ADMIN, Cache, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/sellers/{seller_id}/refusal", role=ADMIN, refuses=(NotFound.of("seller"), ShopApproved), audited=True
)
def handler(tx: Transaction, cache: Cache, seller_id: UUID, version: int | None, body: Refuse) -> ShopView:
    """Refuse an application for a shop; its owner reads why, and may apply again."""
    return shops.refuse_seller(tx, cache, seller_id, body, version)
