"""What anybody sees who comes by."""

import base64
import json
import time
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from tests.journeys.conftest import Newcomer
from tests.journeys.support.people import Person
from tests.journeys.support.shop import Shop


def assert_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert {"title", "detail"} <= problem.keys()
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"urn:souk:problem:{code}")
    assert problem["request_id"] == answer.headers["X-Correlation-Id"]
    return problem


def test_the_place_is_open_and_says_so(newcomer: Newcomer) -> None:
    visitor = newcomer()

    assert visitor.call("GET", "/api/health") == {"status": "ok"}
    ready = visitor.call("GET", "/api/ready")
    assert (ready["status"], ready["database"], ready["cache"]) == ("ready", True, True)


def test_the_contract_is_there_to_be_read(newcomer: Newcomer) -> None:
    visitor = newcomer()

    document = visitor.call("GET", "/api/openapi.json")
    page = visitor.ask("GET", "/api/docs")

    assert document["openapi"].startswith("3.")
    assert all(path in page.text for path in document["paths"])
    assert page.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/api/products", "/api/products/{product_id}", "/", "/shops"])
def test_what_is_read_is_also_asked_for_its_headers_alone(newcomer: Newcomer, shop: Shop, address: str) -> None:
    visitor, path = newcomer(), address.format(product_id=shop.offer(stock=1).product_id)

    read, asked = visitor.ask("GET", path), visitor.ask("HEAD", path)

    assert (asked.status_code, asked.content) == (read.status_code, b"")
    assert asked.headers["Content-Type"] == read.headers["Content-Type"]
    assert asked.headers.get("Content-Length") != "0"


def test_a_product_is_found_and_looked_at(newcomer: Newcomer, shop: Shop) -> None:
    visitor, offer = newcomer(), shop.offer(stock=3, title="Teapot with a Story")

    found = visitor.call("GET", "/api/products", q=offer.title)["items"]
    product = visitor.call("GET", f"/api/products/{offer.product_id}")

    assert [item["title"] for item in found] == [offer.title]
    assert found[0]["price"] == {"amount": offer.amount, "currency": "GBP"}
    assert product["seller"]["name"] == shop.name
    assert [(one["sku"], one["available"]) for one in product["variants"]] == [(offer.sku, 3)]


def test_a_catalogue_is_leafed_through_to_its_end(newcomer: Newcomer, shop: Shop) -> None:
    visitor = newcomer()
    mine = {shop.offer(stock=1).product_id for _ in range(5)}
    seen: list[str] = []
    cursor: dict[str, str] = {}

    while True:
        page = visitor.call("GET", "/api/products", seller=shop.id, limit=2, **cursor)
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert mine <= set(seen)
    assert len(seen) == len(set(seen))


def test_who_has_a_page_already_is_told_that_it_is_the_same(newcomer: Newcomer, shop: Shop) -> None:
    visitor, offer = newcomer(), shop.offer(stock=1)
    path = f"/api/products/{offer.product_id}"

    first = visitor.ask("GET", path)
    again = visitor.ask("GET", path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_what_is_not_there_is_a_problem(newcomer: Newcomer, shopper: Person) -> None:
    visitor = newcomer()

    assert_problem(visitor.ask("GET", "/api/nowhere"), 404, "not_found")
    assert_problem(shopper.ask("GET", "/api/nowhere"), 404, "not_found")
    assert_problem(visitor.ask("GET", "/api/products/01936e2c-7b00-7000-8000-000000000001"), 404, "product_not_found")
    assert_problem(visitor.ask("GET", "/api/products/mug"), 422, "validation_failed")


def test_a_request_keeps_its_name(newcomer: Newcomer) -> None:
    answer = newcomer().ask("GET", "/api/products/mug", headers={"X-Correlation-Id": "one-of-my-journeys"})

    assert answer.headers["X-Correlation-Id"] == answer.json()["request_id"] == "one-of-my-journeys"


def test_nobody_is_let_in_without_a_token(newcomer: Newcomer) -> None:
    for path in ("/api/cart", "/api/orders", "/api/users/me"):
        assert_problem(newcomer().ask("GET", path), 401, "unauthenticated")


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def forged(person: Person) -> dict[str, str]:
    """Make tokens out of a genuine one that look better than they are."""
    header, payload, signature = person.tokens["access_token"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    kid = json.loads(base64.urlsafe_b64decode(header + "=="))["kid"]
    expired = claims | {"iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600}
    return {
        "of an administrator": f"{header}.{encoded(claims | {'role': 'admin'})}.{signature}",
        "expired": f"{header}.{encoded(expired)}.{signature}",
        "without a signature": f"{encoded({'alg': 'none', 'kid': kid})}.{payload}.",
        "of a key nobody knows": f"{encoded({'alg': 'ES256', 'kid': 'mine'})}.{payload}.{signature}",
        "no token at all": "let-me-in",
    }


@pytest.mark.parametrize(
    "kind", ["of an administrator", "expired", "without a signature", "of a key nobody knows", "no token at all"]
)
def test_a_forged_token_opens_nothing(shopper: Person, kind: str) -> None:
    answer = shopper.ask("GET", "/api/orders", token=forged(shopper)[kind])

    assert_problem(answer, 401, "unauthenticated")
    assert shopper.ask("GET", "/api/orders").status_code == HTTPStatus.OK


def test_a_role_opens_no_more_than_it_should(shopper: Person, shop: Shop) -> None:
    approve = f"/api/sellers/{shop.id}/approval"

    assert_problem(shopper.ask("PUT", approve), 403, "forbidden")
    assert_problem(shopper.ask("GET", "/api/seller/orders"), 403, "forbidden")
    assert_problem(shop.keeper.ask("POST", "/api/categories", {"name": "Mine"}), 403, "forbidden")
