"""SQL of reservations."""

from uuid import UUID

from souk import Transaction

RELEASE_EXPIRED = "SELECT unnest(release_expired(:batch)) AS order_id"

RESTOCK = "SELECT restock(:order_id)"


def release_expired(tx: Transaction, batch: int) -> list[UUID]:
    """Give back holds that ran out and name their orders."""
    return [row["order_id"] for row in tx.rows(RELEASE_EXPIRED, batch=batch)]


def restock(tx: Transaction, order_id: UUID) -> None:
    """Put what a paid order took back on the shelf."""
    tx.execute(RESTOCK, order_id=order_id)
