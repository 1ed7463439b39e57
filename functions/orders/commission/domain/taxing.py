"""The tax on commission, which is a service of the platform to a shop: pure.

Its place is where the shop is established (Directive 2006/112/EC, article 44). A shop abroad in the Union that has a
VAT number owes the tax itself (article 196); without one it counts as no taxable person and is charged the platform's
(article 45). Elsewhere the service is outside of the platform's tax.
"""

import re

from functions.orders.domain import tax, vat_rates
from souk.country import tax_territory
from souk.tax_class import TaxClass


def commission_tax_rate(platform: str | None, country: str | None, postal_code: str | None, tax_id: str | None) -> int:
    """Give the rate at which the platform's country taxes what a shop is charged, in basis points; none without one."""
    if platform is None or country is None or platform not in tax.TERRITORIES:
        return 0
    shop = tax_territory(country, postal_code)
    at_home = tax_territory(country, None) == platform and shop in tax.TERRITORIES
    in_the_union = platform in vat_rates.IN_THE_UNION and _member_state(country, postal_code)
    if at_home or (in_the_union and not is_vat_number(tax_id, country)):
        return tax.rates_at(platform, None)[TaxClass.STANDARD]
    return 0


def is_vat_number(written: str | None, country: str) -> bool:
    """Whether this has the form of a VAT number of a country, its two letters first (article 215); nobody is asked."""
    state = tax_territory(country, None) or country
    prefix = "EL" if state == "GR" else state
    return bool(re.fullmatch(rf"{prefix}[0-9A-Z+*]{{2,13}}", re.sub(r"[ .\-/]", "", (written or "").upper())))


def _member_state(country: str, postal_code: str | None) -> bool:
    """Whether VAT of the Union applies there, also in a region with rates of its own."""
    territory = tax_territory(country, postal_code)
    return territory in tax.TERRITORIES and tax_territory(country, None) in vat_rates.IN_THE_UNION
