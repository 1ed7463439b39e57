"""Value added tax by the place of destination and the class of the goods: rates in basis points, and how it is rounded.

The rates stand in `vat_rates`; those that the package does not have by region stand here. A seller order is one
invoice: of each rate the tax is worked out once from the sum of what is taxed by it and rounded half up, as Council
Directive 2006/112/EC, article 226, points 8 to 10, has an invoice show it. A line then has the whole minor unit below
its exact share or the one above it, so that the lines sum to the invoice and none is off by a minor unit. An order is
the sum of its seller orders. Elsewhere goods are exported without tax; sales taxes of the United States are not
collected.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from functions.orders.domain import vat_rates
from souk.country import tax_territory
from souk.tax_class import TaxClass

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of a class at a place, with who says so and as of when."""

    territory: str
    tax_class: TaxClass
    rate: int
    source: str
    as_of: str


# What the package lists of a country and holds in a part of it alone: Jungholz and Mittelberg; Corsica and the overseas
# departments (Code général des impôts, articles 294, 296, 297); the Aegean islands (VAT Code, article 21); the Azores
# and Madeira (Código do IVA, article 18, 3).
_OF_PARTS = {"AT": {1900}, "FR": {90, 105, 850, 1300}, "GR": {1700, 400}, "PT": {1600, 2200}}
# Regions with rates of their own, the standard one, the reduced one, and the lower one, by who says so.
_REGIONS = {
    "AT-JUNGHOLZ": ((1900, 1300, 1000), "Austrian VAT Act, section 10", "2026-01-01"),
    "PT-20": ((1600, 900, 400), "Decreto Legislativo Regional 15-A/2021/A", "2021-07-01"),
    "PT-30": ((2200, 1200, 400), "Decreto Legislativo Regional 6/2024/M", "2024-10-01"),
}
_ELSEWHERE = f"national law, as kept by {vat_rates.PACKAGE}"

TERRITORIES = frozenset({*vat_rates.STANDARD, *_REGIONS})
"""Where tax is collected."""


def rates_at(country: str, postal_code: str | None) -> Mapping[str, int]:
    """Give the rate of each class at a place of destination, in basis points; none outside of every tax area."""
    territory = tax_territory(country, postal_code)
    if territory not in TERRITORIES:
        return dict.fromkeys(TaxClass, 0)
    return {tax_class: _rate(territory, tax_class) for tax_class in TaxClass}


def rates() -> Iterator[Rate]:
    """Give the rate of each class in each territory where tax is collected, with its source."""
    for territory in sorted(TERRITORIES):
        source = vat_rates.SOURCE if territory in vat_rates.IN_THE_UNION else _ELSEWHERE
        as_of = vat_rates.AS_OF
        if territory in _REGIONS:
            _, source, as_of = _REGIONS[territory]
        for tax_class in TaxClass:
            yield Rate(territory, tax_class, _rate(territory, tax_class), source, as_of)


def share_of(amount: int, rate: int) -> int:
    """Give a rate's share of an amount, in minor units, half up."""
    return (2 * amount * rate + WHOLE) // (2 * WHOLE)


def divided(amounts: Sequence[int], rate: int, *, included: bool) -> list[int]:
    """Give the tax of amounts that one invoice has at one rate, in minor units, included in them or on top of them.

    Together it is that of their sum, half up; each is less than a minor unit from exact (largest remainder, the earlier
    one wins a tie).
    """
    per = WHOLE + rate if included else WHOLE
    whole = (2 * sum(amounts) * rate + per) // (2 * per)
    taxes = [amount * rate // per for amount in amounts]
    rests = [amount * rate % per for amount in amounts]
    for index in sorted(range(len(amounts)), key=lambda i: -rests[i])[: whole - sum(taxes)]:
        taxes[index] += 1
    return taxes


def _rate(territory: str, tax_class: TaxClass) -> int:
    """Give the rate of a class, that of the next higher class where there is none.

    A reduced rate that other goods have cannot be below that of a class below it: the package has some twice.
    """
    if tax_class is TaxClass.ZERO:
        return 0
    if territory in _REGIONS:
        standard, reduced, lower = _REGIONS[territory][0]
        super_reduced = lower
    else:
        standard = vat_rates.STANDARD[territory]
        of_parts = _OF_PARTS.get(territory, set())
        several = [one for one in vat_rates.REDUCED.get(territory, ()) if one not in of_parts] or [standard]
        reduced, lower = max(several), min(several)
        super_reduced = vat_rates.SUPER_REDUCED.get(territory, lower)
        super_reduced = lower if super_reduced in of_parts else min(super_reduced, lower)
    return {
        TaxClass.STANDARD: standard,
        TaxClass.REDUCED: reduced,
        TaxClass.LOWER_REDUCED: lower,
        TaxClass.SUPER_REDUCED: super_reduced,
    }[tax_class]
