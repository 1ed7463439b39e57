"""What comes in and what goes out of an operation."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from souk.errors import Invalid
from souk.faults import Fault
from souk.ids import uuid7

_NO_ENTITY_TAG = Fault("unfit_entity_tag", 'Name the version that was read, such as "3".')

_VERSIONS = range(1, 2**31)
_CORRELATION = re.compile(r"[\w-]{8,64}", re.ASCII)
_ENTITY_TAG = re.compile(r'("?)([0-9]{1,10})\1')


def headers_of(event: dict[str, Any]) -> dict[str, str]:
    """Give the headers of a request to the gateway, their names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def correlation_of(event: dict[str, Any], headers: dict[str, str]) -> str:
    """Give what all that follows from a request is found by: the id that the client offers, else the gateway's."""
    offered = headers.get("x-correlation-id", "")
    if _CORRELATION.fullmatch(offered):
        return offered
    return (event.get("requestContext") or {}).get("requestId") or str(uuid7())


class Request(BaseModel):
    """A body or query; fields nobody declared are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


class Versioned(Request):
    """What a thing shall be; the version of it that was read stands here or in the If-Match header."""

    version: Annotated[
        Annotated[int, Field(ge=_VERSIONS.start, lt=_VERSIONS.stop)] | None,
        Field(description="The version that was read, unless the If-Match header names it"),
    ] = None


class View(BaseModel):
    """A response document; the contract promises every field of it, those with a default too."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_serialization_defaults_required=True, defer_build=True
    )


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
    method: str = "GET"
    address: str = "/"
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, list[str]] = field(default_factory=dict)

    @property
    def if_match(self) -> int | None:
        """The version that the If-Match header names, quoted or not; None when there is no such header.

        Raises Invalid when it is none that a row can have.
        """
        header = self.headers.get("if-match")
        if header is None:
            return None
        tag = _ENTITY_TAG.fullmatch(header.strip())
        if tag is None or int(tag[2]) not in _VERSIONS:
            raise Invalid(_NO_ENTITY_TAG.at("If-Match"))
        return int(tag[2])


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
