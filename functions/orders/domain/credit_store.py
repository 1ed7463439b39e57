"""What orders ask of gift cards and store credit, which payments keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from souk import Json, Transaction

SPENDABLE = """
SELECT place, account_id, kind, hint, currency, balance
FROM payments_api.spendable(:code_hashes::bytea[], :customer_id, :currency)
"""

PAY_WITH_CREDIT = "SELECT pay_with_credit(:order_id, :account_ids::uuid[], :amounts::bigint[])"

GIVE_BACK = "SELECT payments_api.give_back(:order_id)"


@dataclass(frozen=True, slots=True)
class Spendable:
    """What can be spent of a gift card, by its place among those named, or of store credit, which has none."""

    place: int | None
    account_id: UUID
    kind: Literal["gift_card", "store_credit"]
    hint: str | None
    currency: str
    balance: int


@dataclass(frozen=True, slots=True)
class UsedCredit:
    """How much an order takes of it."""

    spendable: Spendable
    amount: int


def spendable(
    tx: Transaction, code_hashes: Sequence[bytes], customer_id: UUID | None, currency: str
) -> list[Spendable]:
    """Give what can be spent of the gift cards that are named, and of a customer's store credit in a currency."""
    return tx.fetch(Spendable, SPENDABLE, code_hashes=list(code_hashes), customer_id=customer_id, currency=currency)


def pay_with_credit(tx: Transaction, order_id: UUID, used: Sequence[UsedCredit]) -> Json | None:
    """Take what a new order is paid with, and give it as OrderView; None when one account holds less by now."""
    account_ids, amounts = [one.spendable.account_id for one in used], [one.amount for one in used]
    return tx.json(PAY_WITH_CREDIT, order_id=order_id, account_ids=account_ids, amounts=amounts)


def give_back(tx: Transaction, order_id: UUID) -> None:
    """Give back what an order took and has not got back."""
    tx.execute(GIVE_BACK, order_id=order_id)
