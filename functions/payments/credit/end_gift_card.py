from typing import Annotated
from uuid import UUID

from functions.payments.credit.domain import crediting
from functions.payments.credit.domain.model import GiftCardView
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation("PUT /api/admin/gift-cards/{card_id}/end", role=ADMIN, refuses=(NotFound.of("gift_card"),), audited=True)
def handler(tx: Transaction, card_id: UUID) -> Annotated[Json, GiftCardView]:
    """End a gift card for good, with what is left on it."""
    return crediting.end_gift_card(tx, card_id)
