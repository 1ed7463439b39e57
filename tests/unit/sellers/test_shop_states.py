"""How a shop may go from state to state."""

import pytest

from functions.sellers.domain.model import (
    TRANSITIONS,
    Decision,
    SellerNotApproved,
    SellerSuspended,
    ShopStatus,
    decide,
)


def test_every_state_can_be_reached_from_an_application() -> None:
    reached = {ShopStatus.APPLIED}
    for _ in ShopStatus:
        reached |= {after for (before, _), after in TRANSITIONS.items() if before in reached}

    assert reached == set(ShopStatus)


def test_every_open_or_closed_shop_has_a_way_on() -> None:
    for status in ShopStatus:
        assert any(before is status and after is not status for (before, _), after in TRANSITIONS.items())


@pytest.mark.parametrize(("status", "decision"), list(TRANSITIONS))
def test_the_same_decision_twice_changes_nothing_more(status: ShopStatus, decision: Decision) -> None:
    after = decide(status, decision)

    assert decide(after, decision) is after


@pytest.mark.parametrize(
    ("status", "decision", "refusal"),
    [
        (ShopStatus.APPLIED, Decision.SUSPEND, SellerNotApproved),
        (ShopStatus.APPLIED, Decision.REINSTATE, SellerNotApproved),
        (ShopStatus.SUSPENDED, Decision.APPROVE, SellerSuspended),
    ],
)
def test_a_decision_out_of_turn_is_refused(status: ShopStatus, decision: Decision, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        decide(status, decision)
