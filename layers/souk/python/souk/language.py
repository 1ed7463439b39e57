"""The language that a page is written in.

The edge finds it out by the same rules, in ``cdk/constructs/language.js``. Source: RFC 9110, 12.5.4.
"""

import re
from collections.abc import Mapping

LANGUAGES = ("en", "de", "ar")
# What the edge found out, so that it keeps a page once for each language.
HEADER = "x-souk-language"
COOKIE = "lang"

_QUALITY = re.compile(r";\s*q=([^;]*)")


def language_of(headers: Mapping[str, str]) -> str:
    """Give the language that the edge names, else the visitor's choice, else the first that the browser asks for."""
    cookies = dict(part.strip().partition("=")[::2] for part in headers.get("cookie", "").split(";"))
    asked = [headers.get(HEADER, ""), cookies.get(COOKIE, ""), *_accepted(headers.get("accept-language", ""))]
    return next((one for one in asked if one in LANGUAGES), LANGUAGES[0])


def _accepted(header: str) -> list[str]:
    """List the languages of an Accept-Language header, the most wanted first; of ``de-AT`` that is ``de``."""
    weighted = [(_weight(part), re.split("[-;]", part, maxsplit=1)[0].strip().lower()) for part in header.split(",")]
    return [language for weight, language in sorted(weighted, key=lambda one: -one[0]) if weight > 0]


def _weight(part: str) -> float:
    """Read how much a language is wanted, from 0 to 1; what is no such number wants nothing."""
    found = _QUALITY.search(part)
    try:
        weight = float(found[1]) if found else 1.0
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
