"""What goes wrong in a run, by chance: at every round trip to the database, at the provider, on the bus."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any, NoReturn

from pg8000.exceptions import InterfaceError

from prove.history import Writer
from souk.connection import Connection
from tests.support.dying import Killed


class Fault(StrEnum):
    """A way in which something goes wrong."""

    KILLED_BEFORE_STATEMENT = "killed before a statement"
    KILLED_BEFORE_COMMIT = "killed before its commit"
    KILLED_AFTER_COMMIT = "killed after its commit"
    LOST_BEFORE_STATEMENT = "connection lost before a statement"
    LOST_BEFORE_COMMIT = "connection lost before the commit"
    LOST_AFTER_COMMIT = "connection lost before the commit was answered"
    PROVIDER_OUT_OF_REACH = "provider not reached"
    PROVIDER_TIMED_OUT = "provider timed out after it had done it"
    PROVIDER_TOLD_TWICE = "provider sent a notice besides its answer"
    MAIL_PUT_OFF = "mail put off by its provider"
    EVENT_REFUSED = "event refused by the bus"
    EVENT_DUPLICATED = "event delivered twice"
    EVENT_DELAYED = "event delayed"
    EVENT_REORDERED = "event delivered before an earlier one"
    ANSWER_DROPPED = "event delivered again, for its acknowledgement was dropped"
    DATABASE_RESTARTED = "database ended at once and started anew"
    VALKEY_GONE = "Valkey gone for a while"


RATES: Mapping[Fault, float] = {
    Fault.KILLED_BEFORE_STATEMENT: 0.003,
    Fault.KILLED_BEFORE_COMMIT: 0.012,
    Fault.KILLED_AFTER_COMMIT: 0.012,
    Fault.LOST_BEFORE_STATEMENT: 0.003,
    Fault.LOST_BEFORE_COMMIT: 0.008,
    Fault.LOST_AFTER_COMMIT: 0.008,
    Fault.PROVIDER_OUT_OF_REACH: 0.05,
    Fault.PROVIDER_TIMED_OUT: 0.05,
    Fault.PROVIDER_TOLD_TWICE: 0.15,
    Fault.MAIL_PUT_OFF: 0.03,
    Fault.EVENT_REFUSED: 0.01,
    Fault.EVENT_DUPLICATED: 0.1,
    Fault.EVENT_DELAYED: 0.1,
    Fault.ANSWER_DROPPED: 0.05,
    Fault.DATABASE_RESTARTED: 0.03,
    Fault.VALKEY_GONE: 0.03,
}
"""How often each happens where it can; the last two in a round."""


@dataclass(frozen=True, slots=True)
class _Exposed:
    faults: "Faults"
    chance: Random
    where: str


_exposed: ContextVar[_Exposed | None] = ContextVar("exposed", default=None)


class Faults:
    """Lets faults happen to whoever is exposed to them, until they are over."""

    def __init__(self, history: Writer, rates: Mapping[Fault, float] = RATES) -> None:
        self._history = history
        self._rates = rates

    def end(self) -> None:
        """Let nothing go wrong any more."""
        self._rates = {}

    @contextmanager
    def over(self, chance: Random, where: str) -> Iterator[None]:
        """Expose what is done inside to faults, as this chance has it."""
        token = _exposed.set(_Exposed(self, chance, where))
        try:
            yield
        finally:
            _exposed.reset(token)

    def strike(self, chance: Random, where: str, *possible: Fault) -> Fault | None:
        """Give which of these happens now, if any, and write it down."""
        drawn = chance.random()
        for fault in possible:
            drawn -= self._rates.get(fault, 0)
            if drawn < 0:
                self.note(fault, where)
                return fault
        return None

    def note(self, fault: Fault, where: str) -> None:
        """Write down that a fault happened."""
        self._history.note("fault", fault=fault, where=where)


def strike(*possible: Fault) -> Fault | None:
    """Give which of these faults happens to what is being done, if any; none to who is not exposed."""
    exposed = _exposed.get()
    return exposed.faults.strike(exposed.chance, exposed.where, *possible) if exposed else None


@contextmanager
def sheltered() -> Iterator[None]:
    """Let no fault happen inside: it is done by somebody else, whose own faults stand elsewhere."""
    token = _exposed.set(None)
    try:
        yield
    finally:
        _exposed.reset(token)


class UnreliableConnection(Connection):
    """A connection that breaks, or whose process is killed, at any round trip; the server only sees it end."""

    def _ask(self, text: str, *messages: bytes) -> Any:
        before: tuple[Fault, ...] = (Fault.KILLED_BEFORE_STATEMENT, Fault.LOST_BEFORE_STATEMENT)
        after: tuple[Fault, ...] = ()
        if text == "COMMIT":
            before = (Fault.KILLED_BEFORE_COMMIT, Fault.LOST_BEFORE_COMMIT)
            after = (Fault.KILLED_AFTER_COMMIT, Fault.LOST_AFTER_COMMIT)
        fault = None if text == "ROLLBACK" else strike(*before, *after)
        if fault and fault in before:
            self._break(fault)
        rows = super()._ask(text, *messages)
        if fault:
            self._break(fault)
        return rows

    def _break(self, fault: Fault) -> NoReturn:
        with suppress(OSError):
            self._usock.shutdown(socket.SHUT_RDWR)
        raise Killed if fault.startswith("killed") else InterfaceError("network error")
