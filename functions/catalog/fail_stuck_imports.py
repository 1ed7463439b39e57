from functions.catalog.domain import import_store
from souk import Transaction, every


@every("1 hour")
def handler(tx: Transaction) -> None:
    """Give up imports that have not come to an end for an hour."""
    import_store.fail_stuck(tx)
