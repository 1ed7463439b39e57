"""Closing and reopening shops."""

from typing import Any
from uuid import UUID

import pytest

from souk import Caller
from tests.support import api, bus, shops
from tests.support.world import World


def test_a_shop_closes_at_once_and_opens_at_once(database: World, approved: UUID) -> None:
    assert shops.visit(approved).status == 200

    assert shops.suspend(approved).json["reason"] == "Counterfeit goods"
    assert shops.visit(approved).status == 404
    assert shops.status(database, approved) == "suspended"

    assert shops.reinstate(approved).json.items() >= {"status": "approved", "reason": None}.items()
    assert shops.visit(approved).status == 200
    assert [(event.name, event.sequence) for event in bus.recorded()] == [
        ("seller.applied", 1),
        ("seller.approved", 2),
        ("seller.suspended", 3),
        ("seller.approved", 4),
    ]


def test_why_a_shop_is_closed_is_not_published(owner: Caller, approved: UUID) -> None:
    shops.suspend(approved)

    told = bus.recorded()[-1].envelope()["data"]
    assert told == {"seller_id": str(approved), "owner_id": str(owner.user_id), "shop_name": "Lantern & Loom"}


@pytest.mark.parametrize("decide", [shops.approve, shops.reinstate])
def test_deciding_what_is_so_already_changes_nothing(approved: UUID, decide: Any) -> None:
    before = len(bus.recorded())

    assert decide(approved).json["status"] == "approved"
    assert len(bus.recorded()) == before


def test_a_closed_shop_is_closed_for_another_reason_and_for_the_same_changes_nothing(approved: UUID) -> None:
    shops.suspend(approved)

    same = shops.suspend(approved).json
    other = shops.suspend(approved, {"suspended": True, "reason": "Counterfeit bags"}).json

    assert [shop["reason"] for shop in (same, other)] == ["Counterfeit goods", "Counterfeit bags"]
    assert [event.sequence for event in bus.recorded("seller.suspended")] == [3, 4]


@pytest.mark.parametrize("body", [{"suspended": True}, {"suspended": False, "reason": "Counterfeit goods"}])
def test_a_reason_that_is_missing_or_explains_nothing_is_refused_by_name(approved: UUID, body: Any) -> None:
    answer = shops.suspend(approved, body)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["reason"])
    assert bus.recorded("seller.suspended") == []


@pytest.mark.parametrize("decide", [shops.suspend, shops.reinstate])
@pytest.mark.parametrize("status", ["applied", "refused"])
def test_a_shop_that_never_opened_cannot_be_closed_or_reopened(
    database: World, applied: UUID, status: str, decide: Any
) -> None:
    if status == "refused":
        shops.refuse(applied)
    before = len(bus.recorded())

    answer = decide(applied)

    assert (answer.status, answer.code) == (409, "seller_not_approved")
    assert shops.status(database, applied) == status
    assert len(bus.recorded()) == before


def test_a_suspended_shop_is_not_approved_again(database: World, approved: UUID) -> None:
    shops.suspend(approved)

    assert (shops.approve(approved).status, shops.approve(approved).code) == (409, "seller_suspended")
    assert shops.status(database, approved) == "suspended"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"suspended": True}, 422),
        ({"suspended": True, "reason": " "}, 422),
        ({"suspended": True, "reason": "x" * 501}, 422),
        ({"suspended": "perhaps", "reason": "x"}, 422),
        ({"reason": "x"}, 422),
        ({"suspended": True, "reason": "x", "until": "tomorrow"}, 422),
        ("{", 400),
    ],
)
def test_a_suspension_that_does_not_fit_closes_nothing(database: World, approved: UUID, body: Any, status: int) -> None:
    assert shops.suspend(approved, body).status == status
    assert shops.status(database, approved) == "approved"


def test_a_suspended_seller_still_sees_their_shop_and_why_it_is_closed(approved: UUID) -> None:
    shops.suspend(approved)

    shop = api.call("GET /api/sellers/me", as_=api.seller(approved)).json

    assert (shop["status"], shop["reason"]) == ("suspended", "Counterfeit goods")
