"""Countries: every code with what an address needs there, whose taxes apply, and whether Souk delivers there.

Sources: ISO 3166-1 alpha-2; postal codes: Google's address metadata, which follows the Universal Postal Union's
addressing sheets (https://chromium-i18n.appspot.com/ssl-address/data); tax areas: Council Directive 2006/112/EC,
articles 5 to 7, 104 and 105, the Withdrawal Agreement's protocol on Northern Ireland, article 8, United Kingdom VAT Act
1994, section 30 and Isle of Man Act 1979, Swiss VAT Act, articles 3 and 4, Norwegian VAT Act, section 1-2.
"""

import re
from functools import cache
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from souk.faults import Fault

_UNKNOWN_COUNTRY = Fault("unknown_country", "ISO 3166-1 has no such country, write two capitals such as GB")
_NOT_DELIVERED = Fault("country_not_delivered_to", "Souk does not deliver to this country")

type PostalCodes = Annotated[
    Literal["required", "optional", "none"], Field(description="Whether an address there has a postal code")
]

CODES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
    CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
    GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
    KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
    MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
    SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
    UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905  (a table of codes)
)
_POSTAL_CODE_REQUIRED = frozenset(
    """
    AS AT AU AX BE BL BR CA CH CN CZ DE DK EE ES FI FK FM FR GB GF GG GL GP GR GS GU HU IM IN IO IT JE JP KR LI LT LU LV
    MF MH MP MQ MX MY NC NL NO NZ PF PL PM PN PR PT PW RE RO RU SE SG SH SJ SK SM TC TR TW UA US VI WF YT ZA
    """.split()  # noqa: SIM905
)
# And a postal code too: where there is none, as in Hong Kong, people write addresses without a region.
_REGION_REQUIRED = frozenset(
    "AS AU BR CA CN ES FM IN IT JP KR MH MP MX PF PW RU TW US VI".split()  # noqa: SIM905
)
# Patterns of postal codes without blanks and hyphens, each before the countries that it holds for. That of the United
# Kingdom is the shape alone, since its areas change.
_POSTAL_CODES = r"""
    \d{5} BA BT CU DE DO DZ EE EG EH ES FI GT HN HR ID IQ IT JO KE KR KW LA LK LT MA MM MN MV MX MY NA NI NP PK SA SD
    SN TH TR UA UY ZM \d{4} AF AL AT AU AZ BD BE BG CH CV CY DK ET GE GW HM HT HU LR LU MD MK MZ NE NO NZ PH PY SI SJ
    TN VE ZA \d{6} BY CN CO EC IN KG KZ NG RO RU SG TJ TM UZ \d{3} FO GN IS LS MG PG \d{3}\d{2} CZ GR SE SK
    9[78][01]\d{2} BL GP MF \d{2}\d{3} FR PL \d{5,6} KH RS AD[1-7]0\d AD (?:AI)?2640 AI (?:37)?\d{4} AM
    ((?:[A-HJ-NP-Z])?\d{4})([A-Z]{3})? AR (96799)(?:(\d{4}))? AS 22\d{3} AX BB\d{5} BB
    (?:1[0-2]|[1-9])\d{2} BH [A-Z]{2}[A-Z0-9]{2} BM [A-Z]{2}\d{4} BN \d{5}\d{3} BR
    [ABCEGHJKLMNPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d CA 6799 CC \d{7} CL \d{4,5}|\d{3}\d{4} CR 6798 CX
    FIQQ1ZZ FK (9694[1-4])(?:(\d{4}))? FM GIR0AA|[A-Z]{1,2}\d[\dA-Z]?\d[ABD-HJLN-UW-Z]{2}|BFPO\d{1,4} GB 9[78]3\d{2} GF
    GY\d[\dA-Z]?\d[ABD-HJLN-UW-Z]{2} GG GX111AA GI 39\d{2} GL SIQQ1ZZ GS (969(?:[12]\d|3[12]))(?:(\d{4}))? GU
    [\dA-Z]{3}[\dA-Z]{4} IE \d{5}(?:\d{2})? IL IM\d[\dA-Z]?\d[ABD-HJLN-UW-Z]{2} IM BBND1ZZ IO \d{5}\d{5} IR
    JE\d[\dA-Z]?\d[ABD-HJLN-UW-Z]{2} JE \d{3}\d{4} JP KY\d\d{4} KY (?:\d{4})(?:(?:\d{4}))? LB 948[5-9]|949[0-8] LI
    LV\d{4} LV 980\d{2} MC 8\d{4} ME (969[67]\d)(?:(\d{4}))? MH (9695[012])(?:(\d{4}))? MP 9[78]2\d{2} MQ
    [A-Z]{3}\d{2,4} MT \d{3}(?:\d{2}|[A-Z]{2}\d{3}) MU 988\d{2} NC 2899 NF [1-9]\d{3}(?:[A-RT-Z][A-Z]|S[BCE-RT-Z]) NL
    (?:PC)?\d{3} OM (?:LIMA\d{1,2}|CALLAO0?\d)|[0-2]\d{4} PE 987\d{2} PF 9[78]5\d{2} PM PCRN1ZZ PN
    (00[679]\d{2})(?:(\d{4}))? PR \d{4}\d{3} PT (969(?:39|40))(?:(\d{4}))? PW 9[78]4\d{2} RE (?:ASCN|STHL)1ZZ SH 4789\d
    SM [A-Z]{2}\d{5} SO CP[1-3][1-7][0-2]\d SV [HLMS]\d{3} SZ TKCA1ZZ TC \d{3}(?:\d{2,3})? TW \d{4,5} TZ 96898 UM
    (\d{5})(?:(\d{4}))? US 00120 VA VC\d{4} VC VG\d{4} VG (008(?:(?:[0-4]\d)|(?:5[01])))(?:(\d{4}))? VI \d{5}\d? VN
    986\d{2} WF 976\d{2} YT
"""
# Nobody lives there for long, or no parcel may be sent there (Security Council resolution 2397).
_NOT_DELIVERED_TO = frozenset({"AQ", "BV", "GS", "HM", "IO", "KP", "TF", "UM"})

DELIVERED_TO = tuple(sorted(CODES - _NOT_DELIVERED_TO))

_TAXED_WITH = {"IM": "GB", "LI": "CH", "MC": "FR"}
# Places with another tax than their country, by the beginning of their postal codes; None is outside of every tax area.
_TAXED_APART: dict[str, dict[str, str | None]] = {
    "AT": {"6691": "AT-JUNGHOLZ", "6991": "AT-JUNGHOLZ", "6992": "AT-JUNGHOLZ", "6993": "AT-JUNGHOLZ"},
    "CH": dict.fromkeys(("7562", "7563")),
    "DE": {"27498": None, "78266": "CH"},
    "DK": {"39": None},
    "ES": dict.fromkeys(("35", "38", "51", "52")),
    "FI": {"22": None},
    "FR": dict.fromkeys(("971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988")),
    "GB": {"BT": "XI", "GY": None, "JE": None},
    "GR": dict.fromkeys(("63086", "63087")),
    "IT": dict.fromkeys(("22061", "23041")),
    "NO": dict.fromkeys(("8099", "917")),
    "PT": {f"9{digit}": "PT-30" if digit < 5 else "PT-20" for digit in range(10)},
}


def known(code: str) -> str:
    """Give the code back when ISO 3166-1 has it.

    Raises ValueError.
    """
    if code not in CODES:
        raise _UNKNOWN_COUNTRY.error()
    return code


def delivered_to(code: str) -> str:
    """Give the code back when Souk delivers there.

    Raises ValueError.
    """
    if known(code) in _NOT_DELIVERED_TO:
        raise _NOT_DELIVERED.error()
    return code


def postal_codes(code: str) -> PostalCodes:
    """Say whether an address in this country has a postal code."""
    if code in _POSTAL_CODE_REQUIRED:
        return "required"
    return "optional" if postal_code_pattern(code) else "none"


def postal_code_pattern(code: str) -> str | None:
    """Give what a postal code of this country matches without its blanks and hyphens, None where there is none.

    The code of the country may stand before it, as in CH-8001.
    """
    return _postal_code_patterns().get(code)


def is_postal_code(code: str, written: str) -> bool:
    """Say whether a postal code may be one of this country; where there is none, anything may stand in its place."""
    pattern = postal_code_pattern(code)
    return pattern is None or re.fullmatch(pattern, re.sub("[ -]", "", written), re.ASCII) is not None


def requires_region(code: str) -> bool:
    """Say whether an address in this country needs its region."""
    return code in _REGION_REQUIRED


def tax_territory(code: str, postal_code: str | None) -> str | None:
    """Say whose tax applies at an address: a country, a region with rates of its own, or none.

    Regions are the Azores (PT-20), Madeira (PT-30), Jungholz with Mittelberg (AT-JUNGHOLZ), and Northern Ireland (XI),
    whose rates are the United Kingdom's, but where goods are taxed as in the Union. The islands of the Aegean are
    Greece: their lower rates hold for what is sold there, not for what consumers have sent there (Greek VAT Code,
    article 21).
    """
    written = re.sub(r"[^0-9A-Z]", "", postal_code or "").removeprefix(code)
    for beginning, territory in _TAXED_APART.get(code, {}).items():
        if written.startswith(beginning):
            return territory
    return _TAXED_WITH.get(code, code)


@cache
def _postal_code_patterns() -> dict[str, str]:
    patterns: dict[str, str] = {}
    pattern = ""
    for word in _POSTAL_CODES.split():
        if word in CODES:
            patterns[word] = f"(?:{word})?(?:{pattern})"
        else:
            pattern = word
    return patterns


def _country(codes: list[str], description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": codes, "description": description, "examples": ["GB"]})


type Country = Annotated[str, AfterValidator(known), _country(sorted(CODES), "ISO 3166-1 alpha-2 code")]
type Destination = Annotated[
    str, AfterValidator(delivered_to), _country(list(DELIVERED_TO), "ISO 3166-1 alpha-2 code of a country delivered to")
]
