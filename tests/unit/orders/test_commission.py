"""What the platform keeps of a line, and the tax on it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.commission.domain.taxing import commission_tax_rate, is_vat_number
from functions.orders.commission.domain.terms import Charge, Terms, charge, rate_of_all

amounts = st.one_of(st.integers(0, 100), st.integers(0, 10**7))


@st.composite
def all_terms(draw: st.DrawFn) -> Terms:
    least = draw(amounts)
    return Terms(
        rate=draw(st.integers(0, 10_000)),
        fixed=draw(amounts),
        per_unit=draw(st.booleans()),
        least=least,
        most=draw(st.none() | amounts.map(lambda more: least + more)),
    )


lines = st.lists(st.tuples(all_terms(), amounts, st.integers(1, 999)), min_size=1, max_size=8)
tax_rates = st.sampled_from([0, 1900, 2550, 2700])


def charged(sold: list[tuple[Terms, int, int]], tax_rate: int) -> list[Charge]:
    terms, paid, units = map(list, zip(*sold, strict=True))
    return charge(terms, paid, units, tax_rate)


@given(lines, tax_rates)
def test_a_line_never_costs_its_shop_more_than_it_was_sold_for(sold: list[tuple[Terms, int, int]], rate: int) -> None:
    for (_, paid, _), one in zip(sold, charged(sold, rate), strict=True):
        assert one.commission >= 0
        assert one.tax >= 0
        assert one.commission + one.tax <= paid


@given(lines, tax_rates)
def test_tax_is_rounded_once_for_a_seller_order_and_its_lines_sum_to_it(
    sold: list[tuple[Terms, int, int]], rate: int
) -> None:
    charges = charged(sold, rate)

    whole = Fraction(sum(one.commission for one in charges) * rate, 10_000)
    assert abs(sum(one.tax for one in charges) - whole) <= Fraction(1, 2)
    for one in charges:
        assert abs(one.tax - Fraction(one.commission * rate, 10_000)) < 1


@given(all_terms(), amounts, st.integers(1, 999))
def test_a_line_is_rounded_half_up_and_kept_between_its_bounds(terms: Terms, paid: int, units: int) -> None:
    kept = terms.of(paid, units)

    exact = Fraction(paid * terms.rate, 10_000) + terms.fixed * (units if terms.per_unit else 1)
    bounded = max(exact, Fraction(terms.least))
    if terms.most is not None:
        bounded = min(bounded, Fraction(terms.most))
    assert -Fraction(1, 2) < kept - min(bounded, Fraction(paid)) <= Fraction(1, 2)


@given(all_terms(), amounts, amounts, st.integers(1, 999), tax_rates)
def test_who_sells_for_more_pays_no_less(terms: Terms, paid: int, more: int, units: int, rate: int) -> None:
    assert terms.of(paid, units, rate) <= terms.of(paid + more, units, rate)


@pytest.mark.parametrize(
    ("terms", "paid", "units", "kept"),
    [
        (Terms(rate=1250), 1000, 1, 125),
        (Terms(rate=1250), 1004, 1, 126),
        (Terms(rate=0, fixed=30), 1000, 4, 30),
        (Terms(rate=500, fixed=30, per_unit=True), 1000, 4, 170),
        (Terms(rate=1000, least=200), 1000, 1, 200),
        (Terms(rate=1000, most=50), 1000, 1, 50),
        (Terms(rate=1000, least=2000), 1000, 1, 1000),
        (Terms(rate=1000, fixed=50), 0, 1, 0),
    ],
)
def test_an_example_is_kept_as_it_is_written(terms: Terms, paid: int, units: int, kept: int) -> None:
    assert terms.of(paid, units) == kept


def test_one_rate_says_all_only_when_there_is_nothing_beside_it() -> None:
    def rate_of(*terms: Terms) -> int | None:
        return rate_of_all(charged([(one, 1000, 1) for one in terms], 0))

    assert rate_of(Terms(1000), Terms(1000)) == 1000
    assert rate_of(Terms(1000), Terms(900)) is None
    assert [rate_of(one) for one in (Terms(1000, fixed=1), Terms(1000, least=1), Terms(1000, most=1))] == [None] * 3


@pytest.mark.parametrize(
    ("platform", "country", "postal_code", "tax_id", "rate"),
    [
        (None, "DE", None, None, 0),
        ("DE", "DE", "10115", None, 1900),
        ("DE", "DE", "10115", "DE123456789", 1900),
        ("DE", "FR", "75001", "FR40303265045", 0),
        ("DE", "FR", "75001", None, 1900),
        ("DE", "FR", "75001", "DE123456789", 1900),
        ("DE", "GR", None, "EL123456789", 0),
        ("DE", "PT", "9000-001", None, 1900),
        ("DE", "ES", "35001", None, 0),
        ("DE", "GB", "SW1A 1AA", None, 0),
        ("DE", "US", None, None, 0),
        ("GB", "GB", "SW1A 1AA", None, 2000),
        ("GB", "DE", "10115", None, 0),
        ("US", "US", None, None, 0),
    ],
)
def test_commission_is_taxed_where_the_shop_is(
    platform: str | None, country: str, postal_code: str | None, tax_id: str | None, rate: int
) -> None:
    assert commission_tax_rate(platform, country, postal_code, tax_id) == rate


@pytest.mark.parametrize(
    ("written", "country", "is_one"),
    [
        ("DE123456789", "DE", True),
        ("de 123 456 789", "DE", True),
        ("EL123456789", "GR", True),
        ("GR123456789", "GR", False),
        ("FR40303265045", "MC", True),
        ("12/345/67890", "DE", False),
        ("DE1", "DE", False),
        (None, "DE", False),
    ],
)
def test_a_vat_number_begins_with_its_country(written: str | None, country: str, is_one: bool) -> None:
    assert is_vat_number(written, country) is is_one
