"""Points in time as text: UTC, ISO 8601, in the form in which PostgreSQL writes them into JSON."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, PlainSerializer, WithJsonSchema


def written(moment: datetime) -> str:
    """Write a point in time: ``2026-11-20T08:00:00.12+00:00``."""
    text = moment.astimezone(UTC).isoformat().removesuffix("+00:00")
    return f"{text.rstrip('0') if '.' in text else text}+00:00"


type Timestamp = Annotated[
    AwareDatetime,
    PlainSerializer(written, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "description": "A point in time, in UTC"}),
]
