"""The ways to pay that are offered: by which provider, on which stage, and what a page needs for them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from souk import settings
from souk.resources import Resource


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay; where it names currencies or countries, it is offered in these alone.

    ``least`` are the smallest amounts it pays, in minor units by currency. Where it ``needs_token``, the provider's
    script in the page makes one of what the customer writes there; one that ``can_be_kept`` the provider keeps for
    those who want to pay so again.
    """

    title: str
    currencies: frozenset[str] | None = None
    countries: frozenset[str] | None = None
    least: Mapping[str, int] = field(default_factory=dict)
    needs_token: bool = False
    can_be_kept: bool = False

    def serves(self, currency: str | None, country: str | None, amount: int | None) -> bool:
        """Say whether it pays so much in a currency for what goes to a country; None leaves that open.

        Anything pays for what costs nothing.
        """
        asked = ((currency, self.currencies), (country, self.countries))
        if not all(wanted is None or served is None or wanted in served for wanted, served in asked):
            return False
        return not amount or currency is None or amount >= self.least.get(currency, 0)


# https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
_STRIPE_LEAST = {
    "AUD": 50,
    "CAD": 50,
    "CHF": 50,
    "DKK": 250,
    "EUR": 50,
    "GBP": 30,
    "JPY": 50,
    "NOK": 300,
    "PLN": 200,
    "SEK": 300,
    "USD": 50,
}
# https://developer.paypal.com/api/rest/reference/currency-codes/
_PAYPAL = "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD"

METHODS: Mapping[str, Mapping[str, Method]] = {
    "paypal": {"paypal": Method("PayPal", frozenset(_PAYPAL.split()))},
    "sandbox": {
        "sandbox_visa": Method("Test card that pays"),
        "sandbox_declined": Method("Test card that is declined"),
        "sandbox_no_funds": Method("Test card without funds"),
        "sandbox_timeout": Method("Test card that pays, but answers too late"),
        "sandbox_3ds": Method("Test card with a second step (code 123456)"),
    },
    "stripe": {"stripe_card": Method("Card", least=_STRIPE_LEAST, needs_token=True, can_be_kept=True)},
}
"""The methods of each provider."""


@dataclass(frozen=True, slots=True)
class PageScript:
    """What a provider's fields take in the page that draws them: its script, and the hosts that it needs there.

    ``key`` is what the key looks like by which the page says whose shop it is; it is none of the provider's secrets.
    """

    address: str
    scripts: tuple[str, ...]
    frames: tuple[str, ...]
    connections: tuple[str, ...]
    key: re.Pattern[str]


SCRIPTS: Mapping[str, PageScript] = {
    # The version goes with that of the API: https://docs.stripe.com/sdks/stripejs-versioning. Hosts:
    # https://docs.stripe.com/security/guide#content-security-policy
    "stripe": PageScript(
        address="https://js.stripe.com/endive/stripe.js",
        scripts=("https://js.stripe.com", "https://*.js.stripe.com"),
        frames=("https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"),
        connections=("https://api.stripe.com",),
        key=re.compile(r"pk_(test|live)_\w+"),
    )
}
"""What the methods that need a token take in the page, by provider."""


def scripts_of(providers: Iterable[str]) -> list[PageScript]:
    """Give what the checkout lets in on a stage with these providers."""
    return [SCRIPTS[name] for name in providers if name in SCRIPTS]


class PageKeys(Resource):
    """The keys by which pages say to providers whose shop they are; everybody may read them."""

    SETTING: ClassVar = "SOUK_PAYMENT_KEYS"
    environment: ClassVar[tuple[str, ...]] = (SETTING,)

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = keys

    @classmethod
    def open(cls) -> Self:
        """Read them as JSON, by provider."""
        return cls(json.loads(settings.get(cls.SETTING, "{}")))

    def of(self, provider: str) -> str:
        """Give a provider's."""
        return self._keys[provider]


class PaymentMethods(Resource):
    """The methods of the providers that this stage works with."""

    SETTING: ClassVar = "SOUK_PAYMENT_PROVIDERS"
    environment: ClassVar[tuple[str, ...]] = (SETTING,)

    def __init__(self, *providers: str) -> None:
        self.providers = providers

    @classmethod
    def open(cls) -> Self:
        """Read which providers the stage names, comma-separated; there may be none."""
        return cls(*(name for name in settings.get(cls.SETTING).split(",") if name))

    def offered(
        self, currency: str | None, country: str | None, amount: int | None
    ) -> Iterator[tuple[str, str, Method]]:
        """Give each method that is offered to such a customer for so much, with its provider and its name."""
        for provider in self.providers:
            for name, method in METHODS[provider].items():
                if method.serves(currency, country, amount):
                    yield provider, name, method

    def find(self, method: str, currency: str, country: str, amount: int) -> Method | None:
        """Find a method that is offered to such a customer for so much."""
        return next((found for _, name, found in self.offered(currency, country, amount) if name == method), None)
