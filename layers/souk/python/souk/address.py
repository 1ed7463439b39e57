"""Postal addresses and the names of people: the same for the checkout, the address book and an account."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from souk.country import Country, is_postal_code, postal_codes, requires_region
from souk.faults import Fault
from souk.message import Request
from souk.phone import Phone
from souk.text import OneLine

_NO_POSTAL_CODE = Fault("unfit_postal_code", "must be 1 to 12 letters, digits, blanks or hyphens")
_POSTAL_CODE_ELSEWHERE = Fault("postal_code_elsewhere", "{country} has no such postal code")
_REGION_NEEDED = Fault("region_missing", "an address in {country} needs a region")
_POSTAL_CODE_NEEDED = Fault("postal_code_missing", "an address in {country} needs a postal code")

_POSTAL_CODE = re.compile(r"[0-9A-Z](?:[0-9A-Z -]{0,10}[0-9A-Z])?")


def postal_code(written: str) -> str:
    """Give the one spelling of a postal code: capitals and digits of ASCII, without the postal mark of Japan.

    Raises ValueError when it is none anywhere.
    """
    plain = unicodedata.normalize("NFKC", written).replace("\N{MINUS SIGN}", "-").replace("〒", "")
    code = " ".join(plain.upper().split())
    if not _POSTAL_CODE.fullmatch(code):
        raise _NO_POSTAL_CODE.error()
    return code


Line = Annotated[str, OneLine(100)]
PersonName = Annotated[str, OneLine(100)]
PostalCode = Annotated[
    str,
    AfterValidator(postal_code),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 20, "examples": ["E1 6AN"]}),
]


class Address(Request):
    """Where parcels or bills go; whether it needs a region and what its postal code looks like is its country's."""

    name: PersonName
    line1: Line
    line2: Line | None = None
    city: Line
    country: Country
    region: Annotated[Line | None, Field(validate_default=True)] = None
    postal_code: Annotated[PostalCode | None, Field(validate_default=True)] = None
    phone: Phone | None = None

    @field_validator("region")
    @classmethod
    def _has_its_region(cls, region: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        if not region and country and requires_region(country):
            raise _REGION_NEEDED.error(country=country)
        return region

    @field_validator("postal_code")
    @classmethod
    def _has_its_postal_code(cls, code: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        if code is None and country and postal_codes(country) == "required":
            raise _POSTAL_CODE_NEEDED.error(country=country)
        if code and country and not is_postal_code(country, code):
            raise _POSTAL_CODE_ELSEWHERE.error(country=country)
        return code
