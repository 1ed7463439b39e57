"""What people see of the ledger, built by Postgres as it is sent. A shop is owed what its account has in credit."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from functions.payments.ledger.domain.model import ReadStatement
from souk import Json, SellerTransaction, Transaction
from souk.errors import found

SHOW_BALANCE = """
SELECT json_build_object('items', coalesce(json_agg(json_build_object(
    'currency', currency,
    'pending', souk.money(pending, currency),
    'available', souk.money(total - pending, currency),
    'total', souk.money(total, currency)
) ORDER BY currency), '[]'))
FROM (
    SELECT currency, sum(total)::bigint AS total, sum(pending)::bigint AS pending
    FROM owed(:seller_id, :now)
    GROUP BY currency
) AS summed
"""

READ_STATEMENT = """
WITH page AS (
    SELECT journal_id, line, part, currency, amount
    FROM ledger_entries
    WHERE seller_id = :seller_id
        AND (:since::timestamptz IS NULL OR journal_id >= souk.first_id(:since::timestamptz))
        AND (:until::timestamptz IS NULL OR journal_id < souk.first_id(:until::timestamptz))
        AND (
            :after_journal_id::uuid IS NULL
            OR (journal_id, line) < (:after_journal_id::uuid, :after_line::integer)
        )
    ORDER BY journal_id DESC, line DESC
    LIMIT :limit
),

total AS (
    SELECT booked.currency, sum(booked.amount) AS amount
    FROM (
        SELECT currency, balance AS amount
        FROM ledger_checkpoints
        WHERE seller_id = :seller_id
        UNION ALL
        SELECT currency, amount
        FROM ledger_entries
        WHERE seller_id = :seller_id AND journal_id >= closed_up_to()
        UNION ALL
        SELECT currency, -amount
        FROM ledger_entries
        WHERE seller_id = :seller_id AND (journal_id, line) > (
            SELECT journal_id, line
            FROM page
            ORDER BY journal_id DESC, line DESC
            LIMIT 1
        )
    ) AS booked
    GROUP BY booked.currency
)

SELECT
    page.journal_id,
    page.line,
    json_build_object(
        'id', page.journal_id || '-' || page.line,
        'booked_at', uuid_extract_timestamp(page.journal_id),
        'kind', journal.kind,
        'part', page.part,
        'order_id', journal.order_id,
        'order_number', placed.number,
        'seller_order_id', sold.seller_order_id,
        'amount', souk.money(-page.amount, page.currency),
        'balance', souk.money((sum(page.amount) OVER later - page.amount - total.amount)::bigint, page.currency)
    ) AS document
FROM page
JOIN ledger_journals AS journal ON journal.id = page.journal_id
JOIN total ON total.currency = page.currency
LEFT JOIN orders_api.payable AS placed ON placed.order_id = journal.order_id
LEFT JOIN orders_api.shares AS sold ON sold.order_id = journal.order_id AND sold.seller_id = :seller_id
WINDOW later AS (PARTITION BY page.currency ORDER BY page.journal_id DESC, page.line DESC)
ORDER BY page.journal_id DESC, page.line DESC
"""

_SIDES = """'debit', CASE WHEN amount > 0 THEN souk.money(amount, currency) END,
            'credit', CASE WHEN amount < 0 THEN souk.money(-amount, currency) END"""

SHOW_ORDER_LEDGER = f"""
WITH entries AS (
    SELECT
        journal.id, journal.kind, journal.occurred_at, entry.line, entry.account, entry.part, entry.seller_id,
        entry.provider, entry.amount, entry.currency
    FROM ledger_journals AS journal
    LEFT JOIN all_entries AS entry ON entry.journal_id = journal.id
    WHERE journal.order_id = :order_id
),

journals AS (
    SELECT id, json_build_object(
        'id', id,
        'kind', kind,
        'booked_at', uuid_extract_timestamp(id),
        'occurred_at', occurred_at,
        'entries', coalesce(json_agg(json_build_object(
            'account', account,
            'part', part,
            'seller_id', seller_id,
            'provider', provider,
            {_SIDES}
        ) ORDER BY line) FILTER (WHERE account IS NOT NULL), '[]')
    ) AS document
    FROM entries
    GROUP BY id, kind, occurred_at
),

left_over AS (
    SELECT account, seller_id, provider, currency, sum(amount)::bigint AS amount
    FROM entries
    WHERE account IS NOT NULL
    GROUP BY account, seller_id, provider, currency
    HAVING sum(amount) <> 0
),

sums AS (
    SELECT
        currency, coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint AS debit,
        coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::bigint AS credit
    FROM entries
    WHERE currency IS NOT NULL
    GROUP BY currency
)

SELECT json_build_object(
    'journals', coalesce((SELECT json_agg(document ORDER BY id) FROM journals), '[]'),
    'balances', coalesce((
        SELECT json_agg(json_build_object(
            'account', account,
            'seller_id', seller_id,
            'provider', provider,
            {_SIDES}
        ) ORDER BY account, seller_id, provider, currency)
        FROM left_over
    ), '[]'),
    'sums', coalesce((
        SELECT json_agg(json_build_object(
            'debit', souk.money(debit, currency),
            'credit', souk.money(credit, currency)
        ) ORDER BY currency)
        FROM sums
    ), '[]')
)
FROM orders_api.payable
WHERE order_id = :order_id
"""


def show_balance(tx: SellerTransaction, now: datetime) -> Json:
    """Give what the shop is owed as BalanceView."""
    balance = tx.json(SHOW_BALANCE, seller_id=tx.seller_id, now=now)
    assert balance is not None
    return balance


def read_statement(tx: SellerTransaction, query: ReadStatement) -> Json:
    """Give a page of the shop's account, the latest entry first."""
    since = query.since and datetime.combine(query.since, time(), UTC)
    until = query.until and datetime.combine(query.until, time(), UTC) + timedelta(days=1)
    return tx.page(READ_STATEMENT, query, seller_id=tx.seller_id, since=since, until=until)


def show_order_ledger(tx: Transaction, order_id: UUID) -> Json:
    """Give the ledger of an order as OrderLedgerView, or raise NotFound."""
    return found(tx.json(SHOW_ORDER_LEDGER, order_id=order_id), "order")
