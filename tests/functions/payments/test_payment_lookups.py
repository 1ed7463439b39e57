"""What customers may look up of their payments."""

from functions.payments import charge_order
from functions.payments.domain.model import TransactionView
from souk.ids import uuid7
from souk.paging import PageOf
from souk.paying import PaymentMethods
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


def test_nobody_and_guests_see_no_payments(database: World) -> None:
    assert api.call(TRANSACTIONS).status == 401
    assert api.call(TRANSACTIONS, as_=api.guest()).status == 403
    assert api.call(METHODS, as_=api.guest()).status == 403


def test_the_methods_of_the_stage_are_listed(database: World) -> None:
    answer = api.call(METHODS, as_=api.customer())

    assert [item["method"] for item in answer.json["items"]] == [
        "sandbox_visa",
        "sandbox_declined",
        "sandbox_no_funds",
        "sandbox_timeout",
        "sandbox_3ds",
    ]


def test_a_stage_without_providers_offers_nothing(database: World) -> None:
    assert api.call(METHODS, as_=api.customer(), methods=PaymentMethods()).json == {"items": []}
