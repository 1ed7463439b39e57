"""Figures are only as good as the arithmetic behind them."""

import pytest

from bench.stopwatch import Stopwatch, milliseconds, percentile


def test_percentiles_lie_within_what_was_taken() -> None:
    values = [float(n) for n in range(1, 102)]

    assert percentile(values, 50) == 51
    assert percentile(values, 95) == 96
    assert percentile([0.5], 95) == 0.5


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.000042, "0.042"), (0.01234, "12.3"), (0.25, "250"), (0.9996, "1000"), (2.5, "2500")]
)
def test_a_time_is_written_with_three_figures(seconds: float, text: str) -> None:
    assert milliseconds(seconds) == text


def test_a_block_that_fails_is_not_timed() -> None:
    watch = Stopwatch()

    with pytest.raises(ZeroDivisionError), watch.time("division"):
        _ = 1 / 0

    assert "division" not in watch.times
