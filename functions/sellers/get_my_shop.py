"""Show a seller their shop."""

from functions.sellers.domain import service
from functions.sellers.domain.model import ShopView
from souk import SELLER, Caller, Database, operation


@operation("GET /api/sellers/me", role=SELLER)
def handler(database: Database, caller: Caller) -> ShopView:
    """Show the caller's shop and how it stands.

    Row-level security needs a transaction, which a read is not given by itself.
    """
    return database.run(lambda tx: service.get_own_shop(tx, caller.seller))
