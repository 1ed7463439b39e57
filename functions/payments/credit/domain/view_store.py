"""What people see of gift cards and store credit, built by Postgres as it is sent."""

from uuid import UUID

from functions.payments.credit.domain.model import FindGiftCards, ListCreditMovements
from souk import Json, Transaction
from souk.errors import found

_GIFT_CARD = """json_build_object(
        'id', account.id,
        'hint', account.hint,
        'issued', souk.money(issued.amount, account.currency),
        'balance', souk.money(account.balance, account.currency),
        'status', CASE
            WHEN account.ended_at IS NOT NULL THEN 'ended'
            WHEN account.expires_at <= now() THEN 'expired'
            WHEN account.balance = 0 THEN 'used_up'
            ELSE 'active'
        END,
        'email', account.email,
        'note', issued.note,
        'expires_at', account.expires_at,
        'issued_at', account.created_at
    )"""

_GIFT_CARDS = """FROM credit_accounts AS account
JOIN credit_movements AS issued ON issued.account_id = account.id AND issued.step = 1
WHERE account.kind = 'gift_card'"""

SHOW_GIFT_CARD = f"""
SELECT {_GIFT_CARD}
{_GIFT_CARDS} AND account.id = :card_id
"""

FIND_GIFT_CARDS = f"""
SELECT account.id, {_GIFT_CARD} AS document
{_GIFT_CARDS}
    AND (:hint::text IS NULL OR account.hint = upper(:hint::text))
    AND (:email::text IS NULL OR account.email = :email::text)
    AND (:after_id::uuid IS NULL OR account.id < :after_id::uuid)
ORDER BY account.id DESC
LIMIT :limit
"""

SHOW_BALANCE = """
SELECT json_build_object('balance', souk.money(balance, currency), 'expires_at', expires_at)
FROM credit_accounts AS account
WHERE code_hash = :code_hash AND balance > 0 AND is_live(account)
"""

SHOW_STORE_CREDIT = """
SELECT json_build_object('items', coalesce(
    json_agg(json_build_object('balance', souk.money(balance, currency)) ORDER BY currency), '[]'
))
FROM credit_accounts
WHERE customer_id = :customer_id
"""

LIST_MOVEMENTS = """
SELECT moved.id, json_build_object(
    'id', moved.id,
    'kind', moved.kind,
    'amount', souk.money(moved.amount, moved.currency),
    'balance', souk.money(moved.balance, moved.currency),
    'order_id', moved.order_id,
    'note', moved.note,
    'at', moved.occurred_at
) AS document
FROM credit_movements AS moved
WHERE moved.account_id IN (SELECT id FROM credit_accounts WHERE customer_id = :customer_id)
    AND (:after_id::uuid IS NULL OR moved.id < :after_id::uuid)
ORDER BY moved.id DESC
LIMIT :limit
"""

IS_CUSTOMER = "SELECT EXISTS (SELECT FROM auth_api.contacts WHERE user_id = :customer_id)"


def show_gift_card(tx: Transaction, card_id: UUID) -> Json:
    """Give a gift card as GiftCardView, or raise NotFound."""
    return found(tx.json(SHOW_GIFT_CARD, card_id=card_id), "gift_card")


def find_gift_cards(tx: Transaction, query: FindGiftCards) -> Json:
    """Give a page of gift cards, the latest first."""
    return tx.page(FIND_GIFT_CARDS, query, hint=query.hint, email=query.email)


def show_balance(tx: Transaction, code_hash: bytes) -> Json:
    """Give what can be spent of the gift card that has a code as GiftCardBalance, or raise NotFound."""
    return found(tx.json(SHOW_BALANCE, code_hash=code_hash), "gift_card")


def show_store_credit(tx: Transaction, customer_id: UUID) -> Json:
    """Give a customer's store credit as StoreCreditView."""
    return found(tx.json(SHOW_STORE_CREDIT, customer_id=customer_id), "customer")


def list_movements(tx: Transaction, customer_id: UUID, query: ListCreditMovements) -> Json:
    """Give a page of the movements of a customer's store credit, the latest first."""
    return tx.page(LIST_MOVEMENTS, query, customer_id=customer_id)


def is_customer(tx: Transaction, customer_id: UUID) -> bool:
    """Say whether somebody has an account."""
    return bool(tx.value(IS_CUSTOMER, customer_id=customer_id))
