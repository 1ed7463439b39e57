"""What can be answered instead of a result.

    Problem                       500 internal_error
    ├── Malformed                 400 malformed_json
    ├── Unauthenticated           401 unauthenticated
    ├── Forbidden                 403 forbidden
    ├── NotFound                  404 <thing>_not_found
    ├── Conflict                  409 conflict
    │   ├── VersionConflict       409 version_conflict
    │   └── InProgress            409 request_in_progress
    ├── PreconditionFailed        412 precondition_failed
    ├── TooLarge                  413 body_too_large
    ├── Invalid                   422 validation_failed
    │   └── KeyReused             422 idempotency_key_reused
    ├── TooManyRequests           429 rate_limited
    └── Unavailable               503 unavailable

Each is answered as RFC 9457 problem+json. Retry is not an answer: it asks a queue to deliver a message again.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong with one field of the input."""

    field: str
    message: str


class Problem(Exception):
    """An expected failure with a stable code and an HTTP status."""

    status: ClassVar[int] = 500
    code: str = "internal_error"

    def __init__(
        self,
        detail: str | None = None,
        *,
        code: str | None = None,
        errors: list[FieldError] | None = None,
        retry_after: int | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail or code or self.code)
        self.code = code or self.code
        self.detail = detail
        self.errors = errors or []
        self.retry_after = retry_after
        self.extra = extra

    def body(self, request_id: str) -> dict[str, Any]:
        """Give the members of the problem+json document."""
        document: dict[str, Any] = {
            "type": f"urn:souk:problem:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
        }
        if self.detail:
            document["detail"] = self.detail
        if self.errors:
            document["errors"] = [{"field": error.field, "message": error.message} for error in self.errors]
        return document | self.extra | {"request_id": request_id}


class Malformed(Problem):
    """The request cannot be read at all."""

    status = 400
    code = "malformed_json"


class Unauthenticated(Problem):
    """Nobody we know is calling."""

    status = 401
    code = "unauthenticated"


class Forbidden(Problem):
    """The caller's role does not allow this."""

    status = 403
    code = "forbidden"


class NotFound(Problem):
    """There is no such thing, or it is not the caller's."""

    status = 404

    def __init__(self, thing: str) -> None:
        super().__init__(f"There is no such {thing.replace('_', ' ')}.", code=f"{thing}_not_found")


class Conflict(Problem):
    """The request contradicts the present state."""

    status = 409
    code = "conflict"

    def __init__(
        self,
        code: str | None = None,
        detail: str | None = None,
        *,
        errors: list[FieldError] | None = None,
        retry_after: int | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail, code=code, errors=errors, retry_after=retry_after, **extra)


class VersionConflict(Conflict):
    """Somebody changed it since it was read."""

    code = "version_conflict"


class InProgress(Conflict):
    """The same request is being worked on."""

    code = "request_in_progress"


class PreconditionFailed(Problem):
    """What the caller saw has changed since."""

    status = 412
    code = "precondition_failed"


class TooLarge(Problem):
    """The body is larger than the operation accepts."""

    status = 413
    code = "body_too_large"


class Invalid(Problem):
    """Some fields do not fit the contract."""

    status = 422
    code = "validation_failed"

    def __init__(self, field: str | None = None, message: str = "", *, errors: list[FieldError] | None = None) -> None:
        named = [FieldError(field, message)] if field is not None else []
        super().__init__("The request has fields that do not fit.", errors=named + (errors or []))


class KeyReused(Problem):
    """An Idempotency-Key came back with another request."""

    status = 422
    code = "idempotency_key_reused"


class TooManyRequests(Problem):
    """The caller is faster than allowed."""

    status = 429
    code = "rate_limited"

    def __init__(self, retry_after: int, detail: str = "Too many requests.") -> None:
        super().__init__(detail, retry_after=retry_after)


class Unavailable(Problem):
    """Something we need does not answer right now."""

    status = 503
    code = "unavailable"

    def __init__(self, detail: str = "Please try again in a moment.", retry_after: int = 2) -> None:
        super().__init__(detail, retry_after=retry_after)


class Retry(Exception):
    """Ask the queue to deliver this message again: after so many seconds, or after its usual, growing wait."""

    def __init__(self, reason: str, after: int | None = None) -> None:
        super().__init__(reason)
        self.after = after
