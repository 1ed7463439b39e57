from typing import Annotated
from uuid import UUID

from functions.payments.disputes.domain import disputing
from functions.payments.disputes.domain.model import AnswerDispute, DisputeView, NotAnswerable
from souk import ADMIN, Clock, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/admin/disputes/{dispute_id}/answer",
    role=ADMIN,
    refuses=(NotAnswerable, NotFound.of("dispute")),
    audited=True,
)
def handler(tx: Transaction, clock: Clock, dispute_id: UUID, body: AnswerDispute) -> Annotated[Json, DisputeView]:
    """Contest a dispute with evidence, or accept it; the provider is told within a minute."""
    return disputing.answer_dispute(tx, dispute_id, body, clock.now())
