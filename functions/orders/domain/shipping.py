"""What delivery costs, VAT included, for a whole order."""

from enum import StrEnum

from souk import Money


class ShippingOption(StrEnum):
    """How fast an order travels."""

    STANDARD = "standard"
    EXPRESS = "express"


PRICES: dict[ShippingOption, dict[str, int]] = {
    ShippingOption.STANDARD: {
        "AUD": 895, "CAD": 895, "CHF": 690, "DKK": 3900, "EUR": 490, "GBP": 399, "JPY": 600, "NOK": 5900,
        "PLN": 1490, "SEK": 4900, "USD": 599,
    },
    ShippingOption.EXPRESS: {
        "AUD": 1695, "CAD": 1695, "CHF": 1490, "DKK": 8900, "EUR": 990, "GBP": 899, "JPY": 1200, "NOK": 12900,
        "PLN": 2990, "SEK": 9900, "USD": 1299,
    },
}  # fmt: skip


def price_of(option: ShippingOption, currency: str) -> Money:
    """Give the price of delivery in a currency that is sold in."""
    return Money(amount=PRICES[option][currency], currency=currency)
