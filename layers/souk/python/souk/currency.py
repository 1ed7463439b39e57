"""Currencies: every code in circulation with its digits, and those that Souk sells in.

Source: ISO 4217:2015 list one, as SIX published it on 1 January 2026, without its metals, bond units and test codes.
"""

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from souk.faults import Fault

_NOT_SOLD_IN = Fault("currency_not_sold_in", "Souk does not sell in this currency; one of {sold_in}")
_UNKNOWN_CURRENCY = Fault("unknown_currency", "ISO 4217 has no such currency; one of {sold_in}")

_HUNDREDTHS = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU
CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR
NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
"""

_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_TEN_THOUSANDTHS = "CLF UYW"

DIGITS: dict[str, int] = {
    code: digits
    for digits, codes in ((2, _HUNDREDTHS), (0, _WHOLE), (3, _THOUSANDTHS), (4, _TEN_THOUSANDTHS))
    for code in codes.split()
}

# What may be priced must be orderable: delivery has a price in each of these.
SOLD_IN = ("GBP", "AUD", "CAD", "CHF", "DKK", "EUR", "JPY", "NOK", "PLN", "SEK", "USD")
# What prices are compared in when nobody names a currency.
DEFAULT = SOLD_IN[0]


def sold_in(code: str) -> str:
    """Give the code back when Souk sells in this currency.

    Raises ValueError.
    """
    if code not in SOLD_IN:
        raise (_NOT_SOLD_IN if code in DIGITS else _UNKNOWN_CURRENCY).error(sold_in=", ".join(SOLD_IN))
    return code


def major(amount: int, code: str) -> str:
    """Write an amount of minor units in major units: 1400 pence are ``14.00``."""
    digits = DIGITS[code]
    sign, units = "-" if amount < 0 else "", abs(amount)
    return f"{sign}{units // 10**digits}.{units % 10**digits:0{digits}}" if digits else f"{sign}{units}"


type Currency = Annotated[
    str,
    AfterValidator(sold_in),
    WithJsonSchema(
        {
            "type": "string",
            "enum": list(SOLD_IN),
            "description": "ISO 4217 code of a currency that is sold in",
            "examples": ["GBP"],
        }
    ),
]
