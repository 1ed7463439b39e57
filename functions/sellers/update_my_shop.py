from functions.sellers.domain import shops
from functions.sellers.domain.model import ShopView, UpdateShop
from souk import SELLER, Cache, SellerTransaction, operation
from souk.errors import NotFound


@operation("PUT /api/sellers/me", role=SELLER, refuses=(NotFound.of("seller"),))
def handler(tx: SellerTransaction, cache: Cache, version: int, body: UpdateShop) -> ShopView:
    """Change what the caller's shop is called and says of itself."""
    return shops.update_my_shop(tx, cache, body, version)
