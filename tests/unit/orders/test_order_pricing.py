"""Every sum of parts equals its whole, to the minor unit."""

from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.domain import shipping, tax
from functions.orders.domain.pricing import Item, TotalTooLarge, price
from functions.orders.domain.shipping import ShippingOption
from souk import Money
from souk.errors import Invalid

countries = st.sampled_from([*tax.STANDARD_RATES, "US", "JP"])
items = st.lists(
    st.builds(
        Item,
        variant_id=st.uuids(),
        seller_id=st.integers(1, 4).map(lambda number: UUID(int=number)),
        quantity=st.integers(1, 999),
        unit_amount=st.one_of(st.just(0), st.integers(1, 500), st.integers(1, 10**7)),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda item: item.variant_id,
)
deliveries = st.integers(0, 20_000).map(lambda amount: Money(amount=amount, currency="GBP"))
rates = st.integers(0, 10_000)


@given(items, deliveries, countries, rates)
def test_parts_sum_to_the_whole(cart: list[Item], delivery: Money, country: str, commission: int) -> None:
    whole = price(cart, delivery, country, commission)

    assert whole.items == sum(item.unit_amount * item.quantity for item in cart)
    assert whole.shipping == delivery.amount
    assert whole.total == whole.items + whole.shipping
    assert sum(part.total for part in whole.parts) == whole.total
    assert sum(part.shipping for part in whole.parts) == delivery.amount
    assert sum(part.tax for part in whole.parts) == whole.tax
    assert sorted(line.item.variant_id for part in whole.parts for line in part.lines) == sorted(
        item.variant_id for item in cart
    )
    for part in whole.parts:
        assert {line.item.seller_id for line in part.lines} == {part.seller_id}
        assert sum(line.item.total for line in part.lines) == part.items
        assert sum(line.tax for line in part.lines) + part.shipping_tax == part.tax
        assert sum(line.commission for line in part.lines) == part.commission


@given(items, deliveries, countries)
def test_the_tax_of_each_invoice_is_exact_to_half_a_minor_unit(cart: list[Item], delivery: Money, country: str) -> None:
    rate = tax.rate_for(country)

    for part in price(cart, delivery, country).parts:
        exact = Fraction(part.total * rate, 10_000 + rate)
        assert abs(part.tax - exact) <= Fraction(1, 2)
        assert abs(part.commission - Fraction(part.items, 10)) <= Fraction(1, 2)
        for line in part.lines:
            assert 0 <= line.tax <= line.item.total
            assert 0 <= line.commission <= line.item.total


@given(items, deliveries, countries, st.randoms())
def test_the_order_of_the_lines_changes_nothing(
    cart: list[Item], delivery: Money, country: str, random: object
) -> None:
    shuffled = list(cart)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert price(shuffled, delivery, country) == price(cart, delivery, country)


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
def test_vat_is_contained_in_the_price(country: str, gross: int, expected: int) -> None:
    assert tax.included_in(gross, tax.rate_for(country)) == expected


def test_an_order_beyond_what_money_holds_is_refused() -> None:
    item = Item(UUID(int=1), UUID(int=1), 999, 10**10)

    with pytest.raises(TotalTooLarge):
        price([item], Money(amount=399, currency="GBP"), "GB")


@pytest.mark.parametrize("option", list(ShippingOption))
def test_each_option_has_a_price_in_the_same_currencies(option: ShippingOption) -> None:
    assert set(shipping.PRICES[option]) == set(shipping.PRICES[ShippingOption.STANDARD])
    assert shipping.price_of(option, "GBP").amount > 0


def test_a_currency_nothing_is_delivered_for_is_refused() -> None:
    with pytest.raises(Invalid):
        shipping.price_of(ShippingOption.STANDARD, "XAF")
