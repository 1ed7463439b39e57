"""Which methods are offered is what the stage's providers offer."""

import pytest

from functions.payments.domain.providers.sandbox import _DECIDES, CONFIRMATION_CODE
from souk.paying import METHODS, PaymentMethods


@pytest.mark.parametrize(("setting", "offered"), [("", False), ("sandbox", True)])
def test_a_method_is_offered_where_its_provider_is(
    monkeypatch: pytest.MonkeyPatch, setting: str, offered: bool
) -> None:
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", setting)
    methods = PaymentMethods.open()

    assert methods.offers("sandbox_visa", "GBP", "GB") is offered
    assert not methods.offers("bank_of_mum", "GBP", "GB")


def test_the_sandbox_decides_every_method_it_offers() -> None:
    assert METHODS["sandbox"].keys() == _DECIDES.keys()
    assert CONFIRMATION_CODE in METHODS["sandbox"]["sandbox_3ds"].title
