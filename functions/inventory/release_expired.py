from functions.inventory.domain import service
from souk import Transaction, every


@every("1 minute")
def handler(tx: Transaction) -> None:
    """Give back the stock of reservations that ran out."""
    service.release_expired(tx)
