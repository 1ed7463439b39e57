"""How prices are read: with the tax in them, as European consumers are used to, or before it."""

from collections.abc import Iterable
from typing import ClassVar, Self

from souk import settings
from souk.currency import sold_in
from souk.resources import Resource


class PriceReading(Resource):
    """The currencies whose prices this stage reads without tax, which is then added on top.

    To consumers in the Union and the United Kingdom prices are named with their tax: Directive 98/6/EC, article 2,
    and the Price Marking Order 2004.
    """

    environment: ClassVar[tuple[str, ...]] = ("SOUK_PRICES_WITHOUT_TAX",)

    def __init__(self, without_tax: Iterable[str] = ()) -> None:
        self.without_tax = frozenset(without_tax)

    @classmethod
    def open(cls) -> Self:
        """Read which currencies the stage names, comma-separated; there may be none.

        Raises ValueError when one is not sold in.
        """
        return cls(sold_in(code) for code in settings.get("SOUK_PRICES_WITHOUT_TAX").split(",") if code)

    def include_tax(self, currency: str) -> bool:
        """Say whether prices in a currency have the tax in them."""
        return currency not in self.without_tax
