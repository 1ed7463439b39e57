from typing import Annotated

from functions.orders.domain import refund_store
from functions.orders.domain.refund import FindRefunds, KnownRefund
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/admin/refunds", role=ADMIN, audited=True)
def handler(tx: Transaction, query: FindRefunds) -> Annotated[Json, PageOf[KnownRefund]]:
    """Look up everybody's refunds and how they stand, the latest first."""
    return refund_store.find_refunds(tx, query)
