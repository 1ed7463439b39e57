"""A short run with faults at every step breaks no invariant, and each planted bug is given away by its own."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from prove.bugs import BUGS, Bug
from prove.faults import Fault
from prove.hunting import hunt, run
from prove.judge import judge
from prove.run import Options
from prove.servers import Servers, servers

pytestmark = pytest.mark.xdist_group("prove")

SELDOM = {Fault.MAIL_PUT_OFF, Fault.PROVIDER_OUT_OF_REACH, Fault.PROVIDER_TIMED_OUT, Fault.PROVIDER_TOLD_TWICE}
"""What a short run may be spared, for the provider is asked, and mail sent, only so often in it."""


@pytest.fixture(scope="module")
def started() -> Iterator[Servers]:
    with servers() as started:
        yield started


def test_many_customers_at_once_and_faults_at_every_step_break_no_invariant(started: Servers, tmp_path: Path) -> None:
    history = run(started, Options(attempts=150, seed=7), tmp_path / "history.jsonl")

    assert [verdict for verdict in judge(history) if verdict.violations] == []
    faults = Counter(fault["fault"] for fault in history.of("fault"))
    assert {*Fault} - SELDOM <= faults.keys()
    assert {order["status"] for order in history.of("order")} >= {"completed", "cancelled"}
    assert history.of("refund")


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name.replace(" ", "-"))
def test_a_planted_bug_is_found(started: Servers, tmp_path: Path, bug: Bug) -> None:
    found = hunt(started, bug, Options(attempts=60, seed=1, threads=4), tmp_path / "history.jsonl")

    assert found.given_away_by
