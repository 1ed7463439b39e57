"""What auth asks of its tables, and of what users and cart publish."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from souk import Caller, Role, Transaction
from souk.errors import found

INSERT_ACCOUNT = """
INSERT INTO accounts (email, password_hash)
VALUES (:email, :password_hash)
ON CONFLICT ON CONSTRAINT accounts_email_taken DO NOTHING
RETURNING id
"""

CREATE_PROFILE = "SELECT users_api.create_profile(:user_id, :first_name, :last_name, :phone)"

FIND_ACCOUNT = "SELECT id AS user_id, password_hash, role, seller_id FROM accounts WHERE email = :email"

OPEN_SESSION = """
WITH opened AS (
    INSERT INTO sessions (user_id, guest)
    VALUES (:user_id, :guest)
    RETURNING id
)
INSERT INTO refresh_tokens (id, session_id, expires_at)
SELECT :token_hash, id, now() + make_interval(secs => :life)
FROM opened
RETURNING session_id
"""

MERGE_CARTS = "SELECT cart_api.merge(:guest_id, :customer_id)"

# The tokens of a session are used one after the other, so a successor was used when any was used later.
_SUCCESSOR_WAS_USED = """EXISTS (
            SELECT
            FROM refresh_tokens AS later
            WHERE later.session_id = token.session_id AND later.used_at > token.used_at
        )"""

# Of two who bring the same token at once the second waits for the first, then finds it used. A successor that is
# replaced unused counts as used before all others: whoever brings it is a second one.
ROTATE = f"""
WITH good AS (
    SELECT
        token.id,
        session.id AS session_id,
        session.user_id,
        coalesce(account.role, 'guest') AS role,
        account.seller_id
    FROM refresh_tokens AS token
    JOIN sessions AS session ON session.id = token.session_id
    LEFT JOIN accounts AS account ON account.id = session.user_id
    WHERE token.id = ANY(:token_hashes::bytea[])
        AND (
            token.used_at IS NULL
            OR token.used_at <= now() - make_interval(secs => :grace) AND NOT {_SUCCESSOR_WAS_USED}
        )
        AND token.expires_at > now()
        AND session.revoked_at IS NULL
        AND (session.guest OR account.id IS NOT NULL)
    ORDER BY token.used_at IS NOT NULL, array_position(:token_hashes::bytea[], token.id)
    LIMIT 1
    FOR UPDATE OF token
),
used AS (
    UPDATE refresh_tokens AS token
    SET used_at = CASE token.id WHEN good.id THEN now() ELSE '-infinity' END
    FROM good
    WHERE token.session_id = good.session_id AND (token.id = good.id OR token.used_at IS NULL)
),
issued AS (
    INSERT INTO refresh_tokens (id, session_id, expires_at)
    SELECT :next_hash, session_id, now() + make_interval(secs => :life)
    FROM good
)
SELECT session_id, user_id, role, seller_id
FROM good
"""

JUDGE_REUSE = f"""
WITH reused AS (
    SELECT
        session.id AS session_id,
        bool_and(token.used_at > now() - make_interval(secs => :grace) AND NOT {_SUCCESSOR_WAS_USED}) AS racing
    FROM refresh_tokens AS token
    JOIN sessions AS session ON session.id = token.session_id
    WHERE token.id = ANY(:token_hashes::bytea[]) AND token.used_at IS NOT NULL AND session.revoked_at IS NULL
    GROUP BY session.id
),
revoked AS (
    UPDATE sessions AS session
    SET revoked_at = now()
    FROM reused
    WHERE session.id = reused.session_id AND NOT reused.racing
)
SELECT session_id, racing
FROM reused
"""

REVOKE_SESSION = "UPDATE sessions SET revoked_at = now() WHERE id = :session_id AND revoked_at IS NULL"

SESSION_LIVES = "SELECT revoked_at IS NULL FROM sessions WHERE id = :session_id"

GRANT_SELLER_ROLE = """
UPDATE accounts
SET role = CASE role WHEN 'admin' THEN role ELSE 'seller' END, seller_id = :seller_id, updated_at = now()
WHERE id = :user_id
"""

MAKE_ADMIN = "UPDATE accounts SET role = 'admin', updated_at = now() WHERE email = :email RETURNING id"

REMOVE_EXPIRED_TOKENS = "DELETE FROM refresh_tokens WHERE expires_at < now()"

REMOVE_SESSIONS_WITHOUT_TOKENS = """
DELETE FROM sessions AS session
WHERE session.created_at < now() - make_interval(secs => :life)
    AND NOT EXISTS (SELECT FROM refresh_tokens AS token WHERE token.session_id = session.id)
"""


@dataclass(frozen=True, slots=True)
class Account:
    """What a login is checked against."""

    user_id: UUID
    password_hash: str
    role: Role
    seller_id: UUID | None


@dataclass(frozen=True, slots=True)
class Reuse:
    """The session of a refresh token that came back, which ended unless its clients are merely racing."""

    session_id: UUID
    racing: bool


def insert_account(tx: Transaction, email: str, password_hash: str) -> UUID | None:
    """Open an account, None when the address has one."""
    user_id: UUID | None = tx.value(INSERT_ACCOUNT, email=email, password_hash=password_hash)
    return user_id


def create_profile(tx: Transaction, user_id: UUID, first_name: str, last_name: str, phone: str | None) -> None:
    """Have users keep the person's names."""
    tx.execute(CREATE_PROFILE, user_id=user_id, first_name=first_name, last_name=last_name, phone=phone)


def find_account(tx: Transaction, email: str) -> Account | None:
    """Give the account under an address."""
    return tx.fetch_one(_account, FIND_ACCOUNT, email=email)


def open_session(tx: Transaction, user_id: UUID, token_hash: bytes, life: float, *, guest: bool) -> UUID:
    """Begin a session with its first refresh token."""
    session_id: UUID = tx.value(OPEN_SESSION, user_id=user_id, guest=guest, token_hash=token_hash, life=life)
    return session_id


def merge_carts(tx: Transaction, guest_id: UUID, customer_id: UUID) -> None:
    """Have cart put what the guest chose into the customer's cart."""
    tx.execute(MERGE_CARTS, guest_id=guest_id, customer_id=customer_id)


def rotate(
    tx: Transaction, token_hashes: Sequence[bytes], next_hash: bytes, life: float, grace: float
) -> Caller | None:
    """Use the first good refresh token up and issue the next; None when none is good."""
    return tx.fetch_one(_caller, ROTATE, token_hashes=token_hashes, next_hash=next_hash, life=life, grace=grace)


def judge_reuse(tx: Transaction, token_hashes: Sequence[bytes], grace: float) -> list[Reuse]:
    """End each session of a token that was used before the grace or whose successor was.

    Gives each, and whether it is only a race.
    """
    return tx.fetch(Reuse, JUDGE_REUSE, token_hashes=token_hashes, grace=grace)


def revoke_session(tx: Transaction, session_id: UUID) -> None:
    """End a session."""
    tx.execute(REVOKE_SESSION, session_id=session_id)


def session_lives(tx: Transaction, session_id: UUID) -> bool:
    """Say whether a session exists and was not ended."""
    return tx.value(SESSION_LIVES, session_id=session_id) is True


def grant_seller_role(tx: Transaction, user_id: UUID, seller_id: UUID) -> None:
    """Let a user act for a shop; an admin stays an admin."""
    tx.execute(GRANT_SELLER_ROLE, user_id=user_id, seller_id=seller_id)


def make_admin(tx: Transaction, email: str) -> UUID:
    """Give an account every right, or raise NotFound."""
    user_id: UUID = found(tx.value(MAKE_ADMIN, email=email), "account")
    return user_id


def remove_expired(tx: Transaction, life: float) -> None:
    """Delete refresh tokens past their time, and old sessions that have none left."""
    tx.execute(REMOVE_EXPIRED_TOKENS)
    tx.execute(REMOVE_SESSIONS_WITHOUT_TOKENS, life=life)


def _account(role: str, **columns: Any) -> Account:
    return Account(role=Role(role), **columns)


def _caller(role: str, **columns: Any) -> Caller:
    return Caller(role=Role(role), **columns)
