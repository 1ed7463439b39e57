"""The life of a return as a table."""

import pytest

from functions.orders.returns.domain.states import TRANSITIONS, ReturnStatus, Step, after

OVER = {ReturnStatus.DECLINED, ReturnStatus.REFUNDED}


def reachable(start: ReturnStatus | None) -> set[ReturnStatus]:
    found: set[ReturnStatus] = set()
    ahead = set(TRANSITIONS[start].values())
    while ahead:
        status = ahead.pop()
        if status not in found:
            found.add(status)
            ahead |= set(TRANSITIONS[status].values())
    return found


def test_every_status_is_in_the_table_and_can_be_reached() -> None:
    assert set(TRANSITIONS) == {None, *ReturnStatus}
    assert reachable(None) == set(ReturnStatus)


def test_every_step_is_taken_somewhere() -> None:
    assert {step for row in TRANSITIONS.values() for step in row} == set(Step)


@pytest.mark.parametrize("status", list(ReturnStatus))
def test_every_status_leads_to_an_end_and_an_end_to_nothing(status: ReturnStatus) -> None:
    assert (status in OVER) == (not TRANSITIONS[status])
    assert status in OVER or reachable(status) & OVER


def test_nothing_is_refunded_that_was_neither_received_nor_accepted() -> None:
    assert {status for status in ReturnStatus if after(status, Step.REFUND)} == {
        ReturnStatus.ACCEPTED,
        ReturnStatus.RECEIVED,
    }
