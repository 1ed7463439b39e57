"""Customers see their own orders and nobody else's."""

import pytest

from functions.orders.domain.model import OrderSummary, OrderView, TimelineView
from souk.ids import uuid7
from souk.paging import PageOf
from tests.support import api, market
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


def test_an_order_reads_as_it_was_answered_when_it_was_placed() -> None:
    customer = api.customer()
    placed = market.ordered(customer, (market.put_on_sale(market.open_shop()), 2))

    answer = api.call("GET /api/orders/{order_id}", as_=customer, path={"order_id": placed["id"]})

    OrderView.model_validate_json(answer.text)
    assert answer.json == placed


def test_prices_of_an_order_are_frozen() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop(), 1000)
    placed = market.ordered(customer, (mug, 1))
    market.reprice(mug, 9999)

    answer = api.call("GET /api/orders/{order_id}", as_=customer, path={"order_id": placed["id"]})

    assert answer.json["items_total"]["amount"] == 1000


@pytest.mark.parametrize(
    "route",
    ["GET /api/orders/{order_id}", "GET /api/orders/{order_id}/timeline", "PUT /api/orders/{order_id}/cancel"],
)
def test_another_customers_order_answers_like_one_that_does_not_exist(route: str) -> None:
    placed = market.ordered(api.customer(), (market.put_on_sale(market.open_shop()), 1))
    stranger = api.customer()

    foreign = api.call(route, as_=stranger, path={"order_id": placed["id"]})
    missing = api.call(route, as_=stranger, path={"order_id": uuid7()})

    assert (foreign.status, foreign.code) == (missing.status, missing.code) == (404, "order_not_found")
    assert len(market.history(placed["id"])) == 1


def test_orders_are_listed_newest_first_page_by_page(database: World) -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop(), stock=100)
    placed = [market.ordered(customer, (mug, 1))["id"] for _ in range(5)]
    market.ordered(api.customer(), (mug, 1))
    service = database.database("orders")
    before = service.statements

    first = api.call("GET /api/orders", as_=customer, query={"limit": 3})
    rest = api.call("GET /api/orders", as_=customer, query={"limit": 3, "cursor": first.json["next_cursor"]})

    assert service.statements - before == 2
    PageOf[OrderSummary].model_validate_json(first.text)
    assert [order["id"] for order in first.json["items"] + rest.json["items"]] == placed[::-1]
    assert rest.json["next_cursor"] is None


def test_orders_are_filtered_by_status() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    kept, cancelled = (market.ordered(customer, (mug, 1))["id"] for _ in range(2))
    api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": cancelled})

    found = {
        status: [
            order["id"] for order in api.call("GET /api/orders", as_=customer, query={"status": status}).json["items"]
        ]
        for status in ("pending", "cancelled", "paid")
    }

    assert found == {"pending": [kept], "cancelled": [cancelled], "paid": []}


@pytest.mark.parametrize("query", [{"cursor": "nonsense"}, {"limit": "0"}, {"limit": "101"}, {"status": "lost"}])
def test_a_query_that_does_not_fit_is_refused(query: dict[str, str]) -> None:
    answer = api.call("GET /api/orders", as_=api.customer(), query=query)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, next(iter(query)))


def test_the_timeline_tells_what_happened_in_order() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    order_id = market.ordered(customer, (mug, 1))["id"]
    api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order_id})

    answer = api.call("GET /api/orders/{order_id}/timeline", as_=customer, path={"order_id": order_id})

    TimelineView.model_validate_json(answer.text)
    shown = [(entry["sequence"], entry["kind"], entry["status"], entry["details"]) for entry in answer.json["items"]]
    assert shown == [(1, "placed", "pending", {}), (2, "cancelled", "cancelled", {"reason": "customer"})]
