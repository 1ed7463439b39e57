from uuid import UUID

from functions.payments.credit.domain import crediting
from functions.payments.credit.domain.model import GiftCardCodeView, GiftCardOver
from souk import ADMIN, Transaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/admin/gift-cards/{card_id}/code",
    role=ADMIN,
    refuses=(GiftCardOver, NotFound.of("gift_card")),
    audited=True,
)
def handler(tx: Transaction, card_id: UUID) -> GiftCardCodeView:
    """Give a gift card a new code, shown this once; one that it had before is worth nothing from now on."""
    return crediting.renew_code(tx, card_id)
