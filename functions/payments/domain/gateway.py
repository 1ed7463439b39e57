"""The port to whoever moves the money. No card number ever passes through it: only a method's name or token."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from typing import ClassVar, Protocol, Self

from functions.payments.domain.model import TRIES_UNTIL_OVERDUE, NextAction, ask_again_at
from souk import Money, settings
from souk.logs import count, logger
from souk.paying import METHODS, PaymentMethods
from souk.resources import Resource, Secret


class Outcome(StrEnum):
    """What a provider says of a charge."""

    CAPTURED = "captured"
    REQUIRES_ACTION = "requires_action"
    DECLINED = "declined"
    DECLINED_FOR_NOW = "declined_for_now"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Charge:
    """What a provider is asked to authorise and capture; the same key is the same charge."""

    key: str
    method: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ChargeResult:
    """What the provider answered; a refusal has a reason, and what requires action says which."""

    outcome: Outcome
    reference: str | None = None
    reason: str | None = None
    next_action: NextAction | None = None


@dataclass(frozen=True, slots=True)
class RefundResult:
    """Whether the provider took a refund on; a refused one is for people to look at."""

    accepted: bool
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a provider sent by webhook: about which charge, and what became of it (None when it does not matter)."""

    id: str
    charge_key: str
    result: ChargeResult | None


class OutcomeUnknown(Exception):
    """The provider was asked and did not answer: it may have moved the money or not."""


class Gateway(Protocol):
    """One provider. Every call but a webhook may raise OutcomeUnknown, and may be repeated with the same key."""

    name: str
    """Under which the kit lists its methods."""

    def charge(self, charge: Charge) -> ChargeResult:
        """Authorise and capture, or give what became of the charge with this key when there is one."""
        ...

    def confirm(self, key: str, code: str) -> ChargeResult:
        """Take the customer's second step; a charge that is already decided stays so."""
        ...

    def lookup(self, key: str) -> ChargeResult | None:
        """Find what became of the charge with this key; None when there is none."""
        ...

    def void(self, key: str) -> ChargeResult:
        """Give up a charge that waits for its second step; CAPTURED when it was too late."""
        ...

    def refund(self, key: str, charge_key: str, amount: Money) -> RefundResult:
        """Give captured money back."""
        ...

    def read_notice(self, headers: Mapping[str, str], body: str, secret: str, now: datetime) -> Notice:
        """Check a webhook's signature and age and read it. Raises InvalidSignature."""
        ...


class Gateways(Resource):
    """The providers this stage works with."""

    environment: ClassVar[tuple[str, ...]] = PaymentMethods.environment

    def __init__(self, *gateways: Gateway) -> None:
        self._by_name = {gateway.name: gateway for gateway in gateways}

    @classmethod
    def open(cls) -> Self:
        """Make the providers that the stage names; there may be none.

        Raises LookupError when one has no adapter.
        """
        return cls(*(_adapter(name)() for name in PaymentMethods.open().providers))

    def named(self, name: str) -> Gateway | None:
        """Find a provider by its name."""
        return self._by_name.get(name)

    def asked(self, name: str | None) -> Gateway:
        """Give the provider that a charge or a refund is at.

        Raises OutcomeUnknown when the stage does not work with it any more: it has the money all the same.
        """
        if name not in self._by_name:
            raise OutcomeUnknown(f"{name} is not among the providers of the stage")
        return self._by_name[name]

    def offering(self, method: str) -> Gateway | None:
        """Find the provider that offers a method."""
        return next((gateway for gateway in self._by_name.values() if method in METHODS[gateway.name]), None)


def answer[T](ask: Callable[[], T]) -> T | None:
    """Ask a provider; None when it gave no answer.

    An adapter that fails gave none either, for the money may have moved; nobody else's turn waits for its repair.
    """
    try:
        return ask()
    except OutcomeUnknown as reason:
        logger().warning("provider_gave_no_answer", extra={"reason": reason})
    except Exception:
        logger().exception("provider_adapter_failed")
        count(Failed=1)
    return None


def unanswered(tries: int, now: datetime) -> datetime:
    """Count a question that nobody has answered for too long, and give when to ask it again."""
    if tries >= TRIES_UNTIL_OVERDUE:
        count(AnswersOverdue=1)
    return ask_again_at(tries, now)


def _adapter(name: str) -> type[Gateway]:
    try:
        found: type[Gateway] = import_module(f"{__package__}.gateways.{name}").GATEWAY
    except ModuleNotFoundError as error:
        raise LookupError(f"there is no adapter for {name}") from error
    return found


class WebhookSecrets(Resource):
    """What providers sign their webhooks with."""

    signing: ClassVar = Secret("payment-webhook", generated="sandbox")
    secrets: ClassVar[tuple[Secret, ...]] = (signing,)

    def of(self, provider: str) -> str:
        """Give a provider's secret."""
        return str(settings.secret(self.signing.setting)[provider])
