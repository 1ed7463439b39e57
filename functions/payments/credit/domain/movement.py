"""What is on a gift card, or of a customer's store credit, is the fold of its movements: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from functions.payments.ledger.domain import journals
from functions.payments.ledger.domain.journals import Journal


@dataclass(frozen=True, slots=True)
class CreditStep:
    """Why what is on an account became more or less, and what it was after; `step` counts those of an account."""

    id: UUID
    account_id: UUID
    account_kind: str
    step: int
    kind: str
    amount: int
    balance: int
    currency: str
    order_id: UUID | None
    occurred_at: datetime

    @property
    def is_booked_by_itself(self) -> bool:
        """Whether it has a journal of its own; a refund given as store credit is booked with the refund."""
        return self.kind in journals.CREDIT_KINDS

    @property
    def journal(self) -> Journal:
        """What is booked of it."""
        return journals.credit(self.id, self.kind, self.account_kind, self.order_id, self.amount, self.currency)


class BrokenMovements(Exception):
    """A movement is missing, or leads to another balance than it says."""


def fold(movements: Iterable[CreditStep]) -> int:
    """Follow the movements of an account from the first to the last.

    Raises BrokenMovements.
    """
    balance = 0
    for expected, movement in enumerate(movements, start=1):
        balance += movement.amount
        if movement.step != expected:
            raise BrokenMovements(f"movement {expected} is missing")
        if balance != movement.balance:
            raise BrokenMovements(f"movement {expected}: {balance} and not {movement.balance}")
    return balance
