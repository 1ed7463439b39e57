from typing import Annotated

from functions.payments.payouts.domain import store
from functions.payments.payouts.domain.model import FindPayouts, FoundPayout
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/admin/payouts", role=ADMIN, audited=True)
def handler(tx: Transaction, query: FindPayouts) -> Annotated[Json, PageOf[FoundPayout]]:
    """Look up anybody's payouts, the latest first."""
    return store.find_payouts(tx, query)
