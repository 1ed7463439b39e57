"""The bus and its queues, in process: at least once, in any order, each message by itself, and a time of their own.

That time stands still while there is work, and is moved on between rounds: what was put off comes when it is due.
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

from prove.faults import Fault, Faults, strike
from prove.history import Writer
from souk.function import Function
from souk.queue import ATTEMPTS, Queue
from souk.work import SOURCE
from tests.support import api, bus
from tests.support.dying import Killed

LONGEST_DELAY_SECONDS = 90
SEEN_AGAIN_SECONDS = 30
"""After so long a queue delivers again what nobody said was done."""


@dataclass(slots=True)
class Message:
    """A message in the queue of a function; an event, the part of a job, or a provider's notice."""

    function: Function
    detail: Mapping[str, Any]
    due_at: float
    id: str = field(default_factory=lambda: str(uuid4()))
    attempts: int = 0

    @property
    def name(self) -> str:
        """What it says, and to whom."""
        return f"{self.function.spec.id} of {self.detail.get('event', 'a notice')}"


class Waits(Queue):
    """Remembers for how long each message that failed is put off."""

    def __init__(self) -> None:
        self.seconds: dict[str, int] = {}

    def put_off(self, failed: Sequence[tuple[dict[str, Any], int]]) -> None:
        """Remember the waits."""
        self.seconds |= {record["receiptHandle"]: seconds for record, seconds in failed}


class Bus:
    """What the relay publishes to, and the queues behind it."""

    def __init__(self, history: Writer, faults: Faults, chance: Random) -> None:
        self.now = 0.0
        self.waits = Waits()
        self._history = history
        self._faults = faults
        self._chance = chance
        self._waiting: list[Message] = []
        self._dead: list[Message] = []
        self._lock = threading.Lock()

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits, be it due or not."""
        return not self._waiting

    def redrive(self) -> int:
        """Bring back what was given up, as an operator does upon a dead-letter queue's alarm; say how much it is."""
        dead, self._dead = self._dead, []
        for message in dead:
            message.attempts, message.due_at = 0, self.now
        self._waiting += dead
        return len(dead)

    def close(self) -> None:
        """Write down what is given up for good."""
        for message in self._dead:
            self._history.note("given_up", message=message.name, event=message.detail)

    def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        """Take events, and the parts of jobs, into the queues of who listens; refuse one now and then."""
        return [self._published(entry) for entry in entries]

    def notify(self, function: Function, request: Callable[[], dict[str, Any]]) -> None:
        """Take a provider's notice to the function that is its webhook, in a request that is made when it is sent."""
        self._put(Message(function, {"request": request}, self.now))

    def take(self, chance: Random) -> Message | None:
        """Take any message that is due; None when none is."""
        with self._lock:
            due = [message for message in self._waiting if message.due_at <= self.now]
            if not due:
                return None
            chosen = chance.choice(due)
            self._waiting.remove(chosen)
        if chosen is not due[0]:
            self._faults.note(Fault.EVENT_REORDERED, chosen.name)
        return chosen

    def deliver(self, message: Message, chance: Random) -> None:
        """Have a message handled as its queue would: what is not done comes again, and ten times at most."""
        message.attempts += 1
        try:
            with self._faults.over(chance, message.name):
                wait = self._handled(message)
        except Killed:
            wait = SEEN_AGAIN_SECONDS
        if wait is None and self._faults.strike(chance, message.name, Fault.ANSWER_DROPPED):
            wait = 0
        if wait is None:
            return
        if message.attempts == ATTEMPTS:
            self._history.note("dead", message=message.name, event=message.detail)
            with self._lock:
                self._dead.append(message)
            return
        message.due_at = self.now + wait
        with self._lock:
            self._waiting.append(message)

    def _published(self, entry: dict[str, str]) -> str | None:
        detail = json.loads(entry["Detail"])
        if strike(Fault.EVENT_REFUSED):
            return "ThrottlingException"
        for function in _listeners(entry["Source"], entry["DetailType"], detail):
            self._put(Message(function, detail, self.now))
        return None

    def _put(self, message: Message) -> None:
        copies = [message]
        if self._faults.strike(self._chance, message.name, Fault.EVENT_DUPLICATED):
            copies.append(Message(message.function, message.detail, self.now))
        for copy in copies:
            if self._faults.strike(self._chance, message.name, Fault.EVENT_DELAYED):
                copy.due_at += self._chance.uniform(1, LONGEST_DELAY_SECONDS)
        with self._lock:
            self._waiting += copies

    def _handled(self, message: Message) -> float | None:
        """Give after how many seconds it has to come again; None when it is done."""
        if message.function.spec.kind == "operation":
            answer = api.invoke(message.function, message.detail["request"]())
            return None if answer["statusCode"] < 300 else SEEN_AGAIN_SECONDS
        record = {
            "messageId": message.id,
            "receiptHandle": message.id,
            "body": json.dumps({"detail": message.detail}),
            "attributes": {"ApproximateReceiveCount": str(message.attempts)},
        }
        answer = api.invoke(message.function, {"Records": [record]})
        return float(self.waits.seconds.pop(message.id)) if answer["batchItemFailures"] else None


def _listeners(source: str, name: str, detail: Mapping[str, Any]) -> list[Function]:
    """Give who is told: of the work in parts nobody, for it draws documents and lists, slowly, and moves nothing."""
    if source == SOURCE:
        return []
    return bus.listeners(bus.catalogue()[name].open(dict(detail)))
