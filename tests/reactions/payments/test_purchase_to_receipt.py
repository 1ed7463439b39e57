"""From the order to the letter in the mailbox, through every service that takes part, each delivery twice."""

from typing import Any
from uuid import UUID

import pytest

from functions.payments import retry_charges, retry_refunds
from functions.payments.domain.provider import ChargeResult, Outcome, Providers
from souk.identity import Caller
from tests.support import api, bus, market, paying, sales
from tests.support.post import Mailbox, Phones
from tests.support.world import World


def _delivered(method: str) -> tuple[dict[str, Any], Caller, Mailbox]:
    customer = api.customer(sales.person())
    shop = market.open_shop()
    order = market.ordered(
        customer, (market.put_on_sale(shop, amount=1999, title="Blue bowl"), 2), payment_method=method
    )
    mail = Mailbox()
    bus.drain(times=2, mail=mail, sms=Phones())
    return order, customer, mail


def _status(order: dict[str, Any], customer: Caller) -> str:
    answer = api.call("GET /api/orders/{order_id}", as_=customer, path={"order_id": order["id"]})
    return str(answer.json["status"])


@pytest.mark.parametrize(
    ("method", "status", "subject", "held"),
    [
        ("sandbox_visa", "paid", "Your receipt", True),
        ("sandbox_timeout", "paid", "Your receipt", True),
        ("sandbox_declined", "pending", "We could not take the payment", False),
    ],
)
def test_a_purchase_ends_in_one_letter_and_the_right_balance(
    database: World, method: str, status: str, subject: str, held: bool
) -> None:
    order, customer, mail = _delivered(method)

    assert _status(order, customer) == status
    assert [letter.subject.startswith(subject) for _, letter in mail.letters] == [True]
    assert (paying.charged(UUID(order["id"])) > 0) == held


def test_a_second_step_pays_the_order(database: World) -> None:
    order, customer, mail = _delivered("sandbox_3ds")
    (payment,) = api.call("GET /api/payments/transactions", as_=customer, query={"order_id": order["id"]}).json["items"]
    waiting = _status(order, customer)

    api.call(
        "POST /api/payments/transactions/{transaction_id}/confirmation",
        as_=customer,
        path={"transaction_id": payment["id"]},
        body={"code": "123456"},
    )
    bus.drain(times=2, mail=mail, sms=Phones())

    assert (waiting, payment["status"]) == ("awaiting_action", "requires_action")
    assert _status(order, customer) == "paid"
    assert [letter.subject.startswith("Your receipt") for _, letter in mail.letters] == [True]


def test_an_order_without_funds_waits_to_be_paid_again_after_its_last_attempt(database: World) -> None:
    order, customer, mail = _delivered("sandbox_no_funds")
    waiting = _status(order, customer)
    clock = paying.clock()

    for _ in range(2):
        with database.tx_as("payments") as tx:
            clock.moment = tx.value("SELECT max(due_at) FROM transactions")
        api.invoke(retry_charges.handler, {}, {"clock": clock})
        bus.drain(times=2, mail=mail, sms=Phones())

    assert waiting == "pending"
    assert market.look(customer, order)["payment_failure"] == "insufficient_funds"
    assert ["not enough money" in letter.text for _, letter in mail.letters] == [True]


def test_a_paid_order_that_is_cancelled_is_paid_back(database: World) -> None:
    order, customer, mail = _delivered("sandbox_visa")

    api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})
    bus.drain(times=2, mail=mail, sms=Phones())

    assert paying.charged(UUID(order["id"])) == 0
    subjects = [letter.subject for _, letter in mail.letters[1:]]
    assert len(subjects) == 3, "that it is cancelled, that the money went, and the credit note"
    assert sum("is cancelled" in subject for subject in subjects) == 1


def test_an_order_that_was_charged_twice_stays_paid_and_one_charge_goes_back(database: World) -> None:
    order, customer, mail = _delivered("sandbox_no_funds")
    order_id, clock = UUID(order["id"]), paying.clock()
    with database.tx_as("payments") as tx:
        clock.moment = tx.value("SELECT max(due_at) FROM transactions")
    twice = paying.ScriptedProvider(
        ChargeResult(Outcome.CAPTURED), watch=lambda: paying.captured_after_all(order_id, clock)
    )

    api.invoke(retry_charges.handler, {}, {"clock": clock, "providers": Providers(twice)})
    api.invoke(retry_refunds.handler, {}, {"clock": clock, "providers": Providers(paying.GenerousProvider())})
    bus.drain(times=2, mail=mail, sms=Phones())

    assert paying.statuses(order_id) == ["completed", "refunded"]
    assert _status(order, customer) == "paid"
    assert sorted(letter.subject.startswith("Your receipt") for _, letter in mail.letters) == [False, True]
