"""What gift cards and store credit are proved from: their movements, many accounts or orders at a time."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from functions.payments.credit.domain.movement import CreditStep
from souk import Transaction

_MOVEMENT = """moved.id, moved.account_id, account.kind AS account_kind, moved.step, moved.kind, moved.amount,
    moved.balance, moved.currency, moved.order_id, moved.occurred_at"""

OF_ORDERS = f"""
SELECT {_MOVEMENT}
FROM credit_movements AS moved
JOIN credit_accounts AS account ON account.id = moved.account_id
WHERE moved.order_id > :after AND moved.order_id <= :up_to
"""

ACCOUNTS = f"""
SELECT
    account.id AS owner, account.held,
    {_MOVEMENT}
FROM (
    SELECT id, kind, balance AS held
    FROM credit_accounts
    WHERE id > :after
    ORDER BY id
    LIMIT :limit
) AS account
LEFT JOIN credit_movements AS moved ON moved.account_id = account.id
ORDER BY account.id, moved.step
"""


@dataclass(frozen=True, slots=True)
class ProvedAccount:
    """What is on an account, and its movements, as they were at one moment."""

    id: UUID
    balance: int
    movements: list[CreditStep]


def of_orders(tx: Transaction, after: UUID, up_to: UUID) -> list[CreditStep]:
    """Give what orders between two ids took and got back, the latter among them."""
    return tx.fetch(CreditStep, OF_ORDERS, after=after, up_to=up_to)


def accounts(tx: Transaction, after: UUID, limit: int) -> list[ProvedAccount]:
    """Give the next so many accounts with their movements."""
    rows = tx.rows(ACCOUNTS, after=after, limit=limit)
    return [_account(account_id, list(moved)) for account_id, moved in groupby(rows, key=lambda row: row["owner"])]


def _account(account_id: UUID, rows: list[dict[str, Any]]) -> ProvedAccount:
    names = CreditStep.__dataclass_fields__
    movements = [CreditStep(**{name: row[name] for name in names}) for row in rows if row["id"] is not None]
    return ProvedAccount(account_id, rows[0]["held"], movements)
