"""Rates of value added tax in basis points, written by `make rates` from eu-vat-rates-data 2026.9.29.

Licence of the package: MIT. Those of the Union are what the European Commission publishes, the others the
package keeps by itself.
"""

SOURCE = "European Commission TEDB"
PACKAGE = "eu-vat-rates-data 2026.9.29"
AS_OF = "2026-09-29"

IN_THE_UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
STANDARD: dict[str, int] = {
    "AT": 2000,
    "BE": 2100,
    "BG": 2000,
    "CH": 810,
    "CY": 1900,
    "CZ": 2100,
    "DE": 1900,
    "DK": 2500,
    "EE": 2400,
    "ES": 2100,
    "FI": 2550,
    "FR": 2000,
    "GB": 2000,
    "GR": 2400,
    "HR": 2500,
    "HU": 2700,
    "IE": 2300,
    "IT": 2200,
    "LT": 2100,
    "LU": 1700,
    "LV": 2100,
    "MT": 1800,
    "NL": 2100,
    "NO": 2500,
    "PL": 2300,
    "PT": 2300,
    "RO": 2100,
    "SE": 2500,
    "SI": 2200,
    "SK": 2300,
    "XI": 2000,
}
REDUCED: dict[str, tuple[int, ...]] = {
    "AT": (1000, 1300, 1900),
    "BE": (600, 1200),
    "BG": (900,),
    "CH": (260, 380),
    "CY": (500, 900),
    "CZ": (1200,),
    "DE": (700,),
    "EE": (900, 1300),
    "ES": (1000,),
    "FI": (1000, 1350),
    "FR": (90, 105, 550, 850, 1000, 1300),
    "GB": (500,),
    "GR": (600, 1300, 1700),
    "HR": (500, 1300),
    "HU": (500, 1800),
    "IE": (900, 1350),
    "IT": (500, 1000),
    "LT": (500, 1200),
    "LU": (800, 1400),
    "LV": (500, 1200),
    "MT": (500, 700),
    "NL": (900,),
    "NO": (1200, 1500),
    "PL": (500, 800),
    "PT": (600, 1300, 1600, 2200),
    "RO": (1100,),
    "SE": (600, 1200),
    "SI": (500, 950),
    "SK": (500, 1900),
    "XI": (500,),
}
SUPER_REDUCED: dict[str, int] = {
    "AT": 490,
    "CY": 300,
    "ES": 400,
    "FR": 210,
    "GR": 400,
    "IT": 400,
    "LU": 300,
    "PL": 800,
    "PT": 600,
}
