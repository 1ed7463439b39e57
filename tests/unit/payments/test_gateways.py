"""Which providers a stage works with is its setting."""

import pytest

from functions.payments.domain.gateway import Gateways


@pytest.mark.parametrize(("setting", "names"), [("", []), ("sandbox", ["sandbox"])])
def test_a_stage_has_the_providers_it_names(monkeypatch: pytest.MonkeyPatch, setting: str, names: list[str]) -> None:
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", setting)

    assert [gateway.name for gateway in Gateways.open()] == names


def test_a_provider_without_an_adapter_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", "sandbox,piggybank")

    with pytest.raises(LookupError, match="piggybank"):
        Gateways.open()


def test_a_method_is_found_at_the_provider_that_offers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", "sandbox")
    gateways = Gateways.open()

    found = gateways.offering("sandbox_visa")

    assert found is not None
    assert found is gateways.named("sandbox")
    assert gateways.offering("bank_of_mum") is None
    assert gateways.named(None) is None
