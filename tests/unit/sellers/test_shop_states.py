"""How a shop may go from state to state."""

import pytest

from functions.sellers.domain.model import (
    TRANSITIONS,
    Decision,
    SellerNotApproved,
    ShopApproved,
    ShopStatus,
    ShopSuspended,
    after,
)


def test_every_state_can_be_reached_from_an_application() -> None:
    reached = {ShopStatus.APPLIED}
    for _ in ShopStatus:
        reached |= {following for status in reached for following in TRANSITIONS[status].values()}

    assert reached == set(ShopStatus)


def test_every_open_or_closed_shop_has_a_way_on() -> None:
    for status in ShopStatus:
        assert any(following is not status for following in TRANSITIONS[status].values())


@pytest.mark.parametrize(
    ("status", "decision"),
    [(status, decision) for status, decisions in TRANSITIONS.items() for decision in decisions],
)
def test_the_same_decision_twice_changes_nothing_more(status: ShopStatus, decision: Decision) -> None:
    following = after(status, decision)

    assert after(following, decision) is following


@pytest.mark.parametrize(
    ("status", "decision", "refusal"),
    [
        (ShopStatus.APPLIED, Decision.SUSPEND, SellerNotApproved),
        (ShopStatus.APPLIED, Decision.REINSTATE, SellerNotApproved),
        (ShopStatus.REFUSED, Decision.SUSPEND, SellerNotApproved),
        (ShopStatus.REFUSED, Decision.REINSTATE, SellerNotApproved),
        (ShopStatus.APPROVED, Decision.REFUSE, ShopApproved),
        (ShopStatus.SUSPENDED, Decision.REFUSE, ShopApproved),
        (ShopStatus.SUSPENDED, Decision.APPROVE, ShopSuspended),
    ],
)
def test_a_decision_out_of_turn_is_refused(status: ShopStatus, decision: Decision, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        after(status, decision)
