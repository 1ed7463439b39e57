"""What can be answered instead of a result.

    Problem                       500 internal_error
    ├── BadRequest                400 bad_request
    │   ├── MalformedJson         400 malformed_json
    │   └── MalformedText         400 malformed_text
    ├── Unauthenticated           401 unauthenticated
    ├── Forbidden                 403 forbidden
    ├── NotFound                  404 not_found
    │   └── NotFound.of("thing")  404 thing_not_found
    ├── Conflict                  409 conflict
    │   ├── VersionConflict       409 version_conflict
    │   ├── InProgress            409 request_in_progress
    │   ├── NotForSale            409 not_for_sale
    │   └── OutOfStock            409 out_of_stock
    ├── TooLarge                  413 body_too_large
    ├── UnsupportedMediaType      415 unsupported_media_type
    ├── Invalid                   422 validation_failed
    ├── KeyReused                 422 idempotency_key_reused
    ├── TooManyRequests           429 rate_limited
    ├── Unavailable               503 unavailable
    └── TimedOut                  504 timeout

Each is answered as RFC 9457 problem+json. A service derives its own, each with a code that nobody else has. Retry is
not an answer: it asks a queue to deliver a message again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from souk.faults import Fault, FieldError

_made = {"internal_error": f"{__name__}.Problem"}


_FEWER = Fault("fewer_available", "{available} available")


class Problem(Exception):
    """Something went wrong on our side."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    # The types of what its document has besides the members of all.
    members: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: list[FieldError] | None = None,
        retry_after: int | None = None,
        **extra: Any,
    ) -> None:
        self.detail = detail or self.meaning()
        super().__init__(self.detail)
        self.errors = errors or []
        self.retry_after = retry_after
        self.headers: dict[str, str] = {}
        self.extra = extra

    def __init_subclass__(cls, *, status: int | None = None, code: str | None = None) -> None:
        """Give a class its status and its code.

        Raises TypeError when the code is that of another: clients distinguish problems by their codes alone.
        """
        place = f"{cls.__module__}.{cls.__qualname__}"
        if code and _made.setdefault(code, place) != place:
            raise TypeError(f"{place}: the code {code} is that of {_made[code]}")
        cls.status, cls.code = status or cls.status, code or cls.code

    @classmethod
    def meaning(cls) -> str:
        """Give the first line of the docstring: the detail when whoever raises it says none."""
        return (cls.__doc__ or cls.code).partition("\n")[0]

    @classmethod
    def document(cls) -> dict[str, Any]:
        """Give the members that every problem+json document of this class has, but for the request's id."""
        return {
            "type": f"urn:souk:problem:{cls.code}",
            "title": HTTPStatus(cls.status).phrase,
            "status": cls.status,
            "code": cls.code,
            "detail": cls.meaning(),
        }

    def body(self, request_id: str) -> dict[str, Any]:
        """Give the members of the problem+json document."""
        document = self.document() | self.extra | {"detail": self.detail, "request_id": request_id}
        if self.errors:
            document["errors"] = [error.document() for error in self.errors]
        return document


class BadRequest(Problem, status=400, code="bad_request"):
    """The request is not one that can be answered."""


class MalformedJson(BadRequest, code="malformed_json"):
    """The body is not JSON."""


class MalformedText(BadRequest, code="malformed_text"):
    """The body or a parameter holds what is not text."""


class Unauthenticated(Problem, status=401, code="unauthenticated"):
    """Nobody we know is calling."""


class Forbidden(Problem, status=403, code="forbidden"):
    """The caller's role does not allow this."""


class NotFound(Problem, status=404, code="not_found"):
    """There is no such thing, or it is not the caller's."""

    @classmethod
    @cache
    def of(cls, thing: str) -> "type[NotFound]":
        """Give the class for one kind of thing, such as ``cart_item``; the same one wherever it is asked for."""
        name = f"{thing.title().replace('_', '')}NotFound"
        words = f"There is no such {thing.replace('_', ' ')}."
        return type(name, (cls,), {"__doc__": words, "__module__": __name__}, code=f"{thing}_not_found")


def found[T](row: T | None, thing: str) -> T:
    """Give what was looked for.

    Raises NotFound of this kind of thing when there is none.
    """
    if row is None:
        raise NotFound.of(thing)
    return row


class Conflict(Problem, status=409, code="conflict"):
    """The request contradicts the present state."""


class VersionConflict(Conflict, code="version_conflict"):
    """Somebody changed it since it was read.

    ``version`` is today's.
    """

    members: ClassVar[Mapping[str, Any]] = {"version": int}

    def __init__(self, thing: str, version: int) -> None:
        super().__init__(f"The {thing} is at version {version}.", version=version)


class InProgress(Conflict, code="request_in_progress"):
    """The same request is being worked on."""


class NotForSale(Conflict, code="not_for_sale"):
    """Some of it cannot be bought at present.

    ``errors`` name the lines.
    """


@dataclass(frozen=True, slots=True)
class Shortage:
    """A variant of which fewer are in stock than were asked for."""

    variant_id: UUID
    requested: int
    available: int


class OutOfStock(Conflict, code="out_of_stock"):
    """Fewer are in stock than were asked for.

    ``lines`` say of what, ``errors`` at which line.
    """

    members: ClassVar[Mapping[str, Any]] = {"lines": list[Shortage]}

    def __init__(self, lines: list[Shortage]) -> None:
        super().__init__(
            errors=[_FEWER.at(f"items.{line.variant_id}", available=line.available) for line in lines],
            lines=[asdict(line) | {"variant_id": str(line.variant_id)} for line in lines],
        )


class TooLarge(Problem, status=413, code="body_too_large"):
    """The body is larger than the operation accepts."""


class UnsupportedMediaType(Problem, status=415, code="unsupported_media_type"):
    """The body is of a kind that nobody here reads."""


class Invalid(Problem, status=422, code="validation_failed"):
    """The request has fields that do not fit.

    ``errors`` name them.
    """

    def __init__(self, *errors: FieldError) -> None:
        super().__init__(errors=list(errors))


class KeyReused(Problem, status=422, code="idempotency_key_reused"):
    """An Idempotency-Key came back with another request."""


class TooManyRequests(Problem, status=429, code="rate_limited"):
    """The caller is faster than allowed."""

    def __init__(self, retry_after: int, detail: str | None = None) -> None:
        super().__init__(detail, retry_after=retry_after)


class Unavailable(Problem, status=503, code="unavailable"):
    """Something we need does not answer right now."""

    def __init__(self, detail: str = "Please try again in a moment.", retry_after: int = 2) -> None:
        super().__init__(detail, retry_after=retry_after)


class TimedOut(Problem, status=504, code="timeout"):
    """The function did not answer in time."""


class Retry(Exception):
    """Ask the queue to deliver this message again: after so many seconds, or after its usual, growing wait."""

    def __init__(self, reason: str, after: int | None = None) -> None:
        super().__init__(reason)
        self.after = after
