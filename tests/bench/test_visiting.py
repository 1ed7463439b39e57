"""How often a visit asks is counted for whoever is counted by the limit."""

from collections import Counter

from bench.visiting import VISIT_SECONDS, Asked


def test_the_busiest_minute_counts_its_steps_and_whoever_asked_most() -> None:
    steps = [Counter(address=2), Counter(token=9, address=1), Counter(token=4), Counter(), Counter(address=3)]
    a_minute_each = [step for step in steps for _ in range(VISIT_SECONDS // 60 // len(steps))]

    assert Asked(a_minute_each).busiest_minute() == 9
    assert Asked([*steps, *steps]).busiest_minute() == 13


def test_a_visit_without_requests_asks_nothing() -> None:
    assert Asked([Counter()]).busiest_minute() == 0
