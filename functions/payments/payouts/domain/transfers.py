"""What of a provider moves money to shops."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from functions.payments.domain.provider import OutcomeUnknown, Providers
from functions.payments.payouts.domain.model import Payout


@dataclass(frozen=True, slots=True)
class TransferResult:
    """What became of a transfer; a refused one has a reason."""

    accepted: bool
    reference: str | None = None
    reason: str | None = None


@runtime_checkable
class Transferring(Protocol):
    """A provider that can move money on to shops."""

    def transfer(self, payout: Payout) -> TransferResult:
        """Move what lies here to a shop, once per payout. May raise OutcomeUnknown, and may be repeated."""


def transfer(providers: Providers, payout: Payout) -> TransferResult:
    """Let the provider where the money lies move it.

    Raises OutcomeUnknown when it gives no answer, or the stage has none that could.
    """
    provider = providers.asked(payout.provider)
    if not isinstance(provider, Transferring):
        raise OutcomeUnknown(f"{payout.provider} moves nothing to shops")
    return provider.transfer(payout)
