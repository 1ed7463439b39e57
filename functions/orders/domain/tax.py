"""Value added tax: the standard rates of the country of destination, in basis points.

Source: European Commission, "VAT rates applied in the Member States", and the national authorities of Great Britain,
Norway and Switzerland, as in force in 2026. Elsewhere goods are exported without VAT.
"""

from souk.country import tax_territory

STANDARD_RATES: dict[str, int] = {
    "AT": 2000, "AT-JUNGHOLZ": 1900, "BE": 2100, "BG": 2000, "CH": 810, "CY": 1900, "CZ": 2100, "DE": 1900, "DK": 2500,
    "EE": 2400, "ES": 2100, "FI": 2550, "FR": 2000, "GB": 2000, "GR": 2400, "HR": 2500, "HU": 2700,
    "IE": 2300, "IT": 2200, "LT": 2100, "LU": 1700, "LV": 2100, "MT": 1800, "NL": 2100, "NO": 2500,
    "PL": 2300, "PT": 2300, "PT-20": 1600, "PT-30": 2200, "RO": 2100, "SE": 2500, "SI": 2200, "SK": 2300,
}  # fmt: skip
WHOLE = 10_000


def rate_at(country: str, postal_code: str | None) -> int:
    """Give the rate at a place of destination, in basis points; none outside of every tax area."""
    return STANDARD_RATES.get(tax_territory(country, postal_code) or "", 0)


def included_in(gross: int, rate: int) -> int:
    """Give the tax a gross amount includes, in minor units, half up."""
    return (2 * gross * rate + WHOLE + rate) // (2 * (WHOLE + rate))


def share_of(amount: int, rate: int) -> int:
    """Give a rate's share of an amount, in minor units, half up."""
    return (2 * amount * rate + WHOLE) // (2 * WHOLE)
