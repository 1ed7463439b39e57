"""What PostgreSQL's error codes mean to us (PostgreSQL documentation, appendix A)."""

import re
from typing import Any

from pg8000.exceptions import InterfaceError

from souk.errors import Unavailable

LOCK_TIMEOUT = "55P03"
_DEADLOCK, _SERIALIZATION, _CANCELLED = "40P01", "40001", "57014"
_CONNECTION, _SHUTDOWN, _EXHAUSTED = "08", "57P", "53"
_CLAIMS = "idempotency_pkey"
_INBOX = re.compile(r"inbox_(\w+_)?pkey")
REFUSED = "28"
"""The class of refused passwords."""


class ConstraintViolation(Exception):
    """A constraint refused a row; ``constraint`` is its name."""

    def __init__(self, constraint: str, detail: str) -> None:
        super().__init__(f"{constraint}: {detail}")
        self.constraint = constraint


class UniqueViolation(ConstraintViolation):
    """Such a row exists."""


class CheckViolation(ConstraintViolation):
    """A value is outside what the table allows."""


class ForeignKeyViolation(ConstraintViolation):
    """The row points at, or is pointed at by, another."""


class LockTimeout(Exception):
    """Somebody else holds the row for longer than we wait."""


class KeyClaimed(Exception):
    """Another request has claimed the Idempotency-Key, and was answered."""


class KeyAwaited(Exception):
    """Another request has claimed the Idempotency-Key, and works for longer than we wait."""


class EventSeen(Exception):
    """The reaction has this event in its inbox already."""


class ConnectionLost(Unavailable):
    """The connection died; what it had not committed did not happen, so it may be done again on another."""


class Unanswered(Unavailable):
    """The server said nothing for as long as we wait; asking it again would only take as long."""


class Conflicted(Exception):
    """The transaction lost a deadlock or a serialisation race and may run again."""


_VIOLATIONS = {"23505": UniqueViolation, "23514": CheckViolation, "23503": ForeignKeyViolation}


def code(error: Exception) -> str:
    """Give the SQLSTATE of an error, empty when it is none of the server's."""
    details = error.args[0] if error.args else None
    return str(details.get("C", "")) if isinstance(details, dict) else ""


def meaning(error: Exception) -> Exception:
    """Turn an error of the server or of the way to it into one that says what to do, or give it back.

    Its detail, which may be the whole row that was refused, is taken away, for errors are logged.
    """
    if isinstance(error, InterfaceError | OSError):
        waited = isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError)
        return (Unanswered if waited else ConnectionLost)("The database does not answer.")
    state = code(error)
    details: dict[str, Any] = error.args[0] if state else {}
    details.pop("D", None)
    constraint, detail = str(details.get("n", "")), str(details.get("M", ""))
    if constraint == _CLAIMS:
        return KeyClaimed(detail)
    if _INBOX.fullmatch(constraint):
        return EventSeen(detail)
    if state in _VIOLATIONS:
        return _VIOLATIONS[state](constraint, detail)
    if state in (_DEADLOCK, _SERIALIZATION):
        return Conflicted(detail)
    if state == LOCK_TIMEOUT:
        return (KeyAwaited if f'"{_CLAIMS}"' in str(details.get("W", "")) else LockTimeout)(detail)
    if state.startswith((_CONNECTION, _SHUTDOWN)):
        return ConnectionLost("The database does not answer.")
    if state == _CANCELLED or state.startswith(_EXHAUSTED):
        return Unavailable("The database does not answer in time.")
    return error
