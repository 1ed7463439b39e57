from souk import SellerTransaction, on
from tests.support.pots import StallClosed
from tests.support.workshop.pottery.domain import stall_store


@on(StallClosed)
def handler(tx: SellerTransaction, event: StallClosed) -> None:
    """Take everything off the stall that closed."""
    stall_store.clear(tx)
