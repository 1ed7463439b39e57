from functions.cart.domain import service
from souk import Transaction, every


@every("10 minutes")
def handler(tx: Transaction) -> None:
    """Tell of carts that were left alone for a day."""
    service.find_abandoned(tx)
