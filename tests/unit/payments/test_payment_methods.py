"""Which methods are offered is what the stage's providers offer."""

import pytest

from functions.payments.domain.providers.sandbox import _DECIDES, CONFIRMATION_CODE
from souk.paying import METHODS, Method, PaymentMethods


@pytest.mark.parametrize(("setting", "offered"), [("", False), ("sandbox", True)])
def test_a_method_is_offered_where_its_provider_is(
    monkeypatch: pytest.MonkeyPatch, setting: str, offered: bool
) -> None:
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", setting)
    methods = PaymentMethods.open()

    assert (methods.find("sandbox_visa", "GBP", "GB", 1999) is not None) is offered
    assert methods.find("bank_of_mum", "GBP", "GB", 1999) is None


@pytest.mark.parametrize(
    ("currency", "country", "amount", "serves"),
    [
        ("EUR", "DE", 1000, True),
        ("EUR", "DE", 50, True),
        ("EUR", "DE", 49, False),
        ("EUR", "DE", 0, True),
        ("EUR", "DE", None, True),
        ("USD", "DE", 1, True),
        ("GBP", "DE", 1000, False),
        ("EUR", "FR", 1000, False),
        (None, None, 1, True),
    ],
)
def test_a_method_serves_its_currencies_its_countries_and_what_is_not_too_little(
    currency: str | None, country: str | None, amount: int | None, serves: bool
) -> None:
    method = Method("Bank", frozenset({"EUR", "USD"}), frozenset({"DE"}), {"EUR": 50})

    assert method.serves(currency, country, amount) is serves


def test_the_sandbox_decides_every_method_it_offers() -> None:
    assert METHODS["sandbox"].keys() == _DECIDES.keys()
    assert CONFIRMATION_CODE in METHODS["sandbox"]["sandbox_3ds"].title
