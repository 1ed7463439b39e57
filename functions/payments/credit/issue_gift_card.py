from typing import Annotated

from functions.payments.credit.domain import crediting
from functions.payments.credit.domain.model import GiftCardView, IssueGiftCard
from souk import ADMIN, Clock, Json, Transaction, operation


@operation("POST /api/admin/gift-cards", role=ADMIN, status=201, idempotent=True, audited=True)
def handler(tx: Transaction, clock: Clock, body: IssueGiftCard) -> Annotated[Json, GiftCardView]:
    """Issue a gift card, and mail it where an address is named; else ask for its code next."""
    return crediting.issue_gift_card(tx, body, clock.now())
