"""The port to whoever moves the money. No card number ever passes through it: only a method's name or token.

A provider is told the payment as it is stored: our key, which asks for the same thing however often it is sent, and the
provider's own reference once there is one.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import ClassVar, Self

from functions.payments.domain.model import TRIES_UNTIL_OVERDUE, Attempt, NextAction, Refund, ask_again_at
from functions.payments.domain.movements import MovementPage
from souk import Money, settings
from souk.logs import count, logger
from souk.paying import METHODS, PaymentMethods
from souk.resources import Resource

COUNTS = ("AnswersOverdue", "BreakersOpened")
"""What is counted where providers are asked, for the alarms of whoever asks."""


class Outcome(StrEnum):
    """What a provider says of a charge."""

    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    REQUIRES_ACTION = "requires_action"
    DECLINED = "declined"
    DECLINED_FOR_NOW = "declined_for_now"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class KeptMethod:
    """What a provider keeps of how somebody paid, for whom it does, and what is printed on it."""

    token: str
    holder: str
    brand: str
    last4: str
    expiry_year: int
    expiry_month: int


@dataclass(frozen=True, slots=True)
class ChargeResult:
    """What became of a charge; a refusal has a reason, and what requires action says which.

    ``amount`` is what was authorised or captured, where the provider says so, and ``fee`` what it keeps of it;
    ``kept`` is the method that was to be kept.
    """

    outcome: Outcome
    reference: str | None = None
    reason: str | None = None
    next_action: NextAction | None = None
    amount: Money | None = None
    fee: Money | None = None
    kept: KeptMethod | None = None


class RefundOutcome(StrEnum):
    """What a provider says of a refund; a refused one is for people to look at."""

    COMPLETED = "completed"
    PENDING = "pending"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RefundResult:
    """What became of a refund."""

    outcome: RefundOutcome
    reference: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ChargeNotice:
    """What became of a charge; without a result the provider is to be asked."""

    key: str
    result: ChargeResult | None


@dataclass(frozen=True, slots=True)
class RefundNotice:
    """What became of a refund."""

    key: str
    result: RefundResult


class DisputeStatus(StrEnum):
    """Where a dispute stands: the provider holds the money back while it is open, and keeps it when it is lost."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class DisputeNotice:
    """How a dispute of a charge stands; evidence is taken until ``due_at``."""

    charge_key: str
    reference: str
    status: DisputeStatus
    amount: Money
    reason: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a provider sent by webhook; about nothing when it does not matter here."""

    id: str
    about: ChargeNotice | RefundNotice | DisputeNotice | None


class OutcomeUnknown(Exception):
    """The provider was asked and did not answer: it may have moved the money or not."""


class Provider(Resource):
    """One provider: a file in ``providers/``, with a secret of its own.

    Every call may raise OutcomeUnknown, and may be repeated.
    """

    name: ClassVar[str]
    """As stages name it, and under which the kit lists its methods."""

    key_life: ClassVar[timedelta]
    """How long it remembers a key, so that asking again with it moves no money twice."""

    @classmethod
    def is_wanted(cls, stage: Mapping[str, str]) -> bool:
        """Say whether a stage works with it."""
        return cls.name in stage[PaymentMethods.SETTING].split(",")

    def charge(self, payment: Attempt) -> ChargeResult:
        """Authorise, and capture unless that comes later; give what became of it when it was asked for before.

        Asked no longer than keys are remembered after the first time.
        """
        raise NotImplementedError

    def resume(self, payment: Attempt, code: str | None) -> ChargeResult:
        """Go on after the customer's step, with the code where there was one; what is decided stays so."""
        raise NotImplementedError

    def look_up(self, payment: Attempt) -> ChargeResult | None:
        """Find what became of a charge and change nothing; None when there is none."""
        raise NotImplementedError

    def void(self, payment: Attempt) -> ChargeResult:
        """Give up a charge that captured nothing; CAPTURED when it was too late."""
        raise NotImplementedError

    def capture(self, payment: Attempt) -> ChargeResult:
        """Take what was authorised; VOIDED or DECLINED when it holds no more."""
        raise NotImplementedError

    def refund(self, refund: Refund) -> RefundResult:
        """Give captured money back, or say what became of it when it was asked for before.

        Asked no longer than keys are remembered after the first time, and again once it is known not to be there.
        """
        raise NotImplementedError

    def look_up_refund(self, refund: Refund) -> RefundResult | None:
        """Find what became of a refund and change nothing; None when there is none."""
        raise NotImplementedError

    def forget(self, holder: str) -> None:
        """Let go of what is kept for somebody. Only a provider with methods that can be kept is asked."""
        raise NotImplementedError

    def answer_dispute(self, reference: str, evidence: Mapping[str, str] | None) -> bool:
        """Contest a dispute with evidence (text, carrier, tracking_number, shipped_on), or accept it without.

        Repeating it changes nothing. False when the provider takes no answer any more.
        """
        raise NotImplementedError

    def list_movements(self, since: datetime, until: datetime, page: str | None) -> MovementPage:
        """Say what moved from one moment on and before another: the part of its report that begins at a page."""
        raise NotImplementedError

    def read_notice(self, headers: Mapping[str, str], body: str, now: datetime) -> Notice:
        """Check a webhook's signature and age and read it. Raises InvalidSignature, MalformedJson or Invalid."""
        raise NotImplementedError


class Providers(Resource):
    """The providers this stage works with."""

    environment: ClassVar[tuple[str, ...]] = (*PaymentMethods.environment, "SOUK_CAPTURE")

    def __init__(self, *providers: Provider, captures_later: bool = False) -> None:
        self._by_name = {provider.name: provider for provider in providers}
        self.captures_later = captures_later
        """Whether money is only authorised when an order is paid, and captured when it is shipped."""

    @classmethod
    def consists_of(cls) -> tuple[type[Resource], ...]:
        """Name every provider there is; a stage grants those that it works with."""
        return tuple(_adapters().values())

    @classmethod
    def open(cls) -> Self:
        """Make the providers that the stage names; there may be none.

        Raises LookupError when one has no adapter.
        """
        opened = (_adapter(name).open() for name in PaymentMethods.open().providers)
        return cls(*opened, captures_later=settings.get("SOUK_CAPTURE", "at_once") == "on_shipment")

    def named(self, name: str) -> Provider | None:
        """Find a provider by its name."""
        return self._by_name.get(name)

    def asked(self, name: str | None) -> Provider:
        """Give the provider that a charge or a refund is at.

        Raises OutcomeUnknown when the stage does not work with it any more: it has the money all the same.
        """
        if name not in self._by_name:
            raise OutcomeUnknown(f"{name} is not among the providers of the stage")
        return self._by_name[name]

    def offering(self, method: str) -> Provider | None:
        """Find the provider that offers a method."""
        return next((provider for provider in self._by_name.values() if method in METHODS[provider.name]), None)

    def holding(self, method: str) -> Provider | None:
        """Find the provider whose money pays the shops of an order for which nothing is charged."""
        return self.offering(method) or next(iter(self._by_name.values()), None)


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


@cache
def _adapters() -> dict[str, type[Provider]]:
    package = importlib.import_module(f"{__package__}.providers")
    return {found.name: _adapter(found.name) for found in pkgutil.iter_modules(package.__path__)}


def _adapter(name: str) -> type[Provider]:
    try:
        module = importlib.import_module(f"{__package__}.providers.{name}")
    except ModuleNotFoundError as error:
        raise LookupError(f"there is no adapter for {name}") from error
    found: type[Provider] = module.PROVIDER
    return found
