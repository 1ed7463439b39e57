from functions.cart.domain import carts
from souk import Transaction, every


@every("10 minutes")
def handler(tx: Transaction) -> None:
    """Publish which carts were left alone for a day."""
    carts.find_abandoned(tx)
