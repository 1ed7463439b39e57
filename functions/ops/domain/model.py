"""What the health operations answer, and what administrators see of what they did."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from souk import View
from souk.email import Email
from souk.paging import Page
from souk.timestamp import Timestamp


class Health(View):
    """The function runs."""

    status: Literal["ok"]


class Readiness(View):
    """The database answers; degraded is what works without the cache, only slower."""

    status: Literal["ready", "degraded"]
    database: Literal[True]
    cache: bool
    outbox_age_seconds: float


class ListAudit(Page):
    """Which entries of the audit trail to list, the latest first."""

    actor: Annotated[Email | None, Field(description="Only what the administrator with this address did")] = None
    operation: Annotated[str | None, Field(pattern="^[a-z-]{1,100}$", description="Only calls of this operation")] = (
        None
    )
    changes: Annotated[bool, Field(description="Only calls that changed something")] = False


class RowChange(View):
    """A row before and after: its id, its name and what differs, or the whole row where it was made or removed."""

    relation: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class AuditEntry(View):
    """What an administrator did; `subject` is what stood in the address of the request."""

    id: UUID
    at: Timestamp
    actor: UUID
    actor_email: str | None
    operation: str
    subject: dict[str, Any]
    correlation_id: str
    changes: list[RowChange]
