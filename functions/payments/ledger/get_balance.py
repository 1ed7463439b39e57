from typing import Annotated

from functions.payments.ledger.domain import view_store
from functions.payments.ledger.domain.model import BalanceView
from souk import SELLER, Clock, Json, SellerTransaction, operation


@operation("GET /api/seller/balance", role=SELLER)
def handler(tx: SellerTransaction, clock: Clock) -> Annotated[Json, BalanceView]:
    """Show what the shop is owed: what is paid out next, and what is held still."""
    return view_store.show_balance(tx, clock.now())
