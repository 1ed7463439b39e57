"""The ways to pay that are offered: by which provider, and on which stage."""

from collections.abc import Mapping
from typing import ClassVar, Self

from souk import settings
from souk.resources import Resource

METHODS: Mapping[str, Mapping[str, str]] = {
    "sandbox": {
        "sandbox_visa": "Test card that pays",
        "sandbox_declined": "Test card that is declined",
        "sandbox_no_funds": "Test card without funds",
        "sandbox_timeout": "Test card that pays, but answers too late",
        "sandbox_3ds": "Test card with a second step (code 123456)",
    },
}
"""The methods of each provider, with their titles."""


class PaymentMethods(Resource):
    """The methods of the providers that this stage works with."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_PAYMENT_PROVIDERS",)

    def __init__(self, *providers: str) -> None:
        self.providers = providers

    @classmethod
    def open(cls) -> Self:
        """Read which providers the stage names, comma-separated; there may be none."""
        return cls(*(name for name in settings.get("SOUK_PAYMENT_PROVIDERS").split(",") if name))

    def __contains__(self, method: str) -> bool:
        return any(method in METHODS[provider] for provider in self.providers)
