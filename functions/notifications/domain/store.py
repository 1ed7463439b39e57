"""The SQL of notifications."""

import json
from uuid import UUID

from functions.notifications.domain.model import Line, Note, NotificationView, Order, Recipient
from souk import Transaction

RECIPIENT = """
SELECT user_id, first_name, email, phone
FROM auth_api.contacts
JOIN users_api.contacts USING (user_id)
WHERE user_id = :user_id
"""
ORDER = """
SELECT order_id, number, customer_id, total_amount, currency
FROM orders_api.payable
WHERE order_id = :order_id
"""
LINES = """
SELECT title, sku, quantity, unit_amount, currency
FROM orders_api.lines
WHERE order_id = :order_id AND (:seller_id::uuid IS NULL OR seller_id = :seller_id::uuid)
ORDER BY title, sku
"""
SELLER_NAME = """
SELECT name
FROM sellers_api.sellers
WHERE seller_id = :seller_id
"""
CLAIM = """
INSERT INTO notification_logs AS known (event_id, user_id, channel, template, recipient, metadata, status)
VALUES (:event_id, :user_id, :channel, :template, :recipient, :metadata::jsonb, 'sending')
ON CONFLICT ON CONSTRAINT told_once DO UPDATE
SET status = 'sending', tries = known.tries + 1
WHERE known.status = 'queued'
RETURNING notification_id
"""
SENT = """
UPDATE notification_logs
SET status = 'sent', reference = :reference, failure = NULL, sent_at = now()
WHERE notification_id = :notification_id
"""
NOT_SENT = """
UPDATE notification_logs
SET status = :status, failure = :failure
WHERE notification_id = :notification_id
"""
LIST_NOTIFICATIONS = """
SELECT notification_id AS id, channel, template, recipient, metadata, status, created_at, sent_at
FROM notification_logs
WHERE user_id = :user_id AND notification_id < :before
ORDER BY notification_id DESC
LIMIT :limit
"""


def recipient(tx: Transaction, user_id: UUID) -> Recipient | None:
    """Find a person's addresses; None when they are gone."""
    return tx.fetch_one(Recipient, RECIPIENT, user_id=user_id)


def order(tx: Transaction, order_id: UUID) -> Order | None:
    """Find an order as orders publishes it."""
    return tx.fetch_one(Order, ORDER, order_id=order_id)


def lines(tx: Transaction, order_id: UUID, seller_id: UUID | None = None) -> list[Line]:
    """Find an order's lines, or one seller's part of them."""
    return tx.fetch(Line, LINES, order_id=order_id, seller_id=seller_id)


def seller_name(tx: Transaction, seller_id: UUID) -> str | None:
    """Find a shop's name."""
    name: str | None = tx.value(SELLER_NAME, seller_id=seller_id)
    return name


def claim(tx: Transaction, note: Note) -> UUID | None:
    """Claim a message; None when it was claimed before and did not come back."""
    notification_id: UUID | None = tx.value(
        CLAIM,
        event_id=note.event_id,
        user_id=note.user_id,
        channel=note.channel,
        template=note.template,
        recipient=note.recipient,
        metadata=json.dumps(note.metadata),
    )
    return notification_id


def sent(tx: Transaction, notification_id: UUID, reference: str) -> None:
    """Write down that the provider took it."""
    tx.execute(SENT, notification_id=notification_id, reference=reference)


def not_sent(tx: Transaction, notification_id: UUID, status: str, failure: str) -> None:
    """Write down why it was not sent, and whether it will be tried again."""
    tx.execute(NOT_SENT, notification_id=notification_id, status=status, failure=failure)


def list_notifications(tx: Transaction, user_id: UUID, before: UUID, limit: int) -> list[NotificationView]:
    """List a person's messages, the latest first."""
    rows = tx.rows(LIST_NOTIFICATIONS, user_id=user_id, before=before, limit=limit)
    return [NotificationView(**row | {"metadata": json.loads(row["metadata"])}) for row in rows]
