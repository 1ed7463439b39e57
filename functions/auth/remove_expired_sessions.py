from functions.auth.domain import store
from functions.auth.domain.tokens import REFRESH_LIFE
from souk import Transaction, every


@every("1 hour")
def handler(tx: Transaction) -> None:
    """Delete sessions and refresh tokens that can no longer be used."""
    store.remove_expired(tx, REFRESH_LIFE.total_seconds())
