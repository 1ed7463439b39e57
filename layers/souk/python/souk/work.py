"""Work in parts: what a transaction enqueues and a job does, a part at a time.

A row says how far it is. A part is leased to one worker by a committed statement; what it did and what is left then
become true together. So a part that is delivered twice, be it at once, has its effect once, and one whose worker died
is done by the next delivery. Amazon SQS delivers at least once; the row decides.
"""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, PrivateAttr

from souk.ids import uuid7

SOURCE = "souk.job"
"""What the outbox calls the source of the message of a part; the relay sends it to the job's own queue."""

# The database puts the message of a part into the outbox when there is a part to do.
ENQUEUE = """
INSERT INTO souk.jobs (id, job, state, work, correlation_id)
VALUES (:id, :job, :state, :work::jsonb, :correlation_id)
"""

# A job that was given up goes on when its message is sent again.
LEASE = """
UPDATE souk.jobs
SET state = 'running', ended_at = NULL, attempts = attempts + 1, leased_until = now() + make_interval(secs => :seconds)
WHERE id = :id AND job = :job AND part = :part AND state <> 'done' AND leased_until < now()
RETURNING id, part, attempts, work, correlation_id
"""

IS_LEASED = """
SELECT EXISTS (SELECT 1 FROM souk.jobs WHERE id = :id AND job = :job AND part = :part AND leased_until >= now())
"""

ADVANCE = """
UPDATE souk.jobs
SET part = part + 1, work = :work::jsonb, attempts = 0, leased_until = '-infinity', moved_at = now()
WHERE id = :id AND part = :part AND attempts = :attempts
"""

END = """
UPDATE souk.jobs
SET state = 'done', leased_until = '-infinity', moved_at = now(), ended_at = now()
WHERE id = :id AND part = :part AND attempts = :attempts
"""

RELEASE = """
UPDATE souk.jobs
SET leased_until = '-infinity',
    last_error = :error,
    state = CASE WHEN :is_last::boolean THEN 'failed' ELSE state END,
    ended_at = CASE WHEN :is_last::boolean THEN now() END
WHERE id = :id AND part = :part AND attempts = :attempts
"""


class Work(BaseModel):
    """What is left to be done of a job.

    A subclass sets ``job``, the id of the function that does it; with ``upload`` it begins when a file was uploaded
    under ``file``. Work of a shop has its ``seller_id``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    job: ClassVar[str]
    upload: ClassVar[bool] = False

    _id: UUID = PrivateAttr(default_factory=uuid7)

    @property
    def id(self) -> UUID:
        """The job's id, the same for all its parts."""
        return self._id

    @property
    def file(self) -> str:
        """The key of the job's file among uploads or downloads."""
        return self.file_of(self._id)

    @classmethod
    def file_of(cls, job_id: UUID) -> str:
        """Give the key of the file of the job with this id."""
        return f"{cls.job}/{job_id}"

    @classmethod
    def open(cls, job_id: UUID, text: str) -> "Work":
        """Read what is left of a job.

        Raises pydantic.ValidationError when it is not one of these.
        """
        work = cls.model_validate_json(text)
        work._id = job_id
        return work
