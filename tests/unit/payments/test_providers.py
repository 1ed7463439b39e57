"""Which providers a stage works with is its setting."""

import pytest

from functions.payments import charge_order
from functions.payments.domain.provider import Providers
from functions.payments.domain.providers.paypal import PayPal
from souk.paying import METHODS


@pytest.mark.parametrize(("setting", "found"), [("", False), ("sandbox", True)])
def test_a_stage_has_the_providers_it_names(monkeypatch: pytest.MonkeyPatch, setting: str, found: bool) -> None:
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", setting)

    assert (Providers.open().named("sandbox") is not None) is found


def test_every_provider_that_methods_are_listed_of_has_an_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", ",".join(METHODS))
    providers = Providers.open()

    assert [name for name in METHODS if providers.named(name) is None] == []


def test_a_provider_without_an_adapter_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", "sandbox,piggybank")

    with pytest.raises(LookupError, match="piggybank"):
        Providers.open()


def test_a_method_is_found_at_the_provider_that_offers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", "sandbox")
    providers = Providers.open()

    found = providers.offering("sandbox_visa")

    assert found is not None
    assert found is providers.named("sandbox")
    assert providers.offering("bank_of_mum") is None


@pytest.mark.parametrize(("providers", "granted"), [("sandbox", False), ("sandbox,paypal", True)])
def test_a_function_has_the_secret_of_a_provider_that_its_stage_names(providers: str, granted: bool) -> None:
    spec = charge_order.handler.spec.on({"SOUK_PAYMENT_PROVIDERS": providers})

    assert (PayPal.account in spec.secrets) is granted
    assert ("SOUK_PUBLIC_URL" in spec.environment) is granted
