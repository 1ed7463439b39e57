"""Change a seller's shop."""

from functions.sellers.domain import shops
from functions.sellers.domain.model import ShopView, UpdateShop
from souk import SELLER, Cache, Caller, Transaction, operation


@operation("PUT /api/sellers/me", role=SELLER)
def handler(tx: Transaction, cache: Cache, caller: Caller, body: UpdateShop) -> ShopView:
    """Change the name of the caller's shop."""
    return shops.rename_own_shop(tx, cache, caller.seller, body)
