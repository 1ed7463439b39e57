"""A reaction: from a batch of an SQS queue to the effect of each event, once."""

from typing import Any

from souk import resources
from souk.database import Database, Transaction
from souk.event import Event
from souk.queued import Queued
from souk.sqlstate import EventSeen

_CLAIM = """
INSERT INTO souk.inbox (consumer, event_id)
VALUES (:consumer, :event_id)
"""


class Reaction(Queued):
    """A function behind a queue of events.

    One that asks for a transaction does each event once, for its inbox row is written in that transaction, on the way
    with its first statement; before that statement it does nothing that cannot be done twice. Any other may be stopped
    between its effect and such a row, so it has none and must bear the same event again.
    """

    def done(self, message: dict[str, Any]) -> str:
        """React to an event, unless it was seen."""
        event = self._kind(message["event"]).open(message)
        if not self._transactional:
            self.run({"event": event})
            return "reacted"
        try:
            resources.get(Database).write(lambda tx: self._react_in(tx, event), self.shop_of(event))
        except EventSeen:
            return "seen"
        return "reacted"

    def _react_in(self, tx: Transaction, event: Event) -> None:
        tx.execute_first(_CLAIM, consumer=self.spec.id, event_id=event.id)
        self.run_in(tx, {"event": event})

    def _kind(self, name: str) -> type[Event]:
        for kind in self.spec.events:
            if kind.name == name:
                return kind
        raise LookupError(f"{self.spec.id} does not listen to {name}")
