"""A new order is charged: once, with its claim committed first, whatever the provider answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from events.orders import OrderCreated
from functions.payments import charge_order, retry_charges
from functions.payments.domain.provider import ChargeResult, Outcome, OutcomeUnknown, Providers
from souk.money import Money
from tests.support import api, bus, paying, sales
from tests.support.world import World

UNREACHABLE = ChargeResult(Outcome.DECLINED_FOR_NOW, reason="provider_unavailable")


def _published(order: Any) -> list[tuple[str, int]]:
    return [(event.name, event.sequence) for event in bus.recorded() if event.order_id == order.order_id]  # type: ignore[attr-defined]


def _retry(**handed: Any) -> None:
    api.invoke(retry_charges.handler, {}, handed)


def test_what_costs_nothing_is_paid_without_asking_anybody(database: World) -> None:
    order = sales.placed()
    provider = paying.ScriptedProvider()
    free = order.model_copy(update={"total": Money(amount=0, currency="GBP")})
    with database.tx_as("admin") as tx:
        tx.execute(
            """
            UPDATE orders.orders
            SET items_amount = 0, shipping_amount = 0, tax_amount = 0, total_amount = 0
            WHERE id = :id
            """,
            id=order.order_id,
        )

    bus.deliver(charge_order, free, providers=Providers(provider))

    assert provider.keys == []
    assert paying.statuses(order.order_id) == ["completed"]
    assert [event.amount.amount for event in bus.recorded("payment.completed")] == [0]  # type: ignore[attr-defined]


def test_an_order_is_charged_and_that_is_published(database: World) -> None:
    order = sales.placed(amount=4598)

    failed = bus.deliver(charge_order, order)

    assert failed == []
    assert paying.statuses(order.order_id) == ["completed"]
    assert paying.charged(order.order_id) == 4598
    assert _published(order) == [("payment.initiated", 1), ("payment.completed", 2)]


def test_the_same_order_delivered_many_times_is_charged_once(database: World) -> None:
    order = sales.placed(amount=4598)
    recorded_anew = OrderCreated(**order.model_dump())

    bus.deliver(charge_order, order, times=3)
    bus.deliver(charge_order, recorded_anew, times=2)

    assert paying.charged(order.order_id) == 4598
    assert len(_published(order)) == 2


def test_the_claim_is_committed_before_the_provider_is_asked(database: World) -> None:
    order = sales.placed()
    seen: list[Any] = []
    elsewhere = database.admin()

    def look() -> None:
        sql = "SELECT status, id::text FROM payments.transactions WHERE order_id = :order_id"
        seen.extend(elsewhere.run(sql, order_id=order.order_id) or [])
        locks = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'payments' AND state LIKE 'idle in transaction%'"
        seen.extend(elsewhere.run(locks) or [])

    provider = paying.ScriptedProvider(watch=look)
    bus.deliver(charge_order, order, providers=Providers(provider))
    elsewhere.close()

    assert seen == [["initiated", provider.keys[0]], [0]]
    assert paying.statuses(order.order_id) == ["completed"]


def test_a_provider_that_charges_and_times_out_has_charged_once(database: World) -> None:
    order = sales.placed("sandbox_timeout", amount=4598)

    failed = bus.deliver(charge_order, order, times=2)

    assert failed == []
    assert paying.charged(order.order_id) == 4598
    with database.tx_as("payments") as tx:
        assert tx.rows("SELECT status, asked FROM sandbox_charges") == [{"status": "captured", "asked": 2}]
    assert _published(order) == [("payment.initiated", 1), ("payment.completed", 2)]


def test_a_silent_provider_leaves_the_claim_unknown_and_a_later_delivery_asks_with_the_same_key(
    database: World,
) -> None:
    order, clock = sales.placed(), paying.clock()
    provider = paying.ScriptedProvider(OutcomeUnknown(), OutcomeUnknown())

    failed = bus.deliver(charge_order, order, providers=Providers(provider), clock=clock)
    unknown = paying.statuses(order.order_id)
    clock.moment += timedelta(seconds=5)
    failed_later = bus.deliver(charge_order, order, providers=Providers(provider), clock=clock)

    assert len(failed) == 1
    assert unknown == ["unknown"]
    assert failed_later == []
    assert paying.statuses(order.order_id) == ["completed"]
    assert len(provider.keys) == 3
    assert len(set(provider.keys)) == 1


def test_a_silent_provider_is_asked_again_by_the_clock_too(database: World) -> None:
    order, clock = sales.placed(amount=700), paying.clock()
    providers = Providers(paying.ScriptedProvider(*[OutcomeUnknown()] * 4))

    bus.deliver(charge_order, order, providers=providers, clock=clock)
    for _ in range(3):
        clock.moment += timedelta(minutes=1)
        _retry(providers=providers, clock=clock)

    assert paying.statuses(order.order_id) == ["completed"]
    assert paying.charged(order.order_id) == 700


def test_while_one_asks_the_provider_nobody_else_does(database: World) -> None:
    order, clock = sales.placed(), paying.clock()
    others: list[Any] = []

    def meanwhile() -> None:
        if len(provider.keys) > 1:
            return
        handed: dict[str, Any] = {"providers": providers, "clock": clock}
        with ThreadPoolExecutor() as pool:
            others.append(pool.submit(bus.deliver, charge_order, OrderCreated(**order.model_dump()), **handed).result())
            others.append(pool.submit(api.invoke, retry_charges.handler, {}, handed).result())

    provider = paying.ScriptedProvider(watch=meanwhile)
    providers = Providers(provider)
    bus.deliver(charge_order, order, providers=providers, clock=clock)

    assert others == [[], None]
    assert len(provider.keys) == 1
    assert paying.statuses(order.order_id) == ["completed"]


def test_a_decline_is_final_at_once(database: World) -> None:
    order, clock = sales.placed("sandbox_declined"), paying.clock()

    bus.deliver(charge_order, order, times=2, clock=clock)
    clock.moment += timedelta(hours=1)
    _retry(clock=clock)

    (failure,) = bus.recorded("payment.failed")
    assert failure.model_dump(include={"reason", "final", "attempt"}) == {
        "reason": "declined",
        "final": True,
        "attempt": 1,
    }
    assert paying.statuses(order.order_id) == ["failed"]
    assert paying.charged(order.order_id) == 0


def test_missing_funds_are_tried_three_times_with_growing_waits_and_keys_of_their_own(database: World) -> None:
    order, clock = sales.placed("sandbox_no_funds"), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    attempts = []

    for seconds in (19, 1, 59, 1, 3600):
        clock.moment += timedelta(seconds=seconds)
        _retry(clock=clock)
        attempts.append(paying.statuses(order.order_id))

    assert attempts == [
        ["failed", "scheduled"],
        ["failed", "failed", "scheduled"],
        ["failed", "failed", "scheduled"],
        ["failed", "failed", "failed"],
        ["failed", "failed", "failed"],
    ]
    failures = bus.recorded("payment.failed")
    assert [failure.final for failure in failures] == [False, False, True]  # type: ignore[attr-defined]
    with database.tx_as("payments") as tx:
        assert tx.value("SELECT count(*) FROM sandbox_charges") == 3


def test_a_token_that_lacked_the_funds_is_not_sent_again_for_providers_take_it_once(database: World) -> None:
    order, clock = sales.placed("sandbox_no_funds").model_copy(update={"payment_token": "once"}), paying.clock()
    bus.deliver(charge_order, order, clock=clock, times=2)

    clock.moment += timedelta(hours=1)
    _retry(clock=clock)

    assert paying.statuses(order.order_id) == ["failed"]
    assert [failure.final for failure in bus.recorded("payment.failed")] == [True]  # type: ignore[attr-defined]
    with database.tx_as("payments") as tx:
        assert tx.value("SELECT sum(asked) FROM sandbox_charges") == 1


def test_a_provider_that_comes_back_gets_the_next_attempt(database: World) -> None:
    order, clock = sales.placed(amount=600), paying.clock()
    providers = Providers(paying.ScriptedProvider(UNREACHABLE))

    bus.deliver(charge_order, order, providers=providers, clock=clock)
    clock.moment += timedelta(seconds=20)
    _retry(providers=providers, clock=clock)

    assert paying.statuses(order.order_id) == ["failed", "completed"]
    assert paying.charged(order.order_id) == 600


def test_a_second_step_is_asked_for_and_nothing_more_happens_by_itself(database: World) -> None:
    order, clock = sales.placed("sandbox_3ds"), paying.clock()

    bus.deliver(charge_order, order, times=2, clock=clock)
    clock.moment += timedelta(hours=1)
    _retry(clock=clock)

    assert paying.statuses(order.order_id) == ["requires_action"]
    assert _published(order) == [("payment.initiated", 1), ("payment.action_required", 2)]


def test_an_order_that_was_cancelled_before_is_not_charged(database: World) -> None:
    order = sales.placed()
    sales.cancelled(order)

    bus.deliver(charge_order, order)

    assert paying.transactions(order.order_id) == []
    assert bus.recorded() == []


def test_an_order_that_was_cancelled_between_attempts_is_not_tried_again(database: World) -> None:
    order, clock = sales.placed("sandbox_no_funds"), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    sales.cancelled(order)

    clock.moment += timedelta(minutes=1)
    _retry(clock=clock)

    assert paying.statuses(order.order_id) == ["failed", "voided"]


def test_a_silent_provider_of_a_cancelled_order_is_only_asked_what_became_of_it(database: World) -> None:
    order, clock = sales.placed(), paying.clock()
    provider = paying.ScriptedProvider(OutcomeUnknown(), OutcomeUnknown())
    bus.deliver(charge_order, order, providers=Providers(provider), clock=clock)
    sales.cancelled(order)

    clock.moment += timedelta(minutes=1)
    _retry(providers=Providers(provider), clock=clock)

    assert len(provider.keys) == 2
    assert paying.statuses(order.order_id) == ["voided"]


def test_one_broken_order_does_not_hold_up_another(database: World) -> None:
    first, second, clock = sales.placed(), sales.placed(), paying.clock()
    silent = Providers(paying.ScriptedProvider(*[OutcomeUnknown()] * 2))
    bus.deliver(charge_order, first, providers=silent, clock=clock)

    bus.deliver(charge_order, second, clock=clock)

    assert paying.statuses(first.order_id) == ["unknown"]
    assert paying.statuses(second.order_id) == ["completed"]
