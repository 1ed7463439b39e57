"""The life of an order as a table."""

import pytest

from functions.orders.domain.states import TRANSITIONS, UNPAID, Kind, NotAllowed, OrderStatus, after

OVER = {OrderStatus.CANCELLED, OrderStatus.REFUNDED}


def reachable(start: OrderStatus | None) -> set[OrderStatus]:
    found: set[OrderStatus] = set()
    ahead = set(TRANSITIONS[start].values())
    while ahead:
        status = ahead.pop()
        if status not in found:
            found.add(status)
            ahead |= set(TRANSITIONS[status].values())
    return found


def test_every_status_is_in_the_table_and_can_be_reached() -> None:
    assert set(TRANSITIONS) == {None, *OrderStatus}
    assert reachable(None) == set(OrderStatus)


def test_every_kind_happens_somewhere() -> None:
    assert {kind for row in TRANSITIONS.values() for kind in row} == set(Kind)


def test_every_status_leads_to_an_end() -> None:
    for status in OrderStatus:
        assert status in OVER or reachable(status) & OVER


def test_nothing_brings_a_cancelled_order_back() -> None:
    assert reachable(OrderStatus.CANCELLED) == {OrderStatus.CANCELLED}
    assert reachable(OrderStatus.REFUNDED) == {OrderStatus.REFUNDED}


def test_what_was_paid_never_counts_as_unpaid_again() -> None:
    for status in set(OrderStatus) - UNPAID:
        assert not reachable(status) & UNPAID


def test_what_was_shipped_is_never_cancelled() -> None:
    for status in (OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.COMPLETED):
        assert OrderStatus.CANCELLED not in reachable(status)


@pytest.mark.parametrize("status", [None, *OrderStatus])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_the_table_does_not_name_is_refused(status: OrderStatus | None, kind: Kind) -> None:
    if kind in TRANSITIONS[status]:
        assert after(status, kind) is TRANSITIONS[status][kind]
    else:
        with pytest.raises(NotAllowed):
            after(status, kind)
