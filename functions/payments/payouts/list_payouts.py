from typing import Annotated

from functions.payments.payouts.domain import store
from functions.payments.payouts.domain.model import ListPayouts, PayoutView
from souk import SELLER, Json, SellerTransaction, operation
from souk.paging import PageOf


@operation("GET /api/seller/payouts", role=SELLER)
def handler(tx: SellerTransaction, query: ListPayouts) -> Annotated[Json, PageOf[PayoutView]]:
    """List the shop's payouts, the latest first."""
    return store.list_payouts(tx, query)
