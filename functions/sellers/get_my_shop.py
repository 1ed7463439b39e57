from functions.sellers.domain import shops
from functions.sellers.domain.model import ShopView
from souk import CUSTOMER, Caller, Database, operation
from souk.errors import NotFound


@operation("GET /api/sellers/me", role=CUSTOMER, refuses=(NotFound.of("seller"),))
def handler(database: Database, caller: Caller) -> ShopView:
    """Show the caller's shop and how it stands, from the application on.

    Row-level security needs a transaction, which a read is not given by itself.
    """
    return database.write(lambda tx: shops.get_own_shop(tx, caller))
