"""Reports as they were read, the ledger beside them, and what differs."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from functions.payments.domain.movements import Movement
from functions.payments.reconciliation.domain.model import Compared, ListMismatches
from souk import Json, Transaction
from souk.errors import found

BEGIN = """
INSERT INTO reconciliation_runs (provider, since, until)
SELECT :provider::text, coalesce(max(until), :first::timestamptz), :until::timestamptz
FROM reconciliation_runs
WHERE provider = :provider AND ended_at IS NOT NULL
HAVING coalesce(max(until), :first::timestamptz) < :until::timestamptz
ON CONFLICT ON CONSTRAINT run_once DO NOTHING
RETURNING id, since
"""

END = """
UPDATE reconciliation_runs
SET ended_at = :ended_at
WHERE id = :run_id
"""

# Notices may come after the report, so what an entry is about is looked for each time that it is read.
KEEP = """
INSERT INTO provider_entries AS known (
    provider, entry, kind, source, reference, amount, fee, currency, moved_at
)
SELECT
    :provider, reported.entry, reported.kind, coalesce(reported.source, charged.id, disputed.id), reported.reference,
    reported.amount, reported.fee, reported.currency, reported.moved_at
FROM json_to_recordset(:movements::json) AS reported (
    entry text, kind text, source uuid, reference text, amount bigint, fee bigint, currency text, moved_at timestamptz
)
LEFT JOIN LATERAL (
    SELECT id
    FROM transactions
    WHERE reported.kind = 'charge' AND reference = reported.reference AND provider = :provider
    LIMIT 1
) AS charged ON true
LEFT JOIN disputes AS disputed
    ON reported.kind IN ('dispute_opened', 'dispute_won')
    AND disputed.provider = :provider AND disputed.reference = reported.reference
ON CONFLICT ON CONSTRAINT reported_once DO UPDATE
SET source = excluded.source
WHERE known.source IS NULL
"""

_BOOKED = """LEFT JOIN LATERAL (
    SELECT
        entry.currency AS booked_currency,
        (coalesce(sum(entry.amount) FILTER (WHERE entry.part <> 'fee'), 0))::bigint AS booked_amount,
        (-coalesce(sum(entry.amount) FILTER (WHERE entry.part = 'fee'), 0))::bigint AS booked_fee
    FROM all_entries AS entry
    WHERE entry.journal_id = journal.id AND entry.account = 'cash' AND entry.provider = :provider
    GROUP BY entry.currency
) AS booked ON true"""

OF_REPORT = f"""
SELECT
    reported.id, reported.entry AS subject, reported.kind, reported.source, reported.reference,
    coalesce(journal.order_id, charged.order_id, refunded.order_id) AS order_id, reported.moved_at AS occurred_at,
    booked.booked_amount, booked.booked_fee, booked.booked_currency, reported.amount AS reported_amount,
    reported.fee AS reported_fee, reported.currency AS reported_currency,
    EXISTS (
        SELECT
        FROM provider_entries AS earlier
        WHERE earlier.source = reported.source AND earlier.kind = reported.kind
            AND earlier.provider = reported.provider
            AND (earlier.moved_at, earlier.id) < (reported.moved_at, reported.id)
    ) AS is_repeated
FROM provider_entries AS reported
LEFT JOIN ledger_journals AS journal ON journal.kind = reported.kind AND journal.source = reported.source
LEFT JOIN transactions AS charged ON charged.id = reported.source
LEFT JOIN refunds AS refunded ON refunded.id = reported.source
{_BOOKED}
WHERE reported.provider = :provider AND reported.moved_at < :until
    AND (reported.moved_at, reported.id) > (:at::timestamptz, :after::uuid)
ORDER BY reported.moved_at, reported.id
LIMIT :limit
"""

OF_LEDGER = f"""
SELECT
    journal.id, journal.id::text AS subject, journal.kind, journal.source, NULL AS reference, journal.order_id,
    journal.occurred_at, booked.booked_amount, booked.booked_fee, booked.booked_currency,
    reported.amount AS reported_amount, reported.fee AS reported_fee, reported.currency AS reported_currency,
    false AS is_repeated
FROM (
    SELECT id, kind, source, order_id, occurred_at
    FROM ledger_journals
    WHERE id > greatest(souk.first_id(:since::timestamptz), :after::uuid) AND id < souk.first_id(:until::timestamptz)
    ORDER BY id
    LIMIT :limit
) AS journal
{_BOOKED}
LEFT JOIN LATERAL (
    SELECT amount, fee, currency
    FROM provider_entries
    WHERE source = journal.source AND kind = journal.kind AND provider = :provider
    LIMIT 1
) AS reported ON true
ORDER BY journal.id
"""

NOTE = """
INSERT INTO mismatches (
    provider, difference, subject, kind, source, reference, order_id, booked_amount, booked_fee, booked_currency,
    reported_amount, reported_fee, reported_currency, occurred_at
)
SELECT
    :provider, difference, subject, kind, source, reference, order_id, booked_amount, booked_fee, booked_currency,
    reported_amount, reported_fee, reported_currency, occurred_at
FROM json_to_recordset(:found::json) AS found (
    difference text, subject text, kind text, source uuid, reference text, order_id uuid, booked_amount bigint,
    booked_fee bigint, booked_currency text, reported_amount bigint, reported_fee bigint, reported_currency text,
    occurred_at timestamptz
)
ON CONFLICT ON CONSTRAINT found_once DO NOTHING
"""

_VIEW = """json_build_object(
        'id', id,
        'provider', provider,
        'difference', difference,
        'kind', kind,
        'reference', reference,
        'order_id', order_id,
        'booked', CASE WHEN booked_currency IS NOT NULL THEN json_build_object(
            'amount', souk.money(booked_amount, booked_currency), 'fee', souk.money(booked_fee, booked_currency)
        ) END,
        'reported', CASE WHEN reported_currency IS NOT NULL THEN json_build_object(
            'amount', souk.money(reported_amount, reported_currency),
            'fee', souk.money(reported_fee, reported_currency)
        ) END,
        'occurred_at', occurred_at,
        'version', version,
        'note', note,
        'settled_at', settled_at
    )"""

LIST = f"""
SELECT
    id,
    {_VIEW} AS document
FROM mismatches
WHERE (:status::text IS NULL OR (settled_at IS NULL) = (:status::text = 'open'))
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""

LOCK = """
SELECT version
FROM mismatches
WHERE id = :mismatch_id
FOR UPDATE
"""

SETTLE = f"""
UPDATE mismatches
SET note = :note, settled_at = :now, version = version + 1
WHERE id = :mismatch_id
RETURNING {_VIEW}
"""


def begin(tx: Transaction, provider: str, first: datetime, until: datetime) -> tuple[UUID, datetime] | None:
    """Begin a run where the latest that ended did; None when there is one up to this moment."""
    row = tx.row(BEGIN, provider=provider, first=first, until=until)
    return None if row is None else (row["id"], row["since"])


def end(tx: Transaction, run_id: UUID, now: datetime) -> None:
    """Note that a run is through."""
    tx.execute(END, run_id=run_id, ended_at=now)


def keep(tx: Transaction, provider: str, movements: Iterable[Movement]) -> None:
    """Keep what a report has, once."""
    written = json.dumps([asdict(movement) for movement in movements], default=str)
    tx.execute(KEEP, provider=provider, movements=written)


def of_report(tx: Transaction, provider: str, until: datetime, at: datetime, after: UUID, limit: int) -> list[Compared]:
    """Give the next entries of a report beside what is booked of them."""
    return tx.fetch(Compared, OF_REPORT, provider=provider, until=until, at=at, after=after, limit=limit)


def of_ledger(
    tx: Transaction, provider: str, since: datetime, until: datetime, after: UUID, limit: int
) -> list[Compared]:
    """Give the next journals beside what is reported of them; those that moved nothing there have no amounts."""
    return tx.fetch(Compared, OF_LEDGER, provider=provider, since=since, until=until, after=after, limit=limit)


def note(tx: Transaction, provider: str, differing: Iterable[Compared]) -> int:
    """Write down what differs and is not written yet; give how many those are."""
    rows = [{"difference": one.difference, **asdict(one)} for one in differing]
    return tx.execute(NOTE, provider=provider, found=json.dumps(rows, default=str)) if rows else 0


def list_mismatches(tx: Transaction, query: ListMismatches) -> Json:
    """Give a page of mismatches, the latest first."""
    return tx.page(LIST, query, status=query.status)


def lock(tx: Transaction, mismatch_id: UUID) -> int:
    """Lock a mismatch and give its version, or raise NotFound."""
    return int(found(tx.value(LOCK, mismatch_id=mismatch_id), "mismatch"))


def settle(tx: Transaction, mismatch_id: UUID, note: str, now: datetime) -> Json:
    """Write down how a mismatch was put right."""
    return found(tx.json(SETTLE, mismatch_id=mismatch_id, note=note, now=now), "mismatch")
