"""A function behind a queue: each message of a batch is done, or comes back by itself."""

import json
import time
from typing import Any
from uuid import UUID

from souk import resources
from souk.errors import Retry
from souk.event import Event, correlation
from souk.function import Function
from souk.logs import count, segment
from souk.queue import Queue, backoff
from souk.work import Work


class Queued(Function):
    """A function behind a queue of its own."""

    def invoked(self, event: dict[str, Any]) -> dict[str, Any]:
        """Handle each record by itself; the queue delivers those that failed again, each time later."""
        waits = [(record, self._handle(record)) for record in event["Records"]]
        failed = [(record, wait) for record, wait in waits if wait is not None]
        if failed:
            resources.get(Queue).put_off(failed)
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record, _ in failed]}

    def _handle(self, record: dict[str, Any]) -> int | None:
        """Give the seconds to wait when it failed, None when it is done."""
        began = time.perf_counter()
        token = correlation.set("")
        try:
            attempt = int(record["attributes"]["ApproximateReceiveCount"])
            message = self.message(json.loads(record["body"])["detail"])
            correlation.set(message["correlation_id"])
            with segment(self.spec.id, event=message["event"]):
                outcome = self.done(message)
            self.report(outcome, began, event=message["event"], event_id=message["id"])
            return None
        except Retry as reason:
            count(Retried=1)
            self.report("retry", began, reason=str(reason))
            return reason.after or backoff(attempt)
        except Exception:
            self.log_exception()
            self.report("failed", began, failed=True)
            return backoff(attempt)
        finally:
            correlation.reset(token)

    def shop_of(self, message: Event | Work) -> UUID | None:
        """Give the shop that is acted for, which an event or work of it names."""
        return getattr(message, "seller_id", None) if self.spec.acts_for_a_shop else None

    def message(self, detail: dict[str, Any]) -> dict[str, Any]:
        """Give what came through the queue as an envelope."""
        return detail

    def done(self, message: dict[str, Any]) -> str:
        """Do what the message says; give the outcome."""
        raise NotImplementedError
