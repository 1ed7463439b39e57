from typing import Annotated
from uuid import UUID

from functions.orders.returns.domain import returning
from functions.orders.returns.domain.model import AnswerReturn, ReturnNotAnswerable, SellerReturnView
from souk import SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/seller/returns/{return_id}",
    role=SELLER,
    idempotent=True,
    refuses=(ReturnNotAnswerable, NotFound.of("return")),
)
def handler(tx: SellerTransaction, return_id: UUID, body: AnswerReturn) -> Annotated[Json, SellerReturnView]:
    """Accept, decline or receive what is returned to the shop; what was received is refunded."""
    return returning.answer_return(tx, return_id, body)
