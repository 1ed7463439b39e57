"""The If-Match header names the version that was read."""

import pytest

from souk.errors import Invalid
from souk.message import RawRequest


def request(**headers: str) -> RawRequest:
    return RawRequest("", headers, "192.0.2.1", "a-request")


@pytest.mark.parametrize(("header", "version"), [('"1"', 1), ("7", 7), (' "7" ', 7), ('"2147483647"', 2**31 - 1)])
def test_a_version_is_read_quoted_or_not(header: str, version: int) -> None:
    assert request(**{"if-match": header}).if_match == version


def test_without_the_header_there_is_none() -> None:
    assert request().if_match is None


@pytest.mark.parametrize(
    "header",
    ["", "*", '"', '"1', '1"', "0", "-1", "1.5", '"2147483648"', "9" * 20, "9" * 5000, 'W/"1"', '"1", "2"', "\u0663"],
)
def test_what_no_row_can_have_is_refused(header: str) -> None:
    with pytest.raises(Invalid) as refused:
        _ = request(**{"if-match": header}).if_match

    assert refused.value.errors[0].field == "If-Match"
