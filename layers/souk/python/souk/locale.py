"""Locales: the language somebody reads, and perhaps the country whose customs it follows.

Sources: ISO 639-1; BCP 47, of which this is the part that people set.
"""

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from souk.country import CODES
from souk.faults import Fault

_UNKNOWN_LOCALE = Fault(
    "unknown_locale", "must be a language of ISO 639-1, perhaps with a country, such as en or pt-BR"
)

DEFAULT = "en"

LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
    et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki
    kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no
    nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te
    tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905  (a table of codes)
)


def known(written: str) -> str:
    """Give the locale back when there is its language, and its country if it names one.

    Raises ValueError.
    """
    language, hyphen, country = written.partition("-")
    if language not in LANGUAGES or (hyphen and country not in CODES):
        raise _UNKNOWN_LOCALE.error()
    return written


type Locale = Annotated[
    str,
    AfterValidator(known),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 2,
            "maxLength": 5,
            "description": "A language of ISO 639-1, perhaps with a country of ISO 3166-1 after a hyphen",
            "examples": ["en", "pt-BR"],
        }
    ),
]
