"""Countries: every code with what an address needs there, whose taxes apply, and whether Souk delivers there.

Sources: ISO 3166-1 alpha-2; postal codes: Google's address metadata, which follows the Universal Postal Union's
addressing sheets (https://chromium-i18n.appspot.com/ssl-address/data); tax areas: Council Directive 2006/112/EC,
articles 5 to 7, United Kingdom VAT Act 1994, section 30 and Isle of Man Act 1979, Swiss VAT Act, article 3,
Norwegian VAT Act, section 1-2.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

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
_NO_POSTAL_CODES = frozenset(
    """
    AE AG AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK JM KI KM KN KP LC LY
    ML MO MR MS MW NR NU PA PS QA RW SB SC SL SR SS ST SX SY TD TF TG TK TL TO TT TV UG VU WS YE ZW
    """.split()  # noqa: SIM905
)
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
    "GB": dict.fromkeys(("GY", "JE")),
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
        raise ValueError("ISO 3166-1 has no such country, write two capitals such as GB")
    return code


def delivered_to(code: str) -> str:
    """Give the code back when Souk delivers there.

    Raises ValueError.
    """
    if known(code) in _NOT_DELIVERED_TO:
        raise ValueError("Souk does not deliver to this country")
    return code


def postal_codes(code: str) -> PostalCodes:
    """Say whether an address in this country has a postal code."""
    if code in _POSTAL_CODE_REQUIRED:
        return "required"
    return "none" if code in _NO_POSTAL_CODES else "optional"


def tax_territory(code: str, postal_code: str | None) -> str | None:
    """Say whose tax applies at an address: a country, a region with rates of its own, or none.

    Regions are the Azores (PT-20), Madeira (PT-30), and Jungholz with Mittelberg (AT-JUNGHOLZ).
    """
    written = re.sub(r"[^0-9A-Z]", "", postal_code or "").removeprefix(code)
    for beginning, territory in _TAXED_APART.get(code, {}).items():
        if written.startswith(beginning):
            return territory
    return _TAXED_WITH.get(code, code)


def _country(codes: list[str], description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": codes, "description": description, "examples": ["GB"]})


type Country = Annotated[str, AfterValidator(known), _country(sorted(CODES), "ISO 3166-1 alpha-2 code")]
type Destination = Annotated[
    str, AfterValidator(delivered_to), _country(list(DELIVERED_TO), "ISO 3166-1 alpha-2 code of a country delivered to")
]
