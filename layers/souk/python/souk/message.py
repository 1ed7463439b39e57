"""What comes in and what goes out of an operation."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Version = Annotated[int, Field(ge=1, lt=2**31, description="The version that was read")]


class Request(BaseModel):
    """A body or query; fields nobody declared are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class View(BaseModel):
    """A response document."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Json(str):
    """JSON text that goes out as it is."""

    __slots__ = ()


@dataclass(slots=True)
class RawRequest:
    """The request as it came; header names in lower case."""

    body: str
    headers: dict[str, str]
    source_address: str
    correlation_id: str
    path: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Response:
    """A response with a status or headers of its own."""

    body: View | Json | str | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Give the body as it is sent."""
        if self.body is None:
            return ""
        return self.body.model_dump_json() if isinstance(self.body, BaseModel) else str(self.body)


def response_of(result: Any) -> Response:
    """Wrap what a handler returned."""
    return result if isinstance(result, Response) else Response(result)


def storable[T](value: T) -> T:
    """Give the value back when PostgreSQL has room for it, so that a forged cursor or path never reaches a statement.

    Raises ValueError or OverflowError.
    """
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("not a bigint")
    if isinstance(value, str) and "\0" in value.encode().decode():
        raise ValueError("not text")
    if isinstance(value, datetime):
        value.astimezone(UTC)
    return value
