"""What is booked. Journals are written by one function of the database, which refuses what does not sum to zero."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from functions.payments.ledger.domain.chart import JournalKind, LedgerAccount, Part
from functions.payments.ledger.domain.journals import Journal, LedgerEntry
from souk import Transaction

POST = "CALL post(:kind, :source, :order_id, :sequence, :occurred_at, :entries::json)"

_JOURNALS = """SELECT
    journal.id, journal.kind, journal.source, journal.order_id, journal.sequence, entry.account, entry.part,
    entry.amount, entry.currency, entry.seller_id, entry.provider
FROM ledger_journals AS journal
LEFT JOIN all_entries AS entry ON entry.journal_id = journal.id"""

OF_ORDER_BEFORE = f"""
{_JOURNALS}
WHERE journal.order_id = :order_id AND journal.sequence < :sequence
ORDER BY journal.sequence, journal.id, entry.line
"""

OF_ORDERS = f"""
{_JOURNALS}
WHERE journal.order_id > :after AND journal.order_id <= :up_to
ORDER BY journal.order_id, journal.id, entry.line
"""

OF_SOURCES = f"""
{_JOURNALS}
WHERE journal.kind = ANY (:kinds::text[]) AND journal.source = ANY (:sources::uuid[])
ORDER BY journal.id, entry.line
"""

UNBOOKED_BEFORE = """
SELECT EXISTS (
    SELECT
    FROM orders_api.history AS happened
    WHERE happened.order_id = :order_id AND happened.sequence < :sequence AND happened.kind = ANY (:kinds::text[])
        AND NOT EXISTS (
            SELECT
            FROM ledger_journals AS journal
            WHERE journal.order_id = happened.order_id AND journal.sequence = happened.sequence
        )
)
"""

WAS_PAID = """
SELECT EXISTS (
    SELECT
    FROM orders_api.history
    WHERE order_id = :order_id AND sequence < :sequence AND kind = 'paid'
)
"""

FIND_PROVIDER = """
SELECT provider
FROM payment_events
WHERE order_id = :order_id AND kind IN ('authorized', 'completed')
ORDER BY occurred_at
LIMIT 1
"""

HOLD = """
INSERT INTO all_holds (id, order_id, seller_id)
SELECT share.seller_order_id, :order_id::uuid, share.seller_id
FROM unnest(:seller_order_ids::uuid[], :seller_ids::uuid[]) AS share (seller_order_id, seller_id)
ON CONFLICT (id) DO NOTHING
"""

HOLD_UNTIL = """
INSERT INTO all_holds AS held (id, order_id, seller_id, until)
VALUES (:seller_order_id, :order_id, :seller_id, :until)
ON CONFLICT (id) DO UPDATE
SET until = least(held.until, excluded.until)
"""

HOLD_ORDER_UNTIL = """
UPDATE all_holds
SET until = least(until, :until)
WHERE order_id = :order_id
"""

CLOSE = "SELECT close_ledger(souk.first_id(:cutoff::timestamptz), :batch)"

EARLIER_MATTERS = tuple(sorted({"paid", "cancelled", JournalKind.REFUND_REQUESTED, JournalKind.REFUND_REFUSED}))
"""What an order's history calls that which is booked."""

BATCH = 20_000


def post(tx: Transaction, journal: Journal, occurred_at: datetime) -> None:
    """Book a journal on the way to the commit, unless it is booked already."""
    tx.execute_last(
        POST,
        kind=journal.kind,
        source=journal.source,
        order_id=journal.order_id,
        sequence=journal.sequence,
        occurred_at=occurred_at,
        entries=json.dumps([_written(entry) for entry in journal.entries]),
    )


def of_order_before(tx: Transaction, order_id: UUID, sequence: int) -> list[Journal]:
    """Give what was booked of an order's history before an entry of it, the first one first."""
    return list(_journals(tx.rows(OF_ORDER_BEFORE, order_id=order_id, sequence=sequence)))


def of_orders(tx: Transaction, after: UUID, up_to: UUID) -> list[Journal]:
    """Give what was booked of all orders between two ids, the latter among them."""
    return list(_journals(tx.rows(OF_ORDERS, after=after, up_to=up_to)))


def of_sources(tx: Transaction, kinds: Iterable[JournalKind], sources: Iterable[UUID]) -> list[Journal]:
    """Give what was booked of these kinds because of these."""
    return list(_journals(tx.rows(OF_SOURCES, kinds=list(kinds), sources=list(sources))))


def is_unbooked_before(tx: Transaction, order_id: UUID, sequence: int) -> bool:
    """Say whether something of an order's history before an entry of it is to be booked still."""
    kinds = list(EARLIER_MATTERS)
    return bool(tx.value(UNBOOKED_BEFORE, order_id=order_id, sequence=sequence, kinds=kinds))


def was_paid(tx: Transaction, order_id: UUID, sequence: int) -> bool:
    """Say whether an order was paid before an entry of its history."""
    return bool(tx.value(WAS_PAID, order_id=order_id, sequence=sequence))


def find_provider(tx: Transaction, order_id: UUID) -> str | None:
    """Find where the money of an order lies: with who had it first, for what comes later is surplus."""
    provider = tx.value(FIND_PROVIDER, order_id=order_id)
    return None if provider is None else str(provider)


def hold(tx: Transaction, order_id: UUID, seller_orders: Iterable[tuple[UUID, UUID]]) -> None:
    """Hold what seller orders brought, each given with its shop, until it is known to have been sent."""
    ids, seller_ids = zip(*seller_orders, strict=True)
    tx.execute(HOLD, order_id=order_id, seller_order_ids=list(ids), seller_ids=list(seller_ids))


def hold_until(tx: Transaction, order_id: UUID, seller_order_id: UUID, seller_id: UUID, until: datetime) -> None:
    """Hold what a seller order brought no longer than that."""
    tx.execute(HOLD_UNTIL, order_id=order_id, seller_order_id=seller_order_id, seller_id=seller_id, until=until)


def hold_order_until(tx: Transaction, order_id: UUID, until: datetime) -> int:
    """Hold what the seller orders of an order brought no longer than that; give how many there are."""
    return tx.execute(HOLD_ORDER_UNTIL, order_id=order_id, until=until)


def close(tx: Transaction, cutoff: datetime) -> bool:
    """Count a batch of the entries before a moment into the checkpoints; say whether there are more."""
    return bool(tx.value(CLOSE, cutoff=cutoff, batch=BATCH))


def _written(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "account": entry.account,
        "part": entry.part,
        "amount": entry.amount,
        "currency": entry.currency,
        "seller_id": entry.seller_id and str(entry.seller_id),
        "provider": entry.provider,
    }


def _journals(rows: Iterable[dict[str, Any]]) -> Iterator[Journal]:
    for _, lines in groupby(rows, key=lambda row: row["id"]):
        first, *others = lines
        entries = tuple(_entry(row) for row in (first, *others) if row["account"] is not None)
        kind = JournalKind(first["kind"])
        yield Journal(kind, first["source"], first["order_id"], entries, first["sequence"])


def _entry(row: dict[str, Any]) -> LedgerEntry:
    return LedgerEntry(
        LedgerAccount(row["account"]),
        Part(row["part"]),
        row["amount"],
        row["currency"],
        row["seller_id"],
        row["provider"],
    )
