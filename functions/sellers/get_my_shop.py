from functions.sellers.domain import shops
from functions.sellers.domain.model import ShopView
from souk import CUSTOMER, Caller, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/sellers/me", role=CUSTOMER, refuses=(NotFound.of("seller"),))
def handler(tx: Transaction, caller: Caller) -> ShopView:
    """Show the caller's shop and how it stands, from the application on."""
    return shops.get_my_shop(tx, caller)
