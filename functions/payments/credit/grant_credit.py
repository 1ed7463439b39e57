from typing import Annotated

from functions.payments.credit.domain import crediting
from functions.payments.credit.domain.model import GrantCredit, StoreCreditView
from souk import ADMIN, Json, Transaction, operation


@operation("POST /api/admin/store-credit", role=ADMIN, status=201, idempotent=True, audited=True)
def handler(tx: Transaction, body: GrantCredit) -> Annotated[Json, StoreCreditView]:
    """Grant a customer store credit; give what the customer has now."""
    return crediting.grant_credit(tx, body)
