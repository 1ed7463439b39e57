from typing import Annotated

from functions.payments.credit.domain import view_store
from functions.payments.credit.domain.model import FindGiftCards, GiftCardView
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/admin/gift-cards", role=ADMIN, audited=True)
def handler(tx: Transaction, query: FindGiftCards) -> Annotated[Json, PageOf[GiftCardView]]:
    """Look up gift cards, the latest first."""
    return view_store.find_gift_cards(tx, query)
