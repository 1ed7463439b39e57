"""What every provider's adapter promises; each is tried with the same questions."""

from collections.abc import Iterator

import pytest

from functions.payments.domain.gateway import Charge, Gateway, Outcome, OutcomeUnknown
from functions.payments.domain.gateways.sandbox import CONFIRMATION_CODE, SandboxGateway
from souk import Database, resources
from souk.ids import uuid7
from souk.money import Money
from tests.support.world import World

PRICE = Money(amount=1999, currency="GBP")


class Provider:
    """An adapter, with the methods that make it do what a test needs."""

    def __init__(self, gateway: Gateway, pays: str, declines: str, lacks: str, confirms: str, silent: str) -> None:
        self.gateway = gateway
        self.pays, self.declines, self.lacks, self.confirms, self.silent = pays, declines, lacks, confirms, silent


@pytest.fixture(params=["sandbox"])
def provider(request: pytest.FixtureRequest, database: World) -> Iterator[Provider]:
    with resources.replaced({Database: database.database("payments")}):
        yield Provider(
            SandboxGateway(),
            pays="sandbox_visa",
            declines="sandbox_declined",
            lacks="sandbox_no_funds",
            confirms="sandbox_3ds",
            silent="sandbox_timeout",
        )


def _charge(method: str) -> Charge:
    return Charge(str(uuid7()), method, PRICE)


def test_a_good_method_is_captured(provider: Provider) -> None:
    result = provider.gateway.charge(_charge(provider.pays))

    assert result.outcome == Outcome.CAPTURED
    assert result.reference


def test_the_same_key_is_the_same_charge(provider: Provider) -> None:
    charge = _charge(provider.pays)

    assert provider.gateway.charge(charge) == provider.gateway.charge(charge)


def test_a_decline_is_final_and_missing_funds_are_not(provider: Provider) -> None:
    declined = provider.gateway.charge(_charge(provider.declines))
    without_funds = provider.gateway.charge(_charge(provider.lacks))

    assert (declined.outcome, declined.reason) == (Outcome.DECLINED, "declined")
    assert (without_funds.outcome, without_funds.reason) == (Outcome.DECLINED_FOR_NOW, "insufficient_funds")


def test_a_charge_without_an_answer_is_found_by_its_key(provider: Provider) -> None:
    charge = _charge(provider.silent)

    with pytest.raises(OutcomeUnknown):
        provider.gateway.charge(charge)
    found = provider.gateway.lookup(charge.key)

    assert found is not None
    assert found.outcome == Outcome.CAPTURED
    assert provider.gateway.charge(charge) == found


def test_a_key_nobody_used_is_not_found(provider: Provider) -> None:
    assert provider.gateway.lookup(str(uuid7())) is None


def test_a_second_step_captures_with_the_right_code_and_stays_decided(provider: Provider) -> None:
    charge = _charge(provider.confirms)

    assert provider.gateway.charge(charge).outcome == Outcome.REQUIRES_ACTION
    assert provider.gateway.confirm(charge.key, CONFIRMATION_CODE).outcome == Outcome.CAPTURED
    assert provider.gateway.confirm(charge.key, "000000").outcome == Outcome.CAPTURED
    assert provider.gateway.void(charge.key).outcome == Outcome.CAPTURED


def test_a_wrong_code_is_final(provider: Provider) -> None:
    charge = _charge(provider.confirms)
    provider.gateway.charge(charge)

    assert provider.gateway.confirm(charge.key, "000000").reason == "confirmation_failed"
    assert provider.gateway.confirm(charge.key, CONFIRMATION_CODE).outcome == Outcome.DECLINED


def test_a_voided_charge_can_no_longer_be_confirmed(provider: Provider) -> None:
    charge = _charge(provider.confirms)
    provider.gateway.charge(charge)

    assert provider.gateway.void(charge.key).outcome == Outcome.VOIDED
    assert provider.gateway.confirm(charge.key, CONFIRMATION_CODE).outcome == Outcome.VOIDED


def test_a_refund_happens_once_per_key_and_never_beyond_the_capture(provider: Provider) -> None:
    charge = _charge(provider.pays)
    provider.gateway.charge(charge)
    part = Money(amount=1500, currency="GBP")

    assert provider.gateway.refund("r1", charge.key, part).accepted
    assert provider.gateway.refund("r1", charge.key, part).accepted
    assert not provider.gateway.refund("r2", charge.key, part).accepted
    assert provider.gateway.refund("r3", charge.key, Money(amount=PRICE.amount - part.amount, currency="GBP")).accepted


def test_what_was_not_captured_is_not_refunded(provider: Provider) -> None:
    charge = _charge(provider.declines)
    provider.gateway.charge(charge)

    assert not provider.gateway.refund("r1", charge.key, PRICE).accepted
    assert not provider.gateway.refund("r2", str(uuid7()), PRICE).accepted
