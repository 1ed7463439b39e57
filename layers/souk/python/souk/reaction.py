"""A reaction: from a batch of an SQS queue to the effect of each event, once."""

from typing import Any

from souk import resources
from souk.database import Database, Transaction
from souk.event import Event
from souk.queued import Queued
from souk.sqlstate import EventSeen

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(:consumer || ' ' || :aggregate_id, 0))"
_CLAIM = """
INSERT INTO souk.inbox (consumer, event_id)
VALUES (:consumer, :event_id)
"""

_CLAIM_IN_ORDER = """
INSERT INTO souk.inbox (consumer, event_id, aggregate_id, sequence)
SELECT :consumer, :event_id::uuid, :aggregate_id, :sequence::integer
WHERE NOT EXISTS (
    SELECT 1
    FROM souk.inbox
    WHERE consumer = :consumer AND aggregate_id = :aggregate_id AND sequence > :sequence::integer
)
ON CONFLICT DO NOTHING
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
        entry = {"consumer": self.spec.id, "event_id": event.id}
        if self.spec.ordered:
            self._claim_in_order(tx, event, entry)
        else:
            tx.execute_first(_CLAIM, **entry)
        self.run_in(tx, {"event": event})

    def _claim_in_order(self, tx: Transaction, event: Event, entry: dict[str, Any]) -> None:
        # A newer event whose transaction is still open is not seen by the claim's snapshot, so wait for it first.
        tx.execute(_ONE_AT_A_TIME, consumer=self.spec.id, aggregate_id=event.aggregate_id)
        if not tx.execute(_CLAIM_IN_ORDER, **entry, aggregate_id=event.aggregate_id, sequence=event.sequence):
            raise EventSeen

    def _kind(self, name: str) -> type[Event]:
        for kind in self.spec.events:
            if kind.name == name:
                return kind
        raise LookupError(f"{self.spec.id} does not listen to {name}")
