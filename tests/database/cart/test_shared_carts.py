"""Carts that several hands reach into at once, and what cart publishes."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from pg8000.exceptions import DatabaseError

from functions.cart.domain.model import CartView
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, market
from tests.support.conditions import at_once
from tests.support.world import World


def statuses(calls: Iterable[Callable[[], api.Answer]]) -> Counter[int]:
    """Send all at once and count how they are answered."""
    return Counter(answer.status for answer in at_once(calls))


def merge(world: World, guest: Caller, customer: Caller) -> None:
    with world.tx_as("auth") as tx:
        tx.execute("SELECT cart_api.merge(:guest, :customer)", guest=guest.user_id, customer=customer.user_id)


def lines(shopper: Caller) -> dict[str, int]:
    return {line["variant_id"]: line["quantity"] for line in market.cart(shopper)["lines"]}


def row(world: World, owner_id: UUID) -> dict[str, Any]:
    with world.tx_as("cart") as tx:
        found = tx.row("SELECT currency, line_count FROM carts WHERE id = :owner", owner=owner_id)
    assert found is not None
    return found


def test_adding_from_many_tabs_at_once_loses_nothing(database: World) -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop(), stock=100)

    answers = statuses([lambda: market.add(shopper, mug, 2)] * 12)

    assert answers == {201: 12}
    assert lines(shopper) == {str(mug.id): 24}
    assert row(database, shopper.user_id)["line_count"] == 1


def test_the_last_lines_removed_at_once_leave_a_cart_that_takes_any_currency(database: World) -> None:
    shopper, shop = api.guest(), market.open_shop()
    mugs = [market.put_on_sale(shop, currency="GBP") for _ in range(6)]
    for mug in mugs:
        market.add(shopper, mug)

    answers = statuses(
        lambda mug=mug: api.call("DELETE /api/cart/items/{item_id}", as_=shopper, path={"item_id": mug.id})  # type: ignore[misc]
        for mug in mugs
    )

    assert answers == {204: 6}
    assert row(database, shopper.user_id) == {"currency": None, "line_count": 0}
    assert market.add(shopper, market.put_on_sale(shop, currency="EUR")).status == 201


def test_showing_new_prices_never_blocks_an_order_of_the_same_cart(database: World) -> None:
    customer, shop = api.customer(), market.open_shop()
    variants = [market.put_on_sale(shop, 1000) for _ in range(8)]
    for variant in variants:
        market.add(customer, variant)
        market.reprice(variant, 1100)

    answers = statuses([lambda: api.call("GET /api/cart", as_=customer), lambda: market.place(customer)] * 4)

    assert answers[200] == 4
    assert answers[201] + answers[409] == 4
    assert answers[201] <= 1


def test_a_guests_cart_is_merged_into_the_customers_and_capped(database: World) -> None:
    guest, customer, shop = api.guest(), api.customer(), market.open_shop()
    mug, bowl, plate = (market.put_on_sale(shop, stock=2000) for _ in range(3))
    market.add(guest, mug, 600)
    market.add(guest, bowl, 2)
    market.add(customer, mug, 500)
    market.add(customer, plate, 1)

    for _ in range(2):
        merge(database, guest, customer)

    assert lines(customer) == {str(mug.id): 999, str(bowl.id): 2, str(plate.id): 1}
    assert lines(guest) == {str(mug.id): 101}
    assert row(database, customer.user_id) == {"currency": "GBP", "line_count": 3}
    assert row(database, guest.user_id) == {"currency": "GBP", "line_count": 1}
    assert market.cart(customer)["version"] == 3


def test_a_customer_without_a_cart_gets_the_guests(database: World) -> None:
    guest, customer, mug = api.guest(), api.customer(), market.put_on_sale(market.open_shop(), currency="EUR")
    market.add(guest, mug, 3)

    merge(database, guest, customer)

    assert lines(customer) == {str(mug.id): 3}
    assert row(database, customer.user_id) == {"currency": "EUR", "line_count": 1}


def test_a_guests_lines_of_another_currency_wait_until_the_customers_are_ordered(database: World) -> None:
    guest, customer, shop = api.guest(), api.customer(), market.open_shop()
    krug, mug = market.put_on_sale(shop, currency="EUR"), market.put_on_sale(shop, currency="GBP")
    market.add(guest, krug)
    market.add(customer, mug)

    for _ in range(2):
        merge(database, guest, customer)

    cart = market.cart(customer)
    CartView.model_validate(cart)
    assert lines(guest) == {}
    assert cart["currency"] == cart["total"]["currency"] == "GBP"
    assert {line["variant_id"]: line["note"] for line in cart["lines"]} == {
        str(krug.id): "other_currency",
        str(mug.id): None,
    }
    ordered = market.place(customer)
    assert [line["variant_id"] for one in ordered.json["sellers"] for line in one["lines"]] == [str(mug.id)]
    left = market.cart(customer)
    assert (left["currency"], left["total"]["currency"], lines(customer)) == ("EUR", "EUR", {str(krug.id): 1})
    assert left["lines"][0]["note"] is None


def test_merging_never_passes_200_lines_and_leaves_the_rest_with_the_guest(database: World) -> None:
    guest, customer = api.guest(), api.customer()
    with database.tx_as("cart") as tx:
        for shopper in (guest, customer):
            tx.execute("INSERT INTO carts (id, currency) VALUES (:owner, 'GBP')", owner=shopper.user_id)
            tx.execute(
                """
                INSERT INTO cart_items (owner_id, variant_id, quantity, seen_amount, seen_currency)
                SELECT :owner::uuid, uuidv7(), 1, 1, 'GBP' FROM generate_series(1, 150)
                """,
                owner=shopper.user_id,
            )

    merge(database, guest, customer)

    assert row(database, customer.user_id)["line_count"] == 200
    assert row(database, guest.user_id) == {"currency": "GBP", "line_count": 100}


@pytest.mark.parametrize("known", [True, False])
def test_merging_an_empty_guest_cart_or_ones_own_changes_nothing(database: World, known: bool) -> None:
    guest, customer, mug = api.guest(), api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)
    if known:
        market.add(guest, mug)
        api.call("DELETE /api/cart", as_=guest)

    merge(database, guest, customer)
    merge(database, customer, customer)

    assert lines(customer) == {str(mug.id): 1}


def test_two_logins_that_merge_towards_each_other_both_finish(database: World) -> None:
    one, other, mug = api.customer(), api.customer(), market.put_on_sale(market.open_shop(), stock=100)
    for shopper in (one, other):
        market.add(shopper, mug, 1)

    at_once([partial(merge, database, one, other), partial(merge, database, other, one)] * 4)

    assert sorted([*lines(one).values(), *lines(other).values()]) == [2]


def put_back(world: World, customer: Caller, *given: tuple[UUID, int, int], currency: str = "GBP") -> int:
    with world.tx_as("orders") as tx:
        left_out: int = tx.value(
            "SELECT cart_api.put_back(:customer, :variants::uuid[], :quantities::int[], :amounts::bigint[], :currency)",
            customer=customer.user_id,
            variants=[variant for variant, _, _ in given],
            quantities=[quantity for _, quantity, _ in given],
            amounts=[amount for _, _, amount in given],
            currency=currency,
        )
    return left_out


def test_lines_are_put_back_beside_what_is_there_and_capped(database: World) -> None:
    customer, shop = api.customer(), market.open_shop()
    mug, bowl = market.put_on_sale(shop, 1000, stock=2000), market.put_on_sale(shop, 500)
    market.add(customer, mug, 600)

    left_out = put_back(database, customer, (mug.id, 500, 1000), (bowl.id, 2, 400), (bowl.id, 3, 400))

    assert left_out == 101
    assert lines(customer) == {str(mug.id): 999, str(bowl.id): 5}
    assert row(database, customer.user_id) == {"currency": "GBP", "line_count": 2}


def test_lines_are_put_back_into_a_cart_that_never_was(database: World) -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop(), currency="EUR")

    put_back(database, customer, (mug.id, 2, 1999), currency="EUR")

    assert lines(customer) == {str(mug.id): 2}
    assert row(database, customer.user_id) == {"currency": "EUR", "line_count": 1}


def test_lines_in_another_currency_are_put_back_and_wait(database: World) -> None:
    customer, shop = api.customer(), market.open_shop()
    mug, krug = market.put_on_sale(shop, currency="GBP"), market.put_on_sale(shop, currency="EUR")
    market.add(customer, mug)

    put_back(database, customer, (krug.id, 1, 1999), currency="EUR")

    notes = {line["variant_id"]: line["note"] for line in market.cart(customer)["lines"]}
    assert notes == {str(mug.id): None, str(krug.id): "other_currency"}
    assert row(database, customer.user_id) == {"currency": "GBP", "line_count": 2}


def test_what_is_put_back_never_passes_200_lines(database: World) -> None:
    customer, shop = api.customer(), market.open_shop()
    mug = market.put_on_sale(shop, stock=50)
    market.add(customer, mug)
    gone = [uuid7() for _ in range(250)]

    many = put_back(database, customer, *((variant, 1, 100) for variant in gone))
    few = put_back(database, customer, (mug.id, 4, 1999), (uuid7(), 1, 100))

    assert (many, few) == (51, 1)
    assert row(database, customer.user_id)["line_count"] == 200
    assert lines(customer)[str(mug.id)] == 5


@pytest.mark.parametrize("role", ["auth", "catalog", "payments"])
def test_only_orders_may_put_lines_back(database: World, role: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), database.tx_as(role) as tx:
        tx.execute("SELECT cart_api.put_back(uuidv7(), '{}', '{}', '{}', 'GBP')")


@pytest.mark.parametrize("role", ["auth", "catalog", "payments"])
def test_only_orders_may_take_a_cart(database: World, role: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), database.tx_as(role) as tx:
        tx.rows("SELECT * FROM cart_api.lines(:owner, true)", owner=uuid7())


@pytest.mark.parametrize("table", ["carts", "cart_items"])
@pytest.mark.parametrize("role", ["auth", "orders"])
def test_nobody_else_reads_carts(database: World, role: str, table: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), database.tx_as(role) as tx:
        tx.rows(f"SELECT * FROM cart.{table}")
