from functions.orders.domain import cancelling
from souk import Database, every


@every("1 minute")
def handler(database: Database) -> None:
    """Cancel orders that stayed unpaid longer than their stock is held."""
    cancelling.cancel_overdue_orders(database)
