"""The SQL of notifications."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from functions.notifications.domain.model import CustomerOrder, FindNotifications, GiftCard, Message, Person
from souk import Json, Transaction
from souk.errors import found
from souk.paging import Page

# Longer than a function that delivers may run, so that nobody is at it any more.
CLAIM_SECONDS = 60

PERSON = """
SELECT first_name, locale, email, phone
FROM auth_api.contacts
JOIN users_api.contacts USING (user_id)
WHERE user_id = :user_id
"""

ORDER = """
SELECT customer_id, guest_email, guest_language, document
FROM orders_api.receipt(:order_id)
"""

OWNER = "SELECT user_id FROM sellers_api.owners WHERE seller_id = :seller_id"

GIFT_CARD_TO_SEND = """
SELECT email, locale, amount, currency, expires_at
FROM payments_api.gift_card_to_send(:card_id)
"""

GIVE_CODE = "SELECT payments_api.give_code(:card_id, :code_hash, :hint)"

OFFER_CLAIM = "SELECT orders_api.offer_claim(:order_id, :token_hash, now() + :kept_for::interval)"

QUEUE = """
INSERT INTO notification_logs (
    id, event_id, user_id, channel, template, locale, recipient, address, words, metadata, status
) VALUES (
    :id, :event_id, :user_id, :channel, :template, :locale, :recipient, :address, :words::jsonb, :metadata::jsonb,
    'queued'
)
"""

CLAIM = """
UPDATE notification_logs
SET status = 'sending', tries = tries + 1, claimed_at = now()
WHERE id = :id AND status = 'queued'
RETURNING id, event_id, user_id, channel, template, locale, address, words
"""

GIVE_UP = """
UPDATE notification_logs
SET status = 'failed', failure = 'interrupted', address = NULL, words = NULL
WHERE id = :id AND status = 'sending' AND claimed_at < now() - make_interval(secs => :seconds)
"""

IS_CLAIMED = """
SELECT status = 'sending'
FROM notification_logs
WHERE id = :id
"""

PUT_BACK = """
UPDATE notification_logs
SET status = 'queued', failure = :failure
WHERE id = :id AND status = 'sending'
"""

PUT_BACK_UNTRIED = """
UPDATE notification_logs
SET status = 'queued', tries = tries - 1
WHERE id = :id AND status = 'sending'
"""

FAILED = """
UPDATE notification_logs
SET status = 'failed', failure = :failure, address = NULL, words = NULL
WHERE id = :id AND status = 'sending'
"""

SENT = """
UPDATE notification_logs
SET status = 'sent', failure = NULL, address = NULL, words = NULL, reference = :reference, sent_at = now()
WHERE id = :id
"""

_NOTIFICATION = """json_build_object(
        'id', id,
        'channel', channel,
        'template', template,
        'recipient', recipient,
        'metadata', metadata,
        'status', status,
        'created_at', created_at,
        'sent_at', sent_at
    )"""

_FOUND = f"""{_NOTIFICATION}::jsonb || jsonb_build_object('user_id', user_id, 'tries', tries, 'failure', failure)"""

LIST_NOTIFICATIONS = f"""
SELECT
    id,
    {_NOTIFICATION} AS document
FROM notification_logs
WHERE user_id = :user_id AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""

FIND_NOTIFICATIONS = f"""
SELECT
    id,
    {_FOUND} AS document
FROM notification_logs
WHERE (:customer::uuid IS NULL OR user_id = :customer::uuid)
    AND (:email::text IS NULL OR user_id = (SELECT user_id FROM auth_api.contacts WHERE email = :email::text))
    AND (:status::text IS NULL OR status = :status::text)
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""

INSPECT_NOTIFICATION = f"""
SELECT {_FOUND}
FROM notification_logs
WHERE id = :notification_id
"""


def person(tx: Transaction, user_id: UUID) -> Person | None:
    """Find a person's addresses; None when they are gone."""
    return tx.fetch_one(Person, PERSON, user_id=user_id)


def order(tx: Transaction, order_id: UUID) -> CustomerOrder | None:
    """Find an order as orders publishes it."""
    row = tx.row(ORDER, order_id=order_id)
    return CustomerOrder(**row | {"document": json.loads(row["document"])}) if row else None


def owner(tx: Transaction, seller_id: UUID) -> UUID | None:
    """Find who owns a shop; None when it is gone."""
    owner_id: UUID | None = tx.value(OWNER, seller_id=seller_id)
    return owner_id


def gift_card_to_send(tx: Transaction, card_id: UUID) -> GiftCard | None:
    """Find a gift card that is to be mailed; None when it has its code, or is over."""
    return tx.fetch_one(GiftCard, GIFT_CARD_TO_SEND, card_id=card_id)


def give_code(tx: Transaction, card_id: UUID, code_hash: bytes, hint: str) -> bool:
    """Give a gift card its code; False when it has one."""
    return bool(tx.value(GIVE_CODE, card_id=card_id, code_hash=code_hash, hint=hint))


def offer_claim(tx: Transaction, order_id: UUID, token_hash: bytes, life: timedelta) -> bool:
    """Let a guest's order be claimed for so long with a token; False when it was claimed meanwhile."""
    return bool(tx.value(OFFER_CLAIM, order_id=order_id, token_hash=token_hash, kept_for=life))


def queue(tx: Transaction, *, words: dict[str, Any], metadata: dict[str, str], **message: Any) -> None:
    """Write a message down that its channel is to deliver."""
    tx.execute_last(QUEUE, words=json.dumps(words), metadata=json.dumps(metadata), **message)


def claim(tx: Transaction, notification_id: UUID) -> Message | None:
    """Take a queued message; None when it is not queued."""
    row = tx.row(CLAIM, id=notification_id)
    return Message(**row | {"words": json.loads(row["words"])}) if row else None


def is_claimed(tx: Transaction, notification_id: UUID) -> bool:
    """Say whether another attempt has the message, after giving up one that cannot last any more."""
    tx.execute(GIVE_UP, id=notification_id, seconds=CLAIM_SECONDS)
    return bool(tx.value(IS_CLAIMED, id=notification_id))


def put_back(tx: Transaction, notification_id: UUID, failure: str) -> None:
    """Queue a claimed message again that was not sent, and say why."""
    tx.execute_last(PUT_BACK, id=notification_id, failure=failure)


def put_back_untried(tx: Transaction, notification_id: UUID) -> None:
    """Queue a claimed message again for which nobody was asked."""
    tx.execute_last(PUT_BACK_UNTRIED, id=notification_id)


def failed(tx: Transaction, notification_id: UUID, failure: str) -> None:
    """Write down why a message will not be sent."""
    tx.execute_last(FAILED, id=notification_id, failure=failure)


def sent(tx: Transaction, notification_id: UUID, reference: str) -> None:
    """Write down that the provider took it."""
    tx.execute_last(SENT, id=notification_id, reference=reference)


def list_notifications(tx: Transaction, user_id: UUID, query: Page) -> Json:
    """Give a page of a person's messages, the latest first."""
    return tx.page(LIST_NOTIFICATIONS, query, user_id=user_id)


def find_notifications(tx: Transaction, query: FindNotifications) -> Json:
    """Give a page of anybody's messages, the latest first."""
    return tx.page(FIND_NOTIFICATIONS, query, customer=query.customer, email=query.email, status=query.status)


def inspect_notification(tx: Transaction, notification_id: UUID) -> Json:
    """Give anybody's message as FoundNotification, or raise NotFound."""
    return found(tx.json(INSPECT_NOTIFICATION, notification_id=notification_id), "notification")
