"""What customers may look up of their payments."""

from typing import Any

import pytest

from functions.payments import charge_order
from functions.payments.domain.model import TransactionView
from souk import paying
from souk.ids import uuid7
from souk.paging import PageOf
from souk.paying import Method, PageKeys, PaymentMethods
from tests.support import api, bus, sales
from tests.support.world import World

TRANSACTIONS = "GET /api/payments/transactions"
METHODS = "GET /api/payments/methods"


def test_a_customer_pages_through_their_own_payments_the_latest_first(database: World) -> None:
    mine = uuid7()
    orders = [sales.placed(customer_id=mine, amount=1000 * n) for n in range(1, 6)]
    bus.deliver(charge_order, *orders, sales.placed())
    amounts, cursor = [], None

    for _ in range(3):
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        answer = api.call(TRANSACTIONS, as_=api.customer(mine), query=query)
        page = PageOf[TransactionView].model_validate_json(answer.text)
        amounts += [item.amount.amount for item in page.items]
        cursor = page.next_cursor

    assert amounts == [5000, 4000, 3000, 2000, 1000]
    assert cursor is None


def test_a_customer_finds_the_payments_of_one_order(database: World) -> None:
    mine = uuid7()
    first, second = (sales.placed(customer_id=mine) for _ in range(2))
    bus.deliver(charge_order, first, second)

    found = api.call(TRANSACTIONS, as_=api.customer(mine), query={"order_id": first.order_id}).json["items"]
    foreign = api.call(TRANSACTIONS, as_=api.customer(), query={"order_id": first.order_id}).json["items"]

    assert [item["order_id"] for item in found] == [str(first.order_id)]
    assert foreign == []


def test_one_page_is_one_statement(database: World) -> None:
    caller = api.customer()
    before = database.database("payments").statements

    api.call(TRANSACTIONS, as_=caller)

    assert database.database("payments").statements - before == 1


def test_a_broken_cursor_is_refused(database: World) -> None:
    assert api.call(TRANSACTIONS, as_=api.customer(), query={"cursor": "nonsense"}).status == 422


def test_nobody_sees_payments_and_a_guest_sees_their_own(database: World) -> None:
    assert api.call(TRANSACTIONS).status == 401
    assert api.made(TRANSACTIONS, as_=api.guest())["items"] == []


def test_a_payment_that_waits_for_its_customer_says_for_what(database: World) -> None:
    order = sales.placed("sandbox_3ds")
    bus.deliver(charge_order, order)
    (waiting,) = api.made(TRANSACTIONS, as_=api.customer(order.customer_id))["items"]

    path = {"transaction_id": waiting["id"]}
    confirm = "POST /api/payments/transactions/{transaction_id}/confirmation"
    paid = api.made(confirm, as_=api.customer(order.customer_id), path=path, body={"code": "123456"})

    assert waiting["next_action"] == {"type": "code", "value": None}
    assert (paid["status"], paid["next_action"]) == ("completed", None)


def test_the_methods_of_the_stage_are_listed(database: World) -> None:
    answer = api.call(METHODS)

    assert [item["method"] for item in answer.json["items"]] == [
        "sandbox_visa",
        "sandbox_declined",
        "sandbox_no_funds",
        "sandbox_timeout",
        "sandbox_3ds",
    ]


def test_a_method_that_takes_a_token_says_what_draws_its_fields(database: World) -> None:
    given: dict[str, Any] = {
        "methods": PaymentMethods("stripe", "paypal"),
        "keys": PageKeys({"stripe": "pk_test_souk"}),
    }

    wallet, card = sorted(api.call(METHODS, **given).json["items"], key=lambda one: str(one["fields"] is not None))

    assert (wallet["method"], wallet["fields"]) == ("paypal", None)
    assert (card["method"], card["fields"]) == (
        "stripe_card",
        {"script": "https://js.stripe.com/endive/stripe.js", "key": "pk_test_souk"},
    )


def test_a_stage_without_providers_offers_nothing(database: World) -> None:
    assert api.call(METHODS, methods=PaymentMethods()).json == {"items": []}


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ({}, True),
        ({"currency": "PLN", "country": "PL"}, True),
        ({"currency": "PLN"}, True),
        ({"currency": "GBP", "country": "PL"}, False),
        ({"currency": "PLN", "country": "GB"}, False),
    ],
)
def test_a_method_of_some_currencies_and_countries_is_offered_there_alone(
    database: World, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], offered: bool
) -> None:
    blik = Method("BLIK", frozenset({"PLN"}), frozenset({"PL"}))
    monkeypatch.setitem(paying.METHODS, "sandbox", {"blik": blik})

    assert [one["method"] for one in api.made(METHODS, query=query)["items"]] == ["blik"] * offered


@pytest.mark.parametrize(("query", "field"), [({"currency": "XAU"}, "currency"), ({"country": "AQ"}, "country")])
def test_a_buyer_there_cannot_be_is_refused_by_name(database: World, query: dict[str, str], field: str) -> None:
    answer = api.call(METHODS, query=query)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field])
