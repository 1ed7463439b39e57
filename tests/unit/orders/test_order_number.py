"""Order numbers are derived from ids."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from functions.orders.domain.number import number_of

moments = st.datetimes(datetime(2026, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def identify(moment: datetime, random: int = 0) -> UUID:
    return UUID(int=int(moment.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62 | random)


def test_a_number_names_its_year_and_has_twelve_letters_that_cannot_be_misread() -> None:
    number = number_of(identify(datetime(2026, 12, 31, 23, 59, 59, 999000, tzinfo=UTC), (1 << 62) - 1))

    assert number.startswith("S-2026-")
    assert len(number) == 19
    assert not set(number[7:]) & set("ILOU")


@given(moments, moments)
def test_numbers_of_a_year_sort_by_time(one: datetime, other: datetime) -> None:
    one, other = (moment.replace(microsecond=moment.microsecond // 1000 * 1000) for moment in sorted((one, other)))

    assert number_of(identify(one)) <= number_of(identify(other))


@given(moments, st.integers(0, 2**25 - 1), st.integers(0, 2**25 - 1))
def test_orders_of_one_millisecond_differ_by_their_random_bits(moment: datetime, one: int, other: int) -> None:
    numbers = {number_of(identify(moment, random)) for random in (one, other)}

    assert len(numbers) == len({one, other})
