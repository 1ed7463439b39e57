"""Tax is that of the place and of the class of the goods, by rates that are published."""

from itertools import pairwise

import pytest

from docs.vat_rates import MODULE, text
from functions.orders.domain import tax, vat_rates
from souk.tax_class import TaxClass

IN_ORDER = list(TaxClass)


def test_the_rates_are_those_of_the_package() -> None:
    assert MODULE.read_text() == text(), "`make rates` renews them"


@pytest.mark.parametrize(
    ("country", "postal_code", "rate"),
    [
        ("DE", None, 1900),
        ("MC", "98000", 2000),
        ("IM", "IM1 1AA", 2000),
        ("GB", "BT1 1AA", 2000),
        ("LI", "9490", 810),
        ("DE", "78266", 810),
        ("ES", "35001", 0),
        ("PT", "9500-001", 1600),
        ("PT", "9000-001", 2200),
        ("AT", "6691", 1900),
        ("JE", "JE2 3AB", 0),
        ("US", "10001", 0),
        ("IS", "101", 0),
    ],
)
def test_the_rate_is_that_of_the_place(country: str, postal_code: str | None, rate: int) -> None:
    assert tax.rates_at(country, postal_code)[TaxClass.STANDARD] == rate


@pytest.mark.parametrize(
    ("country", "postal_code", "expected"),
    [
        ("DE", None, [1900, 700, 700, 700, 0]),
        ("AT", None, [2000, 1300, 1000, 490, 0]),
        ("AT", "6991", [1900, 1300, 1000, 1000, 0]),
        ("FR", "75001", [2000, 1000, 550, 210, 0]),
        ("FR", "97110", [0, 0, 0, 0, 0]),
        ("GR", None, [2400, 1300, 600, 600, 0]),
        ("PT", None, [2300, 1300, 600, 600, 0]),
        ("PT", "9500-001", [1600, 900, 400, 400, 0]),
        ("PL", None, [2300, 800, 500, 500, 0]),
        ("IT", None, [2200, 1000, 500, 400, 0]),
        ("DK", None, [2500, 2500, 2500, 2500, 0]),
        ("GB", None, [2000, 500, 500, 500, 0]),
        ("NO", None, [2500, 1500, 1200, 1200, 0]),
        ("CH", None, [810, 380, 260, 260, 0]),
    ],
)
def test_where_a_place_has_no_such_rate_the_next_higher_one_holds(
    country: str, postal_code: str | None, expected: list[int]
) -> None:
    rates = tax.rates_at(country, postal_code)

    assert [rates[tax_class] for tax_class in IN_ORDER] == expected


def test_no_class_is_taxed_more_than_the_one_above_it_and_each_rate_has_a_source() -> None:
    listed = list(tax.rates())

    assert len(listed) == len(tax.TERRITORIES) * len(IN_ORDER)
    assert vat_rates.IN_THE_UNION < tax.TERRITORIES
    for higher, lower in pairwise(listed):
        assert higher.territory != lower.territory or higher.rate >= lower.rate
    assert {one.source for one in listed if one.territory in vat_rates.IN_THE_UNION} == {vat_rates.SOURCE}
    assert all(one.source and one.as_of for one in listed)


@pytest.mark.parametrize(
    ("country", "gross", "expected"),
    [
        ("GB", 12000, 2000),
        ("DE", 11900, 1900),
        ("FI", 12550, 2550),
        ("CH", 10810, 810),
        ("GB", 1999, 333),
        ("US", 1999, 0),
    ],
)
def test_vat_is_contained_in_a_price_or_comes_on_top_of_it(country: str, gross: int, expected: int) -> None:
    rate = tax.rates_at(country, None)[TaxClass.STANDARD]

    assert tax.divided([gross], rate, included=True) == [expected]
    assert tax.divided([gross - expected], rate, included=False) == [expected]
