"""Who may come in, and for how long."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from events.auth import UserLoggedIn, UserRegistered
from functions.auth.domain import store, tokens
from functions.auth.domain.login_attempts import LoginAttempts
from functions.auth.domain.model import (
    REFRESH_GRACE,
    AccountView,
    EmailTaken,
    InvalidCredentials,
    InvalidRefreshToken,
    Login,
    RefreshInProgress,
    Register,
    Tokens,
)
from functions.auth.domain.passwords import Passwords
from functions.auth.domain.signing_key import SigningKey
from souk import CUSTOMER, GUEST, Cache, Caller, Database, Transaction
from souk.errors import Unauthenticated
from souk.identity import SESSION, SESSION_SECONDS
from souk.ids import uuid7
from souk.token import fingerprint, new_token

_ACCESS_SECONDS = int(tokens.ACCESS_LIFE.total_seconds())
_REFRESH_SECONDS = tokens.REFRESH_LIFE.total_seconds()
_GRACE_SECONDS = REFRESH_GRACE.total_seconds()


def register(database: Database, passwords: Passwords, body: Register) -> AccountView:
    """Open an account with its profile; hashing is slow, so it comes before the transaction."""
    password_hash = passwords.hash(body.password.get_secret_value())

    def open_account(tx: Transaction) -> UUID:
        user_id = store.insert_account(tx, body.email, password_hash)
        if user_id is None:
            raise EmailTaken
        store.create_profile(tx, user_id, body.first_name, body.last_name, body.phone)
        tx.record(UserRegistered(user_id=user_id))
        return user_id

    return AccountView(id=database.write(open_account), email=body.email, role=CUSTOMER)


def prove(database: Database, cache: Cache, passwords: Passwords, body: Login, address: str) -> store.Account:
    """Check a password, in the same time and with the same answer whether or not the account exists."""
    attempts = LoginAttempts(cache, body.email, address)
    attempts.admit()
    account = database.read(lambda tx: store.find_account(tx, body.email))
    genuine = passwords.match(body.password.get_secret_value(), account.password_hash if account else None)
    if account is None or not genuine:
        raise InvalidCredentials("The address or the password is wrong.")
    attempts.forgive()
    return account


def log_in(tx: Transaction, key: SigningKey, account: store.Account, visitor: Caller | None, now: datetime) -> Tokens:
    """Begin a session; a visitor who came as a guest brings their cart along."""
    refresh_token = new_token()
    session_id = store.open_session(tx, account.user_id, fingerprint(refresh_token), _REFRESH_SECONDS, guest=False)
    if visitor is not None and visitor.role is GUEST:
        store.merge_carts(tx, visitor.user_id, account.user_id)
    tx.record(UserLoggedIn(session_id=session_id, user_id=account.user_id))
    return _tokens(key, Caller(account.user_id, account.role, session_id, account.seller_id), refresh_token, now)


def welcome_guest(tx: Transaction, key: SigningKey, now: datetime) -> Tokens:
    """Begin the session of somebody we know nothing of."""
    user_id, refresh_token = uuid7(), new_token()
    session_id = store.open_session(tx, user_id, fingerprint(refresh_token), _REFRESH_SECONDS, guest=True)
    return _tokens(key, Caller(user_id, GUEST, session_id), refresh_token, now)


def refresh(database: Database, cache: Cache, key: SigningKey, brought: Sequence[str], now: datetime) -> Tokens:
    """Give new tokens for a refresh token, once; when it comes back somebody stole it and the session ends.

    Of several that were brought the first good one counts.

    Two tabs may bring the same token at once, though: ten seconds long, while the new token was not used either, the
    slower one is answered to read the new tokens where the faster one left them. Whoever stole the token gets no more.

    Raises RefreshInProgress in that time, InvalidRefreshToken otherwise.
    """
    refresh_token = new_token()
    hashes = [fingerprint(token) for token in brought]

    def exchange(tx: Transaction) -> tuple[Caller | None, store.Reuse | None]:
        good = (store.rotate(tx, one, fingerprint(refresh_token), _REFRESH_SECONDS) for one in hashes)
        if caller := next(filter(None, good), None):
            return caller, None
        return None, next(filter(None, (store.judge_reuse(tx, one, _GRACE_SECONDS) for one in hashes)), None)

    caller, reuse = database.write(exchange)
    if caller is not None:
        return _tokens(key, caller, refresh_token, now)
    if reuse is not None and reuse.racing:
        raise RefreshInProgress("This token was exchanged a moment ago; use the new tokens.", retry_after=1)
    if reuse is not None:
        refuse_at_once(cache, reuse.session_id)
    raise InvalidRefreshToken("Please sign in again.")


def log_out(tx: Transaction, cache: Cache, session_id: UUID) -> None:
    """End a session."""
    store.revoke_session(tx, session_id)
    tx.after_commit(lambda: refuse_at_once(cache, session_id))


def refuse_at_once(cache: Cache, session_id: UUID) -> None:
    """Have every function refuse the session's access tokens, until the last of them is dead anyway."""
    cache.set(SESSION.key(session_id=session_id), "revoked", _ACCESS_SECONDS)


def require_live_session(database: Database, cache: Cache, session_id: UUID) -> None:
    """Let a session pass that was not ended; where the cache has no word, the table decides.

    Raises Unauthenticated when it was ended.
    """
    known = cache.get(SESSION.key(session_id=session_id))
    if known is None and database.read(lambda tx: store.session_lives(tx, session_id)):
        # NX: somebody may be ending the session right now.
        cache.command("SET", SESSION.key(session_id=session_id), "alive", "EX", SESSION_SECONDS, "NX")
    elif known != b"alive":
        raise Unauthenticated("The session has ended.")


def _tokens(key: SigningKey, caller: Caller, refresh_token: str, now: datetime) -> Tokens:
    return Tokens(
        access_token=tokens.access_token(key, caller, now),
        refresh_token=refresh_token,
        token_type="Bearer",  # noqa: S106  (the name of a scheme, RFC 6750)
        expires_in=_ACCESS_SECONDS,
    )
