"""What promotions take off is never more than there is, and sums to the minor unit."""

from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.commission.domain.terms import Charges, Terms
from functions.orders.domain.pricing import Item, price
from functions.orders.promotions.domain.discounts import Discounts, Goods, Promotion, discount

FEW = st.integers(1, 4).map(lambda number: UUID(int=number))
amounts = st.one_of(st.just(0), st.integers(1, 500), st.integers(1, 10**7))
benefits = st.one_of(
    st.builds(lambda rate: {"kind": "percentage", "rate": rate}, st.integers(1, 10_000)),
    st.builds(lambda amount: {"kind": "amount", "amount": {"amount": amount}}, st.integers(1, 10**6)),
    st.just({"kind": "free_delivery"}),
    st.builds(
        lambda buy, get, rate: {"kind": "buy_x_get_y", "buy": buy, "get": get, "rate": rate},
        st.integers(1, 4), st.integers(1, 3), st.integers(1, 10_000),
    ),
)  # fmt: skip
carts = st.lists(
    st.builds(
        Goods,
        variant_id=st.uuids(),
        product_id=FEW,
        seller_id=FEW,
        quantity=st.integers(1, 20),
        unit_amount=amounts,
        categories=st.frozensets(FEW, max_size=3),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda line: line.variant_id,
)
deliveries = st.lists(st.integers(0, 5_000), min_size=4, max_size=4).map(
    lambda costs: {UUID(int=number): cost for number, cost in enumerate(costs, 1)}
)
promotions = st.builds(
    Promotion,
    id=st.uuids(),
    seller_id=st.none() | FEW,
    title=st.just("Off"),
    benefit=benefits,
    least_amount=st.just(0) | st.integers(0, 10**6),
    products=st.frozensets(FEW, max_size=2),
    categories=st.frozensets(FEW, max_size=2),
    stackable=st.booleans(),
)
several = st.lists(promotions, max_size=6, unique_by=lambda one: one.id)


def off(cart: list[Goods], parcels: dict[UUID, int], *offered: Promotion) -> Discounts:
    return discount(cart, {shop: cost for shop, cost in parcels.items() if shop in shops(cart)}, offered, "GBP")


def shops(cart: list[Goods]) -> set[UUID]:
    return {line.seller_id for line in cart}


def total(taken: Discounts) -> int:
    return sum(one.total for one in taken.applied)


@given(carts, deliveries, several)
def test_nothing_costs_less_than_nothing_and_everything_sums(
    cart: list[Goods], parcels: dict[UUID, int], offered: list[Promotion]
) -> None:
    taken = off(cart, parcels, *offered)

    for line in cart:
        assert 0 <= taken.of_line(line.variant_id).total <= line.total
    for shop in shops(cart):
        assert 0 <= taken.of_parcel(shop).total <= parcels[shop]
    parts = [*taken.lines.values(), *taken.parcels.values()]
    assert sum(one.total for one in parts) == total(taken)
    assert sum(one.by_platform for one in parts) == sum(
        one.total for one in taken.applied if one.promotion.seller_id is None
    )
    assert all(one.total > 0 for one in taken.applied)
    for shop in shops(cart):
        of_shop = [taken.of_line(line.variant_id).total for line in cart if line.seller_id == shop]
        assert sum(of_shop) + taken.of_parcel(shop).total == sum(one.amounts.get(shop, 0) for one in taken.applied)


@given(carts, deliveries, several)
def test_a_promotion_touches_what_it_is_for_and_a_shops_what_is_the_shops(
    cart: list[Goods], parcels: dict[UUID, int], offered: list[Promotion]
) -> None:
    for promotion in offered:
        taken = off(cart, parcels, promotion)

        for line in cart:
            assert promotion.is_about(line) or not taken.of_line(line.variant_id).total
        if promotion.seller_id:
            assert all(set(one.amounts) <= {promotion.seller_id} for one in taken.applied)


@given(carts, deliveries, several, st.randoms())
def test_the_order_of_lines_and_promotions_changes_nothing(
    cart: list[Goods], parcels: dict[UUID, int], offered: list[Promotion], random: Random
) -> None:
    shuffled, others = list(cart), list(offered)
    random.shuffle(shuffled)
    random.shuffle(others)

    assert off(shuffled, parcels, *others) == off(cart, parcels, *offered)


@given(carts, deliveries, several)
def test_of_those_that_do_not_stack_each_parcel_has_one_at_most(
    cart: list[Goods], parcels: dict[UUID, int], offered: list[Promotion]
) -> None:
    taken = off(cart, parcels, *(replace(one, stackable=False) for one in offered))

    touched = [shop for one in taken.applied for shop in one.amounts]
    assert len(touched) == len(set(touched))


@given(carts, deliveries, several, promotions)
def test_another_promotion_that_does_not_stack_never_makes_anything_dearer(
    cart: list[Goods], parcels: dict[UUID, int], offered: list[Promotion], another: Promotion
) -> None:
    alone = [replace(one, stackable=False) for one in offered if one.id != another.id]

    assert total(off(cart, parcels, *alone, replace(another, stackable=False))) >= total(off(cart, parcels, *alone))


@given(carts, deliveries, several)
def test_the_customer_has_at_least_the_best_of_those_that_do_not_stack(
    cart: list[Goods], parcels: dict[UUID, int], offered: list[Promotion]
) -> None:
    taken = total(off(cart, parcels, *offered))

    assert all(total(off(cart, parcels, one)) <= taken for one in offered if not one.stackable)


@given(carts, deliveries, promotions, st.data())
def test_another_line_never_lowers_what_one_promotion_takes_off(
    cart: list[Goods], parcels: dict[UUID, int], promotion: Promotion, data: st.DataObject
) -> None:
    another = replace(
        data.draw(st.sampled_from(cart)), variant_id=data.draw(st.uuids()), unit_amount=data.draw(amounts)
    )
    if another.variant_id in {line.variant_id for line in cart}:
        return

    assert total(off([*cart, another], parcels, promotion)) >= total(off(cart, parcels, promotion))


@given(carts, deliveries, several, st.integers(0, 2700), st.integers(0, 10_000))
def test_tax_is_on_what_is_paid_and_commission_on_what_the_shop_sold_for(
    cart: list[Goods], parcels: dict[UUID, int], offered: list[Promotion], rate: int, commission: int
) -> None:
    taken = off(cart, parcels, *offered)
    items = [Item(line.variant_id, line.seller_id, line.quantity, line.unit_amount, "standard") for line in cart]

    charges = Charges(dict.fromkeys((item.variant_id for item in items), Terms(commission)), {})
    whole = price(items, parcels, {"standard": rate}, charges=charges, discounts=taken)

    assert whole.total == sum(sold.total for sold in whole.seller_orders)
    assert whole.items + whole.shipping - whole.total == total(taken) == whole.discount + whole.shipping_discount
    for sold in whole.seller_orders:
        assert sum(line.total for line in sold.lines) == sold.items - sold.discount.total
        assert sum(line.tax for line in sold.lines) + sold.shipping_tax == sold.tax
        assert abs(sold.tax * (10_000 + rate) - sold.total * rate) * 2 <= 10_000 + rate
        assert 0 <= sold.shipping_tax <= sold.shipping - sold.shipping_discount.total
        assert sold.commission <= sold.total + sold.subsidy
        for line in sold.lines:
            assert 0 <= line.tax <= line.total
            sold_for = line.total + line.discount.by_platform
            assert abs(line.charge.commission * 10_000 - sold_for * commission) * 2 <= 10_000


SHOP, OTHER = UUID(int=1), UUID(int=2)


def line(number: int, quantity: int, unit_amount: int, seller_id: UUID = SHOP) -> Goods:
    return Goods(UUID(int=number), UUID(int=number), seller_id, quantity, unit_amount)


def one_that(benefit: dict[str, Any], number: int = 1, **other: Any) -> Promotion:
    return Promotion(UUID(int=number), other.pop("seller_id", None), "Off", benefit, **other)


TENTH = {"kind": "percentage", "rate": 1000}
CART = [line(1, 3, 333), line(2, 1, 2000, OTHER)]
PARCELS = {SHOP: 399, OTHER: 399}


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        ([one_that(TENTH)], [(1, 300)]),
        ([one_that({"kind": "amount", "amount": {"amount": 5000}}, seller_id=SHOP)], [(1, 999)]),
        ([one_that({"kind": "free_delivery"})], [(1, 798)]),
        ([one_that({"kind": "free_delivery"}, products=frozenset({UUID(int=2)}))], [(1, 399)]),
        ([one_that({"kind": "buy_x_get_y", "buy": 2, "get": 1, "rate": 10_000})], [(1, 333)]),
        ([one_that({"kind": "buy_x_get_y", "buy": 2, "get": 1, "rate": 5000})], [(1, 167)]),
        ([one_that({"kind": "buy_x_get_y", "buy": 4, "get": 1, "rate": 10_000})], []),
        ([one_that(TENTH, least_amount=2999)], [(1, 300)]),
        ([one_that(TENTH, least_amount=3000)], []),
        ([one_that(TENTH, seller_id=SHOP, least_amount=1000)], []),
        ([one_that(TENTH, currency="EUR")], []),
        ([one_that(TENTH, 2), one_that(TENTH, 1)], [(1, 300)]),
        ([one_that(TENTH, 1), one_that({"kind": "amount", "amount": {"amount": 301}}, 2)], [(2, 301)]),
        ([one_that(TENTH, 1, seller_id=SHOP), one_that(TENTH, 2, seller_id=OTHER)], [(1, 100), (2, 200)]),
        ([one_that(TENTH, 1, seller_id=SHOP), one_that({"kind": "amount", "amount": {"amount": 50}}, 2)], [(1, 100)]),
        (
            [one_that(TENTH, 1, seller_id=SHOP), one_that(TENTH, 2, products=frozenset({UUID(int=2)}))],
            [(1, 100), (2, 200)],
        ),
        ([one_that(TENTH, 1, stackable=True), one_that(TENTH, 2)], [(2, 300), (1, 270)]),
        (
            [one_that(TENTH, 1, stackable=True), one_that(TENTH, 2, stackable=True, seller_id=SHOP)],
            [(2, 100), (1, 290)],
        ),
    ],
)
def test_what_applies_and_how_much_it_takes_off(offered: list[Promotion], expected: list[tuple[int, int]]) -> None:
    taken = discount(CART, PARCELS, offered, "GBP")

    assert [(one.promotion.id.int, one.total) for one in taken.applied] == expected


def test_the_cheapest_of_each_group_are_given() -> None:
    three_for_two = one_that({"kind": "buy_x_get_y", "buy": 2, "get": 1, "rate": 10_000})

    taken = discount([line(1, 2, 100), line(2, 5, 900), line(3, 4, 300)], {}, [three_for_two], "GBP")

    assert {variant.int: one.total for variant, one in taken.lines.items()} == {2: 900, 3: 600}
