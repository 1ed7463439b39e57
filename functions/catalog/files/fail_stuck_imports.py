from functions.catalog.files.domain import store
from souk import Transaction, every


@every("1 hour")
def handler(tx: Transaction) -> None:
    """Give up imports that have not come to an end for an hour."""
    store.fail_stuck(tx)
