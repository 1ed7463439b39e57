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
    """Give new tokens for the first good one of the refresh tokens that were brought.

    One that comes back after its successor was used was stolen, by whoever brings it or from them, and its session
    ends, also when another that is good stands beside it. While the successor was not used, its answer may have been
    lost: after ten seconds there is another in its place, and the one that was replaced ends the session when it comes.
    Before that it may be two tabs, and the slower one is answered to read the new tokens where the faster one left
    them. Source: RFC 9700, 4.14.2, with the grace that identity providers give.

    Raises RefreshInProgress in that time, InvalidRefreshToken when none is good.
    """
    refresh_token = new_token()
    hashes = [fingerprint(token) for token in brought]

    def exchange(tx: Transaction) -> tuple[Caller | None, list[store.Reuse]]:
        caller = store.rotate(tx, hashes, fingerprint(refresh_token), _REFRESH_SECONDS, _GRACE_SECONDS)
        return caller, store.judge_reuse(tx, hashes, _GRACE_SECONDS)

    caller, reuses = database.write(exchange)
    ended = {reuse.session_id for reuse in reuses if not reuse.racing}
    for session_id in ended:
        refuse_at_once(cache, session_id)
    if caller is not None and caller.session_id not in ended:
        return _tokens(key, caller, refresh_token, now)
    if len(reuses) > len(ended):
        raise RefreshInProgress("This token was exchanged a moment ago; use the new tokens.", retry_after=1)
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
