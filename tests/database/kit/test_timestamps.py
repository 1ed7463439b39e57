"""A point in time reads the same, whether PostgreSQL or Python wrote it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import TypeAdapter

from souk.timestamp import Timestamp, written
from tests.support.world import World

MOMENT = datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "moment",
    [
        MOMENT,
        MOMENT + timedelta(microseconds=1),
        MOMENT + timedelta(milliseconds=120),
        MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30))),
    ],
)
@pytest.mark.parametrize("service", ["users", "orders"])
def test_postgres_and_python_write_a_moment_alike(database: World, moment: datetime, service: str) -> None:
    with database.tx_as(service) as tx:
        by_postgres = tx.value("SELECT json_build_object('at', :moment::timestamptz) ->> 'at'", moment=moment)

    assert by_postgres == written(moment) == TypeAdapter(Timestamp).dump_python(moment, mode="json")
    assert datetime.fromisoformat(by_postgres) == moment
