"""What may happen to a payment, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.payments.charge_order import handler as charge_order
from functions.payments.confirm_payment import handler as confirm_payment
from functions.payments.domain.model import (
    LEASE,
    LONGEST_ASK_AGAIN,
    RETRY_WAITS,
    TRANSITIONS,
    WORK_TIME,
    PaymentStatus,
    allows,
    ask_again_at,
    retry_at,
)
from functions.payments.refund_cancelled_order import handler as refund_cancelled_order
from functions.payments.retry_charges import handler as retry_charges
from functions.payments.retry_refunds import handler as retry_refunds

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def _reachable_from(*begin: PaymentStatus) -> set[PaymentStatus]:
    reached, waiting = set(begin), list(begin)
    while waiting:
        fresh = TRANSITIONS[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return reached


def test_every_status_has_its_row_and_can_be_reached_from_the_two_beginnings() -> None:
    assert set(TRANSITIONS) == set(PaymentStatus)
    assert _reachable_from(PaymentStatus.SCHEDULED, PaymentStatus.INITIATED) == set(PaymentStatus)


def test_every_status_leads_to_an_end() -> None:
    ends = {PaymentStatus.VOIDED, PaymentStatus.COMPLETED, PaymentStatus.FAILED}

    for status in set(PaymentStatus) - {PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED}:
        assert _reachable_from(status) & ends


def test_captured_money_can_only_go_back() -> None:
    assert _reachable_from(PaymentStatus.COMPLETED) == {
        PaymentStatus.COMPLETED,
        PaymentStatus.PARTLY_REFUNDED,
        PaymentStatus.REFUNDED,
    }


@pytest.mark.parametrize("ended", [PaymentStatus.FAILED, PaymentStatus.VOIDED])
def test_an_attempt_that_ended_can_only_turn_out_to_be_captured(ended: PaymentStatus) -> None:
    assert [status for status in PaymentStatus if allows(ended, status)] == [PaymentStatus.COMPLETED]


def test_soft_failures_are_tried_again_later_and_later_and_then_no_more() -> None:
    waits = [retry_at(retry, NOW) for retry in range(len(RETRY_WAITS) + 1)]

    assert waits == [NOW + timedelta(seconds=20), NOW + timedelta(seconds=60), None]


def test_a_silent_provider_is_asked_at_once_then_at_growing_distances_with_a_ceiling() -> None:
    times = [ask_again_at(tries, NOW) for tries in range(30)]

    assert times[0] == NOW
    assert times == sorted(times)
    assert times[-1] == NOW + LONGEST_ASK_AGAIN


@pytest.mark.parametrize(
    "handler", [charge_order, confirm_payment, refund_cancelled_order, retry_charges, retry_refunds]
)
def test_a_claim_is_not_taken_over_while_its_function_may_still_run(handler: object) -> None:
    timeout = timedelta(seconds=handler.spec.timeout)  # type: ignore[attr-defined]

    assert timeout > WORK_TIME or handler is confirm_payment
    assert timeout < LEASE
