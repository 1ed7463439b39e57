from functions.inventory.domain import reservations
from souk import Database, every


@every("1 minute")
def handler(database: Database) -> None:
    """Give back the stock of reservations that ran out."""
    reservations.release_expired(database)
