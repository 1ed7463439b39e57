"""The seller orders sum to the order, to the minor unit."""

from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.domain import shipping, tax
from functions.orders.domain.model import TotalTooLarge
from functions.orders.domain.pricing import Item, price
from functions.orders.domain.shipping import ShippingOption
from souk.currency import SOLD_IN

rates = st.sampled_from([0, *tax.STANDARD_RATES.values()])
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
deliveries = st.lists(st.integers(0, 20_000), min_size=4, max_size=4).map(
    lambda amounts: {UUID(int=number): amount for number, amount in enumerate(amounts, 1)}
)
commissions = st.integers(0, 10_000)


@given(items, deliveries, rates, commissions)
def test_seller_orders_sum_to_the_whole(
    cart: list[Item], delivery: dict[UUID, int], rate: int, commission: int
) -> None:
    whole = price(cart, delivery, rate, commission)

    assert whole.items == sum(item.unit_amount * item.quantity for item in cart)
    assert whole.shipping == sum(delivery[seller_id] for seller_id in {item.seller_id for item in cart})
    assert whole.total == whole.items + whole.shipping
    assert sum(sold.total for sold in whole.seller_orders) == whole.total
    assert {sold.seller_id: sold.shipping for sold in whole.seller_orders}.items() <= delivery.items()
    assert sum(sold.tax for sold in whole.seller_orders) == whole.tax
    assert sorted(line.item.variant_id for sold in whole.seller_orders for line in sold.lines) == sorted(
        item.variant_id for item in cart
    )
    for sold in whole.seller_orders:
        assert {line.item.seller_id for line in sold.lines} == {sold.seller_id}
        assert sum(line.item.total for line in sold.lines) == sold.items
        assert sum(line.tax for line in sold.lines) + sold.shipping_tax == sold.tax
        assert sum(line.commission for line in sold.lines) == sold.commission


@given(items, deliveries, rates)
def test_the_tax_of_each_invoice_is_exact_to_half_a_minor_unit(
    cart: list[Item], delivery: dict[UUID, int], rate: int
) -> None:

    for sold in price(cart, delivery, rate).seller_orders:
        exact = Fraction(sold.total * rate, 10_000 + rate)
        assert abs(sold.tax - exact) <= Fraction(1, 2)
        assert abs(sold.commission - Fraction(sold.items, 10)) <= Fraction(1, 2)
        for line in sold.lines:
            assert 0 <= line.tax <= line.item.total
            assert 0 <= line.commission <= line.item.total


@given(items, deliveries, rates, st.randoms())
def test_the_order_of_the_lines_changes_nothing(
    cart: list[Item], delivery: dict[UUID, int], rate: int, random: object
) -> None:
    shuffled = list(cart)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert price(shuffled, delivery, rate) == price(cart, delivery, rate)


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
    assert tax.included_in(gross, tax.rate_at(country, None)) == expected


@pytest.mark.parametrize(
    ("country", "postal_code", "rate"),
    [
        ("MC", "98000", 2000),
        ("IM", "IM1 1AA", 2000),
        ("ES", "35001", 0),
        ("PT", "9500-001", 1600),
        ("JE", "JE2 3AB", 0),
    ],
)
def test_the_rate_is_that_of_the_place(country: str, postal_code: str, rate: int) -> None:
    assert tax.rate_at(country, postal_code) == rate


def test_an_order_beyond_what_money_holds_is_refused() -> None:
    item = Item(UUID(int=1), UUID(int=1), 999, 10**10)

    with pytest.raises(TotalTooLarge):
        price([item], {item.seller_id: 399}, 2000)


@pytest.mark.parametrize("option", list(ShippingOption))
def test_what_is_priced_in_a_currency_can_be_delivered_for_it(option: ShippingOption) -> None:
    assert set(shipping.PRICES[option]) == set(SOLD_IN)
    assert shipping.price_of(option, "GBP").amount > 0
