"""PayPal's words for money and for what became of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.payments.domain.paypal_orders import read_amount, result_of, write_amount
from functions.payments.domain.provider import Outcome, OutcomeUnknown
from souk.currency import SOLD_IN
from souk.money import Money
from tests.support import paying

PRICE = Money(amount=1999, currency="GBP")


def money(amount: int, currency: str) -> Money:
    """Give an amount in any currency, also one that is not sold in."""
    return Money.model_construct(amount=amount, currency=currency)


@pytest.mark.parametrize(
    ("currency", "amount", "value"),
    [
        ("GBP", 1999, "19.99"),
        ("GBP", 5, "0.05"),
        ("GBP", 0, "0.00"),
        ("JPY", 1999, "1999"),
        ("HUF", 199_900, "1999"),
        ("TWD", 100, "1"),
    ],
)
def test_an_amount_has_the_digits_that_paypal_takes(currency: str, amount: int, value: str) -> None:
    assert write_amount(money(amount, currency)) == {"currency_code": currency, "value": value}


@pytest.mark.parametrize("currency", ["HUF", "TWD"])
def test_a_fraction_that_paypal_does_not_take_is_not_rounded(currency: str) -> None:
    with pytest.raises(ValueError, match="no fractions"):
        write_amount(money(199_950, currency))


@pytest.mark.parametrize("value", ["19.999", "1999.5"])
def test_a_fraction_of_the_smallest_unit_is_not_read(value: str) -> None:
    with pytest.raises(ValueError, match="fractions"):
        read_amount({"currency_code": "JPY", "value": value})


@given(st.integers(0, 10**12), st.sampled_from(SOLD_IN))
def test_what_is_written_is_read_again(amount: int, currency: str) -> None:
    of = Money(amount=amount, currency=currency)

    assert read_amount(write_amount(of)) == of


@pytest.mark.parametrize(
    ("kind", "status", "outcome"),
    [
        ("captures", "COMPLETED", Outcome.CAPTURED),
        ("captures", "PARTIALLY_REFUNDED", Outcome.CAPTURED),
        ("captures", "REFUNDED", Outcome.CAPTURED),
        ("captures", "PENDING", None),
        ("captures", "DECLINED", Outcome.DECLINED),
        ("captures", "FAILED", Outcome.DECLINED),
        ("authorizations", "CREATED", Outcome.AUTHORIZED),
        ("authorizations", "VOIDED", Outcome.VOIDED),
        ("authorizations", "DENIED", Outcome.DECLINED),
        ("authorizations", "PENDING", None),
    ],
)
def test_each_status_of_a_payment_means_one_outcome(kind: str, status: str, outcome: Outcome | None) -> None:
    paid: dict[str, Any] = {"id": "2", "status": status, "amount": write_amount(PRICE)}
    order = {"id": "1", "status": "COMPLETED", "purchase_units": [{"payments": {kind: [paid]}}], "links": []}
    payment = paying.payment("paypal", PRICE)

    if outcome is None:
        with pytest.raises(OutcomeUnknown):
            result_of(payment, order)
    else:
        assert result_of(payment, order).outcome is outcome
