from datetime import UTC, datetime, timedelta

from souk.clock import Clock
from tests.support.clock import FixedClock


def test_the_clock_tells_the_time_in_utc() -> None:
    now = Clock.open().now()

    assert now.tzinfo is UTC
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=5)


def test_a_fixed_clock_stands_still_until_it_is_moved() -> None:
    clock = FixedClock(datetime(2026, 11, 20, tzinfo=UTC))

    before = [clock.now() for _ in range(2)]
    clock.moment += timedelta(days=1)

    assert before == [datetime(2026, 11, 20, tzinfo=UTC)] * 2
    assert clock.now() == datetime(2026, 11, 21, tzinfo=UTC)
