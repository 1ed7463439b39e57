"""A job: from a message to the effect of one part of the work, once."""

from typing import Any
from uuid import UUID

from souk import resources
from souk.database import Database, Transaction
from souk.errors import Retry
from souk.event import correlation
from souk.queue import ATTEMPTS
from souk.queued import Queued
from souk.work import ADVANCE, END, IS_LEASED, LEASE, RELEASE, Work

_MARGIN_SECONDS = 5
"""A lease ends after Lambda has ended whoever holds it."""


class LeaseLost(Exception):
    """Another worker has the part, so this one's effect is taken back."""


class Job(Queued):
    """A function behind a queue of parts.

    With a transaction its effect and what is left become true together. Without one what is left is stored afterwards,
    so that what it does must bear being done again.
    """

    def message(self, detail: dict[str, Any]) -> dict[str, Any]:
        """Give the part that is to be done: the first when Amazon S3 says that the job's file is there."""
        if "object" not in detail:
            return detail
        job_id = detail["object"]["key"].rpartition("/")[2]
        return {"id": job_id, "event": self.spec.id, "correlation_id": "", "job_id": job_id, "part": 1}

    def done(self, message: dict[str, Any]) -> str:
        """Do one part, unless it is done already; after the last attempt the job has failed."""
        database = resources.get(Database)
        part = {"id": UUID(message["job_id"]), "job": self.spec.id, "part": message["part"]}
        held = database.write(lambda tx: tx.row(LEASE, **part, seconds=self.spec.timeout + _MARGIN_SECONDS))
        if held is None:
            if database.read(lambda tx: tx.value(IS_LEASED, **part)):
                raise Retry("another worker has this part")
            return "seen"
        correlation.set(held["correlation_id"])
        lease = {name: held[name] for name in ("id", "part", "attempts")}
        try:
            self._work(database, self._kind.open(held["id"], held["work"]), lease)
        except Exception as error:
            failed = {"error": str(error)[:1000], "is_last": held["attempts"] >= ATTEMPTS}
            database.write(lambda tx: tx.execute_last(RELEASE, **lease, **failed))
            raise
        return "worked"

    @property
    def _kind(self) -> type[Work]:
        assert self.spec.work is not None
        return self.spec.work

    def _work(self, database: Database, work: Work, lease: dict[str, Any]) -> None:
        given = {"work": work}
        if self._transactional:
            database.write(lambda tx: _advance(tx, lease, self.run_in(tx, given)), self.shop_of(work))
        else:
            left = self.run(given)
            database.write(lambda tx: _advance(tx, lease, left))


def _advance(tx: Transaction, lease: dict[str, Any], left: Work | None) -> None:
    is_held = tx.execute(ADVANCE, **lease, work=left.model_dump_json()) if left else tx.execute(END, **lease)
    if not is_held:
        raise LeaseLost
