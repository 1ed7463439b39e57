"""What an address book takes."""

from typing import Any

import pytest
from pydantic import ValidationError

from functions.users.domain.model import SaveAddress, UpdateProfile

GOOD = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"country": "gb"}, "country"),
        ({"country": "GBR"}, "country"),
        ({"postal_code": "<b>"}, "postal_code"),
        ({"line1": ""}, "line1"),
        ({"line1": "x" * 101}, "line1"),
        ({"city": "Lon\tdon"}, "city"),
        ({"phone": "12"}, "phone"),
        ({"default_shipping": "perhaps"}, "default_shipping"),
        ({"user_id": "019a9f3e-5c00-7a10-8000-0000000000a1"}, "user_id"),
    ],
)
def test_an_address_that_does_not_fit_names_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SaveAddress.model_validate(GOOD | change)

    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


@pytest.mark.parametrize("locale", ["english", "EN", "en-gb", "en_GB", "en-", "zz", "en-UK", "xx-GB", "en-GB-x"])
def test_a_locale_is_a_language_and_perhaps_a_country(locale: str) -> None:
    with pytest.raises(ValidationError):
        UpdateProfile(first_name="Ada", last_name="Lovelace", locale=locale)
