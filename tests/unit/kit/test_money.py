from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from souk.money import MOST, Money, Price, split

amounts = st.integers(-(10**9), 10**9)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


def pounds(amount: int) -> Money:
    return Money(amount=amount, currency="GBP")


@given(amounts, weights)
def test_the_parts_of_a_split_sum_to_the_whole_and_none_is_a_unit_off(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)

    assert sum(parts) == amount
    exact = [amount * weight / sum(weights) for weight in weights]
    assert all(abs(part - share) < 1 + 1e-6 for part, share in zip(parts, exact, strict=True))
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(st.integers(0, 10**9), weights)
def test_a_larger_weight_never_gets_less(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)

    by_weight = sorted(zip(weights, parts, strict=True))
    assert all(small <= large for (low, small), (high, large) in pairwise(by_weight) if low < high)


def test_an_odd_penny_goes_to_the_earliest_of_equals() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(-100, [1, 1, 1]) == [-33, -33, -34]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [3, -1]])
def test_nothing_is_split_among_nobody(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights must be"):
        split(100, weights)


@given(amounts, st.integers(-1000, 1000))
def test_so_many_cost_so_many_times_as_much(amount: int, times: int) -> None:
    assert pounds(amount) * times == pounds(amount * times)


@pytest.mark.parametrize(
    "value",
    [
        {"amount": 19.99, "currency": "GBP"},
        {"amount": 10**18 + 1, "currency": "GBP"},
        {"amount": 1, "currency": "ZZZ"},
        {"amount": 1, "currency": "gbp"},
        {"amount": 1, "currency": "GBP\n"},
        {"amount": 1, "currency": "POUND"},
        {"amount": 1, "currency": "GBP", "cents": 3},
        {"amount": 1},
    ],
)
def test_what_is_no_money_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Money.model_validate(value)


@pytest.mark.parametrize("amount", [-1, 0, MOST + 1])
def test_a_price_is_above_nothing_and_at_most_what_an_order_may_cost(amount: int) -> None:
    with pytest.raises(ValidationError):
        Price(amount=amount, currency="GBP")


def test_money_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        pounds(1).amount = 2  # type: ignore[misc]
