"""Many want the same thing at the same time; every thread has a connection of its own."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial, reduce
from typing import Any

import pytest

from events.orders import OrderCancelled, OrderCreated
from functions.orders.domain.states import Kind, after
from functions.payments.domain.providers.sandbox import CONFIRMATION_CODE
from souk import Event
from souk.identity import Caller
from tests.support import api, bus, market, paying, promoting
from tests.support.conditions import at_once
from tests.support.post import Mailbox, Phones
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


def statuses(answers: Iterable[api.Answer]) -> Counter[int]:
    return Counter(answer.status for answer in answers)


def pay(order: dict[str, Any]) -> bool:
    return not bus.deliver("orders.mark_order_paid", market.completed(order))


def cancel(customer: Caller, order: dict[str, Any]) -> bool:
    path = {"order_id": order["id"]}
    return api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path=path).status == 200


def test_fifty_customers_race_for_the_last_unit_and_one_gets_it() -> None:
    mug = market.put_on_sale(market.open_shop(), stock=1)
    customers = [api.customer() for _ in range(50)]
    for customer in customers:
        market.add(customer, mug)

    answers = at_once(partial(market.place, customer) for customer in customers)

    assert statuses(answers) == {201: 1, 409: 49}
    assert {answer.code for answer in answers if answer.status == 409} == {"out_of_stock"}
    assert levels(mug.id) == [(1, 1)]
    assert len(bus.recorded_as(OrderCreated)) == 1


def test_customers_who_want_the_same_things_in_another_order_do_not_block_each_other() -> None:
    shop = market.open_shop()
    variants = [market.put_on_sale(shop, stock=24) for _ in range(6)]
    customers = [api.customer() for _ in range(24)]
    for turn, customer in enumerate(customers):
        for variant in variants if turn % 2 else reversed(variants):
            market.add(customer, variant)

    answers = at_once(partial(market.place, customer) for customer in customers)

    assert statuses(answers) == {201: 24}
    assert [levels(variant.id) for variant in variants] == [[(24, 24)]] * len(variants)


def test_a_request_that_is_sent_twice_at_once_makes_one_order() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)

    answers = at_once([lambda: market.place(customer, key="once")] * 8)

    assert statuses(answers) == {201: 8}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 7
    assert levels(mug.id) == [(10, 1)]


def test_one_cart_ordered_from_two_tabs_is_one_order() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug, 2)

    answers = at_once([lambda: market.place(customer)] * 4)

    assert statuses(answers) == {201: 1, 409: 3}
    assert {answer.code for answer in answers if answer.status == 409} == {"empty_cart"}
    assert levels(mug.id) == [(10, 2)]


def test_a_cancellation_and_a_payment_race_and_the_stock_is_right_either_way(database: World) -> None:
    mug = market.put_on_sale(market.open_shop(), stock=20)
    for _ in range(6):
        customer = api.customer()
        order = market.ordered(customer, (mug, 1))

        at_once([partial(pay, order), partial(cancel, customer, order)])

        kinds = [entry["kind"] for entry in market.history(order["id"])]
        assert kinds in (
            ["placed", "paid", "cancelled", "refund_requested"],
            ["placed", "cancelled", "paid_after_cancellation"],
        )
    bus.deliver("inventory.take_back_stock", *bus.recorded_as(OrderCancelled))
    assert levels(mug.id) == [(20, 0)]


def test_two_sellers_ship_at_once_and_the_order_is_shipped() -> None:
    shops = [market.open_shop() for _ in range(4)]
    order = market.ordered(api.customer(), *((market.put_on_sale(shop), 1) for shop in shops))
    market.pay(order)

    answers = at_once(partial(market.ship, shop, order) for shop in shops)

    assert statuses(answers) == {201: 4}
    assert [entry["status"] for entry in market.history(order["id"])[2:]] == ["partly_shipped"] * 3 + ["shipped"]


def confirm(customer: Caller, transaction_id: str) -> api.Answer:
    return api.call(
        "POST /api/payments/transactions/{transaction_id}/confirmation",
        as_=customer,
        path={"transaction_id": transaction_id},
        body={"code": CONFIRMATION_CODE},
        providers=paying.sandbox(),
    )


def decline(order: dict[str, Any]) -> bool:
    return not bus.deliver("orders.await_payment", market.failed(order, final=True))


def cancelled(customer: Caller, order: dict[str, Any]) -> api.Answer:
    return api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})


def let_things_happen() -> list[Event]:
    return bus.drain(providers=paying.sandbox(), mail=Mailbox(), sms=Phones())


def test_confirming_and_cancelling_at_once_is_a_result_or_a_conflict_and_one_cancellation() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop(), stock=20)
    for _ in range(4):
        order = market.ordered(customer, (mug, 1), payment_method="sandbox_3ds")
        let_things_happen()
        transaction = api.call("GET /api/payments/transactions", as_=customer).json["items"][0]["id"]

        answers = at_once([partial(confirm, customer, transaction), partial(cancelled, customer, order)] * 3)
        happened = let_things_happen()

        assert set(statuses(answers)) <= {200, 409}
        assert statuses(answers[1::2])[200] == 1
        kinds = [entry["kind"] for entry in market.history(order["id"])]
        assert kinds.count("cancelled") == 1
        assert kinds[kinds.index("cancelled") :] in (
            ["cancelled"],
            ["cancelled", "refunded"],
            ["cancelled", "paid_after_cancellation", "refunded"],
        )
        assert sum(isinstance(event, OrderCancelled) for event in happened) == 1
        api.call("DELETE /api/cart", as_=customer)
    assert levels(mug.id) == [(20, 0)]


def test_paying_giving_up_and_filling_the_cart_at_once_loses_neither_stock_nor_message() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop(), stock=100)
    sold = 0
    for _ in range(4):
        order = market.ordered(customer, (mug, 2))
        calls: list[Callable[[], bool]] = [
            partial(pay, order),
            partial(decline, order),
            lambda: market.add(customer, mug, 1).status == 201,
            lambda: market.place(customer).status in (201, 409),
            partial(cancel, customer, order),
        ]

        done = at_once(calls)

        assert all(done[:-1])
        sold += 2 * (market.history(order["id"])[-1]["status"] == "paid")
        for left in api.call("GET /api/orders", as_=customer, query={"status": "pending"}).json["items"]:
            assert cancel(customer, left)
        api.call("DELETE /api/cart", as_=customer)
    bus.deliver("inventory.take_back_stock", *bus.recorded_as(OrderCancelled))
    assert levels(mug.id) == [(100 - sold, 0)]


def test_everything_that_can_happen_to_a_paid_order_at_once_is_answered_with_a_result_or_a_conflict() -> None:
    customer, shops = api.customer(), [market.open_shop() for _ in range(3)]
    for _ in range(3):
        order = market.ordered(customer, *((market.put_on_sale(shop), 1) for shop in shops))
        market.pay(order)
        refund = market.refunded(order, 100)

        calls: list[Callable[[], Any]] = [
            partial(bus.deliver, "orders.count_refund", refund),
            partial(cancelled, customer, order),
        ]
        for shop in shops:
            calls += [partial(market.ship, shop, order), partial(market.deliver, shop, order)] * 2

        failed, *answers = at_once(calls)

        assert failed == []
        assert set(statuses(answers)) <= {200, 201, 409}
        history = market.history(order["id"])
        kinds = [Kind(entry["kind"]) for entry in history]
        assert reduce(after, kinds, None) == history[-1]["status"]
        assert [entry["sequence"] for entry in history] == list(range(1, len(history) + 1))
        assert Kind.PARTLY_REFUNDED in kinds
        assert sum("shipped" in kind for kind in kinds) == statuses(answers)[201]
        assert (Kind.CANCELLED in kinds) != any("shipped" in kind for kind in kinds)


def with_coupon(mug: market.Variant, code: str) -> Caller:
    customer = api.customer()
    assert market.add(customer, mug).status == 201
    assert promoting.enter(customer, code).status == 200
    return customer


def raced_for_the_last_use() -> tuple[list[api.Answer], dict[str, Any]]:
    shop = market.open_shop()
    mug = market.put_on_sale(shop, stock=50)
    coupon = promoting.promote(shop, code="last", total_limit=1)
    customers = [with_coupon(mug, "last") for _ in range(20)]

    answers = at_once(partial(market.place, customer) for customer in customers)

    if statuses(answers) == {201: 1, 409: 19}:
        losers = [one for one, answer in zip(customers, answers, strict=True) if answer.status == 409]
        assert levels(mug.id) == [(50, 1)]
        assert {(market.cart(one)["quantity"], market.cart(one)["coupon"]) for one in losers} == {(1, "LAST")}
        assert [api.made("GET /api/orders", as_=one)["items"] for one in losers] == [[]] * 19
        assert len(bus.recorded_as(OrderCreated)) == 1
    return answers, coupon


def test_twenty_carts_have_the_coupon_with_one_use_left_and_one_order_gets_it() -> None:
    answers, coupon = raced_for_the_last_use()

    assert statuses(answers) == {201: 1, 409: 19}
    assert {answer.code for answer in answers if answer.status == 409} == {"coupon_used_up"}
    assert (promoting.look(coupon)["used"], len(promoting.uses())) == (1, 1)


def test_without_the_guard_more_than_one_order_gets_the_last_use(database: World) -> None:
    with database.tx_as("admin") as tx:
        unguarded = str(tx.value("SELECT pg_get_functiondef('orders.use_promotions'::regproc)"))
        guard = " AND promotion.used < promotion.total_limit"
        assert guard in unguarded
        tx.execute(unguarded.replace(guard, ""))
        tx.execute("ALTER TABLE orders.promotions DROP CONSTRAINT used_no_more_often_than_it_may_be")

    answers, _ = raced_for_the_last_use()

    assert statuses(answers)[201] > 1


def test_a_guest_who_orders_in_many_tabs_at_once_has_a_coupon_as_often_as_a_person_may() -> None:
    shop = market.open_shop()
    mug = market.put_on_sale(shop, stock=50)
    promoting.promote(shop, code="twice", person_limit=2)
    guests = [api.guest() for _ in range(8)]
    for guest in guests:
        market.add(guest, mug)
        promoting.enter(guest, "twice")

    answers = at_once(partial(market.place, guest, email="ada@example.com") for guest in guests)

    assert statuses(answers) == {201: 2, 409: 6}
    assert {answer.code for answer in answers if answer.status == 409} == {"coupon_already_used"}
    assert (len(promoting.uses()), levels(mug.id)) == (2, [(50, 2)])


def test_orders_that_use_and_give_back_the_same_promotions_at_once_do_not_block_each_other() -> None:
    shop = market.open_shop()
    mug = market.put_on_sale(shop, stock=100)
    made = [promoting.promote(shop, stackable=True, total_limit=1000) for _ in range(4)]
    ordered = [(customer, market.ordered(customer, (mug, 1))) for customer in (api.customer() for _ in range(8))]
    others = [api.customer() for _ in range(8)]
    for customer in others:
        market.add(customer, mug)

    cancelled, placed = [], []
    calls: list[Callable[[], None]] = [
        *(partial(lambda c, o: cancelled.append(cancel(c, o)), customer, order) for customer, order in ordered),
        *(partial(lambda c: placed.append(market.place(c).status), customer) for customer in others),
    ]
    at_once(calls)

    assert cancelled == [True] * 8
    assert placed == [201] * 8
    assert {promoting.look(one)["used"] for one in made} == {8}
    assert len(promoting.uses()) == 8 * 4
