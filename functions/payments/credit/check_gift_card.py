from typing import Annotated

from functions.payments.credit.domain import crediting
from functions.payments.credit.domain.model import CheckGiftCard, GiftCardBalance
from souk import GUEST, Json, Transaction, operation
from souk.errors import NotFound
from souk.limits import Limit


@operation("POST /api/payments/gift-cards/balance", role=GUEST, limit=Limit(10), refuses=(NotFound.of("gift_card"),))
def handler(tx: Transaction, body: CheckGiftCard) -> Annotated[Json, GiftCardBalance]:
    """Say what is left on a gift card; one with nothing to spend is as unknown as a wrong code."""
    return crediting.check_gift_card(tx, body)
