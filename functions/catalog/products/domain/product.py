"""A product of a shop, as it is stored and as it shall be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from souk.faults import Fault
from souk.text import Lines, OneLine

_OPTIONS_DIFFER = Fault("options_differ", "all variants of a product have the same options")
_OPTIONS_TWICE = Fault("options_twice", "another variant has the same options")

MOST_VARIANTS = 200
MOST_OPTIONS = 3
MOST_ATTRIBUTES = 40
MOST_IMAGES = 20
MOST_GRAMS = 1_000_000
SKU = OneLine(64)
REFERENCE = OneLine(64)
TITLE = OneLine(200)
DESCRIPTION = Lines(5000)
OPTION = OneLine(64)
ATTRIBUTE = OneLine(120)
NAME = "[a-z][a-z0-9_]{0,31}"
"""The pattern of the name of an option or an attribute."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What is bought: one combination of options at one price, in the minor units of the product's currency.

    It weighs so many grams, 0 when nobody said it.
    """

    id: UUID
    sku: str
    options: dict[str, str]
    amount: int
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, with what it shows and its size in pixels where they are known."""

    url: str
    alt: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A product with all its variants, in the order they are shown.

    `reference` is what the shop calls it, its id until it is called something; `tax_class` how it is taxed, None as its
    category says.
    """

    id: UUID
    reference: str
    category_id: UUID
    title: str
    description: str
    images: list[Picture]
    attributes: dict[str, str]
    currency: str
    variants: list[Variant]
    published: bool = True
    tax_class: str | None = None
    version: int = field(default=1, compare=False)

    @property
    def is_called_something(self) -> bool:
        """Whether the shop gave it a reference."""
        return self.reference != str(self.id)

    @property
    def amount(self) -> int:
        """The price from which it can be had."""
        return min(variant.amount for variant in self.variants)

    @property
    def highest_amount(self) -> int:
        """The price of its dearest variant."""
        return max(variant.amount for variant in self.variants)

    @property
    def options(self) -> dict[str, list[str]]:
        """What can be chosen: each option's values, in the order of the variants that have them first."""
        names = sorted({name for variant in self.variants for name in variant.options})
        having = {name: [one.options[name] for one in self.variants if name in one.options] for name in names}
        return {name: list(dict.fromkeys(values)) for name, values in having.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """What a product was, None when it is new, what it shall be, and units on hand by SKU where they are said."""

    before: Product | None
    after: Product
    stock: dict[str, int]

    @property
    def is_needed(self) -> bool:
        """Whether anything but stock differs."""
        return self.before != self.after

    @property
    def version(self) -> int:
        """The version the product will have."""
        return self.before.version + self.is_needed if self.before else 1

    def known(self) -> dict[UUID, tuple[int, Variant]]:
        """Give the stored variants and their places by id."""
        return {one.id: (place, one) for place, one in enumerate(self.before.variants)} if self.before else {}


def contradiction(options: Iterable[dict[str, str]]) -> Fault | None:
    """Say why these cannot be the variants of one product, None when they can."""
    combinations = list(options)
    if any(set(one) != set(combinations[0]) for one in combinations):
        return _OPTIONS_DIFFER
    if len({tuple(sorted(one.items())) for one in combinations}) < len(combinations):
        return _OPTIONS_TWICE
    return None
