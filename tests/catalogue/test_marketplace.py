"""How a visitor speaks to the API: politely, and to the end."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.catalogue.catalogue_file import Row
from local.catalogue.marketplace import Refused, Rejection, Visitor
from tests.catalogue.conftest import Script


def tokens(role: str = "customer", refresh_token: str = "first") -> dict[str, Any]:
    claims = base64.urlsafe_b64encode(json.dumps({"role": role}).encode()).decode().rstrip("=")
    return {"access_token": f"head.{claims}.{refresh_token}", "refresh_token": refresh_token}


@pytest.fixture
def visitor(script: Script) -> Iterator[Visitor]:
    visitor = Visitor(script.url, "ada@example.com", "a password")
    yield visitor
    visitor.close()


@pytest.fixture
def signed_in(script: Script, visitor: Visitor) -> Visitor:
    script.answer(200, tokens())
    return visitor.sign_in()


@pytest.mark.parametrize("status", [429, 503])
def test_a_visitor_who_is_told_to_wait_waits_and_asks_again_with_the_same_key(
    script: Script, visitor: Visitor, status: int
) -> None:
    script.answer(status, {"code": "busy"}, **{"Retry-After": "0"})
    script.answer(201, {"id": "1"})

    assert visitor.call("POST", "/api/orders", {"a": 1}, key="the key") == {"id": "1"}

    assert [(asked[0], asked[2]["idempotency-key"], asked[3]) for asked in script.asked] == [
        ("POST", "the key", {"a": 1})
    ] * 2


def test_what_got_no_answer_is_asked_again_only_where_that_is_safe(script: Script, visitor: Visitor) -> None:
    for method, key in (("GET", ""), ("POST", "the key")):
        script.answer(504, {"code": "no_answer"}, **{"Retry-After": "0"})
        script.answer(200, {"id": "1"})
        assert visitor.call(method, "/api/orders", key=key) == {"id": "1"}
    script.answer(504, {"code": "no_answer"}, **{"Retry-After": "0"})

    with pytest.raises(Refused, match="no_answer"):
        visitor.call("POST", "/api/cart/items", {})


def test_a_call_that_takes_too_long_is_made_again_where_that_is_safe(visitor: Visitor) -> None:
    answers: list[httpx.Response | Exception] = [
        httpx.ReadTimeout("slow"),
        httpx.Response(200, json=tokens()),
        httpx.ReadTimeout("slow"),
        httpx.Response(200, json=tokens("customer", "second")),
        httpx.ReadTimeout("slow"),
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        given = answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    with httpx.Client(transport=httpx.MockTransport(answer), base_url="http://souk.example") as slow:
        visitor._http.close()
        visitor._http = slow
        visitor.sign_in()
        assert visitor.call("GET", "/api/orders") == tokens("customer", "second")
        with pytest.raises(httpx.ReadTimeout):
            visitor.call("POST", "/api/cart/items", {})

    assert not answers


def test_a_shop_that_was_applied_for_before_is_approved_now(script: Script, signed_in: Visitor, admin: Visitor) -> None:
    script.answer(409, {"code": "already_applied"})
    script.answer(200, {"id": "s1"})
    script.answer(200, {"id": "s1"})
    script.answer(200, tokens("seller", "second"))

    signed_in.open_shop("Ada's", admin)

    assert [asked[:2] for asked in script.asked[-4:]] == [
        ("POST", "/api/sellers"),
        ("GET", "/api/sellers/me"),
        ("PUT", "/api/sellers/s1/approval"),
        ("POST", "/api/auth/refresh"),
    ]


def test_a_problem_is_raised_with_its_code(script: Script, visitor: Visitor) -> None:
    script.answer(409, {"code": "out_of_stock", "detail": "Gone."})

    with pytest.raises(Refused, match="out_of_stock Gone") as refused:
        visitor.call("POST", "/api/orders", {})

    assert (refused.value.status, refused.value.code) == (409, "out_of_stock")


def test_an_answer_that_is_no_json_is_a_refusal_too(script: Script, visitor: Visitor) -> None:
    script.answer(500, "bad gateway", **{"Content-Type": "text/html"})

    with pytest.raises(Refused, match="bad gateway"):
        visitor.call("GET", "/api/products")


def test_an_old_access_token_is_renewed_once_and_the_request_sent_again(script: Script, signed_in: Visitor) -> None:
    script.answer(401, {"code": "unauthenticated"})
    script.answer(200, tokens(refresh_token="second"))
    script.answer(200, {"items": []})

    assert signed_in.call("GET", "/api/orders") == {"items": []}

    renewal, again = script.asked[-2:]
    assert renewal[1] == "/api/auth/refresh"
    assert renewal[3] == {"refresh_token": "first"}
    assert "authorization" not in renewal[2]
    assert again[2]["authorization"].endswith(".second")


def test_a_renewed_token_that_is_refused_as_well_is_not_renewed_for_ever(script: Script, signed_in: Visitor) -> None:
    script.answer(401, {"code": "unauthenticated"})
    script.answer(200, tokens(refresh_token="second"))
    script.answer(401, {"code": "unauthenticated"})

    with pytest.raises(Refused, match="unauthenticated"):
        signed_in.call("GET", "/api/orders")

    assert script.answers == []


def test_an_account_that_exists_is_as_good_as_a_new_one(script: Script, visitor: Visitor) -> None:
    script.answer(201, {"id": "1"})
    script.answer(409, {"code": "email_taken"})

    assert visitor.register("Ada", "Buyer")
    assert not visitor.register("Ada", "Buyer")


def test_a_shop_is_opened_by_asking_approving_and_waiting_for_the_role(
    script: Script, signed_in: Visitor, admin: Visitor
) -> None:
    script.answer(201, {"id": "s1"})
    script.answer(200, {"id": "s1"})
    script.answer(200, tokens("customer", "second"))
    script.answer(200, tokens("seller", "third"))

    signed_in.open_shop("Ada's", admin)
    signed_in.open_shop("Ada's", admin)

    assert [asked[:2] for asked in script.asked[-4:]] == [
        ("POST", "/api/sellers"),
        ("PUT", "/api/sellers/s1/approval"),
        ("POST", "/api/auth/refresh"),
        ("POST", "/api/auth/refresh"),
    ]


def test_a_list_is_read_to_its_last_page(script: Script, visitor: Visitor) -> None:
    script.answer(200, {"items": [1, 2], "next_cursor": "abc"})
    script.answer(200, {"items": [3], "next_cursor": None})

    assert visitor.pages("/api/products", q="mug") == [1, 2, 3]

    assert [asked[1] for asked in script.asked] == [
        "/api/products?limit=100&q=mug",
        "/api/products?limit=100&q=mug&cursor=abc",
    ]


def test_an_import_is_waited_for_and_a_rejected_line_is_told_by_its_row(script: Script, signed_in: Visitor) -> None:
    rows = [Row({"sku": "A", "description": "two\nlines"}), Row({"sku": "B", "price": "x"}, origin="entry 2")]
    entry = {"line": 4, "sku": "B", "field": "price", "reason": "must be a number"}
    script.answer(202, {"id": "i1", "upload": {"url": f"{script.url}/files/", "fields": {"key": "uploads/i1"}}})
    script.answer(204)
    script.answer(200, {"status": "running"})
    script.answer(200, {"status": "done", "rows": 2, "imported": 1, "rejected": 1, "rejections": [entry]})

    imported = signed_in.bring(rows)

    assert (imported.rows, imported.imported, imported.rejected) == (2, 1, 1)
    assert imported.rejections == (Rejection(rows[1], "B", "price", "must be a number"),)
    assert [asked[1] for asked in script.asked[1:4]] == [
        "/api/products/imports",
        "/files/",
        "/api/products/imports/i1",
    ]
    assert "authorization" not in script.asked[2][2]
    assert script.asked[2][3].index("uploads/i1") < script.asked[2][3].index("sku,title,description")


@pytest.fixture
def admin(script: Script) -> Iterator[Visitor]:
    visitor = Visitor(script.url)
    yield visitor
    visitor.close()


def test_an_import_that_failed_counts_as_rejected(script: Script, signed_in: Visitor) -> None:
    script.answer(202, {"id": "i1", "upload": {"url": f"{script.url}/files/", "fields": {}}})
    script.answer(204)
    failed = {"status": "failed", "reason": "It is empty.", "rows": 0, "imported": 0, "rejected": 0, "rejections": []}
    script.answer(200, failed)

    assert [one.reason for one in signed_in.bring([Row({"sku": "A"})]).rejections] == ["It is empty."]
