"""The seller orders sum to the order, to the minor unit."""

from collections import defaultdict
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.domain import tax
from functions.orders.domain.model import TotalTooLarge
from functions.orders.domain.pricing import Item, Priced, PricedSellerOrder, price
from souk.tax_class import TaxClass

rates = st.sampled_from(sorted(tax.TERRITORIES)).map(
    lambda territory: {one.tax_class: one.rate for one in tax.rates() if one.territory == territory}
)
items = st.lists(
    st.builds(
        Item,
        variant_id=st.uuids(),
        seller_id=st.integers(1, 4).map(lambda number: UUID(int=number)),
        quantity=st.integers(1, 999),
        unit_amount=st.one_of(st.just(0), st.integers(1, 500), st.integers(1, 10**7)),
        tax_class=st.sampled_from(TaxClass),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda item: item.variant_id,
)
deliveries = st.lists(st.integers(0, 20_000), min_size=4, max_size=4).map(
    lambda amounts: {UUID(int=number): amount for number, amount in enumerate(amounts, 1)}
)


class Cart(NamedTuple):
    """What is ordered, at which rates, and whether its prices are read with the tax in them."""

    items: list[Item]
    deliveries: dict[UUID, int]
    rates: dict[str, int]
    included: bool


carts = st.builds(Cart, items, deliveries, rates, st.booleans())


def priced(cart: Cart) -> Priced[Item]:
    return price(cart.items, cart.deliveries, cart.rates, prices_include_tax=cart.included)


def exact(amount: int, rate: int, *, included: bool) -> Fraction:
    return Fraction(amount * rate, 10_000 + rate if included else 10_000)


def taxed_at(sold: PricedSellerOrder[Item], rate: int) -> int:
    return sum(line.item.total for line in sold.lines if line.tax_rate == rate)


@given(carts)
def test_seller_orders_sum_to_the_whole(cart: Cart) -> None:
    whole = priced(cart)

    assert whole.items == sum(item.unit_amount * item.quantity for item in cart.items)
    assert whole.shipping == sum(cart.deliveries[seller_id] for seller_id in {item.seller_id for item in cart.items})
    assert whole.total == whole.items + whole.shipping + (0 if whole.prices_include_tax else whole.tax)
    assert sum(sold.total for sold in whole.seller_orders) == whole.total
    assert {sold.seller_id: sold.shipping for sold in whole.seller_orders}.items() <= cart.deliveries.items()
    assert sum(sold.tax for sold in whole.seller_orders) == whole.tax
    assert sorted(line.item.variant_id for sold in whole.seller_orders for line in sold.lines) == sorted(
        item.variant_id for item in cart.items
    )
    for sold in whole.seller_orders:
        assert {line.item.seller_id for line in sold.lines} == {sold.seller_id}
        assert sum(line.item.total for line in sold.lines) == sold.items
        assert sum(line.tax for line in sold.lines) + sold.shipping_tax == sold.tax


@given(carts)
def test_the_tax_tables_of_the_seller_orders_sum_to_that_of_the_order(cart: Cart) -> None:
    whole = priced(cart)

    summed: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for sold in whole.seller_orders:
        assert sum(one.tax for one in sold.taxes) == sold.tax
        assert sum(one.net + one.tax for one in sold.taxes) == sold.total
        assert {line.tax_rate for line in sold.lines} == {one.rate for one in sold.taxes}
        for one in sold.taxes:
            summed[one.rate][0] += one.net
            summed[one.rate][1] += one.tax
    assert [(one.rate, [one.net, one.tax]) for one in whole.taxes] == sorted(summed.items(), reverse=True)
    assert sum(one.net + one.tax for one in whole.taxes) == whole.total


@given(carts)
def test_each_line_is_less_than_a_minor_unit_from_exact_and_each_rate_of_an_invoice_at_most_half_of_one(
    cart: Cart,
) -> None:
    for sold in priced(cart).seller_orders:
        for line in sold.lines:
            assert line.tax_rate == cart.rates[line.item.tax_class]
            assert abs(line.tax - exact(line.item.total, line.tax_rate, included=cart.included)) < 1
            assert 0 <= line.tax <= line.item.total
            assert abs(line.charge.commission - Fraction(line.item.total, 10)) <= Fraction(1, 2)
        for one in sold.taxes:
            read = one.net + one.tax if cart.included else one.net
            assert abs(one.tax - exact(read, one.rate, included=cart.included)) <= Fraction(1, 2)
        assert 0 <= sold.shipping_tax <= sold.shipping


@given(carts)
def test_delivery_is_taxed_as_the_goods_are_in_proportion_to_their_prices(cart: Cart) -> None:
    for sold in priced(cart).seller_orders:
        for one in sold.taxes:
            read = one.net + one.tax if cart.included else one.net
            delivered = read - taxed_at(sold, one.rate)
            if sold.items:
                assert abs(delivered - Fraction(sold.shipping * taxed_at(sold, one.rate), sold.items)) < 1


@given(carts, st.randoms())
def test_the_order_of_the_lines_changes_nothing(cart: Cart, random: object) -> None:
    shuffled = list(cart.items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert priced(cart._replace(items=shuffled)) == priced(cart)


def test_an_invoice_of_two_rates_has_both_in_its_table() -> None:
    shop = UUID(int=1)
    book = Item(UUID(int=1), shop, 1, 1070, TaxClass.LOWER_REDUCED)
    mug = Item(UUID(int=2), shop, 2, 1190, TaxClass.STANDARD)

    whole = price([book, mug], {shop: 345}, tax.rates_at("DE", "10115"))
    on_top = price([book, mug], {shop: 345}, tax.rates_at("DE", "10115"), prices_include_tax=False)

    assert [(one.rate, one.net, one.tax) for one in whole.taxes] == [(1900, 2200, 418), (700, 1100, 77)]
    assert (whole.seller_orders[0].shipping_tax, whole.total) == (38 + 7, 3795)
    assert [(one.rate, one.net, one.tax) for one in on_top.taxes] == [(1900, 2618, 497), (700, 1177, 82)]
    assert on_top.total == 3795 + 497 + 82


def test_an_order_beyond_what_money_holds_is_refused() -> None:
    item = Item(UUID(int=1), UUID(int=1), 999, 10**10, TaxClass.STANDARD)
    below = Item(UUID(int=1), UUID(int=1), 1, 9 * 10**11, TaxClass.STANDARD)

    with pytest.raises(TotalTooLarge):
        price([item], {item.seller_id: 399}, tax.rates_at("GB", None))
    with pytest.raises(TotalTooLarge):
        price([below], {item.seller_id: 399}, tax.rates_at("GB", None), prices_include_tax=False)
