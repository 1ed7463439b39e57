"""Applying for shops, and what administrators decide of applications."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from functions.sellers.domain.model import InspectedShop, SellerView
from souk import Caller
from souk.ids import uuid7
from tests.support import api, bus, shops
from tests.support.world import World


def test_a_customer_applies_and_that_is_published(owner: Caller) -> None:
    answer = shops.apply(owner)

    assert answer.status == 201
    assert answer.json.items() >= (shops.SHOP | {"owner_id": str(owner.user_id), "status": "applied"}).items()
    (event,) = bus.recorded()
    assert (event.name, event.sequence) == ("seller.applied", 1)
    assert event.envelope()["data"] == {
        "seller_id": answer.json["id"],
        "owner_id": str(owner.user_id),
        "shop_name": "Lantern & Loom",
    }


def test_a_customer_has_one_shop_at_most(owner: Caller, applied: UUID) -> None:
    answer = shops.apply(owner, shops.SHOP | {"name": "Another"})

    assert (answer.status, answer.code) == (409, "already_applied")
    assert [event.name for event in bus.recorded()] == ["seller.applied"]


def test_many_applications_at_once_make_one_shop(database: World, owner: Caller) -> None:
    with ThreadPoolExecutor(4) as tabs:
        answers = list(tabs.map(lambda _: shops.apply(owner), range(4)))

    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    assert len(bus.recorded()) == 1


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ("{", 400, []),
        ({}, 422, ["name", "country"]),
        (shops.SHOP | {"name": "x"}, 422, ["name"]),
        (shops.SHOP | {"name": "x" * 81}, 422, ["name"]),
        (shops.SHOP | {"name": ["x", "y"]}, 422, ["name"]),
        (shops.SHOP | {"country": "uk"}, 422, ["country"]),
        (shops.SHOP | {"status": "approved"}, 422, ["status"]),
        (shops.SHOP | {"owner_id": str(uuid7())}, 422, ["owner_id"]),
    ],
)
def test_an_application_that_does_not_fit_opens_nothing(
    owner: Caller, body: Any, status: int, fields: list[str]
) -> None:
    answer = shops.apply(owner, body)

    assert answer.status == status
    assert [error["field"] for error in answer.json.get("errors", [])] == fields
    assert bus.recorded() == []


def test_an_approved_shop_is_for_everybody_to_see(owner: Caller, applied: UUID) -> None:
    assert shops.visit(applied).status == 404

    assert shops.approve(applied).json["status"] == "approved"

    visited = shops.visit(applied)
    assert visited.status == 200
    assert SellerView.model_validate_json(visited.text).name == "Lantern & Loom"
    event = bus.recorded()[-1]
    assert (event.name, event.sequence) == ("seller.approved", 2)
    assert event.envelope()["data"]["owner_id"] == str(owner.user_id)


def test_a_refused_applicant_reads_why_and_applies_again(database: World, owner: Caller, applied: UUID) -> None:
    refused = shops.refuse(applied).json

    assert (refused["status"], refused["reason"]) == ("refused", "We cannot reach you.")
    assert api.call("GET /api/sellers/me", as_=owner).json == refused
    event = bus.recorded("seller.refused")[-1]
    assert event.envelope()["data"] == {
        "seller_id": str(applied),
        "owner_id": str(owner.user_id),
        "shop_name": "Lantern & Loom",
    }

    again = shops.apply(owner, {"name": "Loom", "country": "FR"})

    assert again.status == 201
    assert again.json["id"] == str(applied)
    assert again.json.items() >= {"name": "Loom", "country": "FR", "status": "applied", "reason": None}.items()
    assert [(event.name, event.sequence) for event in bus.recorded()] == [
        ("seller.applied", 1),
        ("seller.refused", 2),
        ("seller.applied", 3),
    ]


def test_a_refused_shop_may_be_approved_after_all(applied: UUID) -> None:
    shops.refuse(applied)

    assert shops.approve(applied).json.items() >= {"status": "approved", "reason": None}.items()
    assert shops.visit(applied).status == 200


def test_an_application_that_nobody_looked_at_is_not_approved(database: World, owner: Caller, applied: UUID) -> None:
    looked_at = shops.refuse(applied).json["version"]
    shops.apply(owner, {"name": "Loom", "country": "FR"})

    answer = shops.approve(applied, seen=looked_at)

    assert (answer.status, answer.code, answer.json["version"]) == (409, "version_conflict", looked_at + 1)
    assert shops.status(database, applied) == "applied"
    assert bus.recorded("seller.approved") == []
    assert shops.approve(applied, seen=looked_at + 1).json["name"] == "Loom"


def test_what_cannot_be_decided_any_more_says_so_whatever_was_looked_at(database: World, applied: UUID) -> None:
    shops.approve(applied, seen=1)

    answer = shops.refuse(applied, {"reason": "No such street.", "version": 1})

    assert (answer.status, answer.code) == (409, "seller_approved")
    assert shops.status(database, applied) == "approved"


def test_refusing_for_the_same_reason_again_changes_nothing(applied: UUID) -> None:
    first, same, other = (
        shops.refuse(applied),
        shops.refuse(applied),
        shops.refuse(applied, {"reason": "No such street."}),
    )

    assert first.text == same.text
    assert other.json["reason"] == "No such street."
    assert [event.sequence for event in bus.recorded("seller.refused")] == [2, 3]


@pytest.mark.parametrize("suspended", [False, True])
def test_a_shop_that_opened_is_not_refused(database: World, owner: Caller, approved: UUID, suspended: bool) -> None:
    if suspended:
        shops.suspend(approved)
    before = len(bus.recorded())

    answer = shops.refuse(approved)

    assert (answer.status, answer.code) == (409, "seller_approved")
    assert (shops.apply(owner).status, len(bus.recorded())) == (409, before)
    assert shops.status(database, approved) == ("suspended" if suspended else "approved")


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "x" * 501}, {"reason": None}])
def test_a_refusal_without_a_fitting_reason_refuses_nothing(database: World, applied: UUID, body: Any) -> None:
    answer = shops.refuse(applied, body)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["reason"])
    assert shops.status(database, applied) == "applied"


def test_an_administrator_sees_who_applied_and_that_is_kept(database: World) -> None:
    with database.tx_as("auth") as tx:
        user_id: UUID = tx.value("INSERT INTO accounts (email, password_hash) VALUES ('ada@x.org', 'x') RETURNING id")
        tx.execute("SELECT users_api.create_profile(:id, 'Ada', 'Lovelace', NULL)", id=user_id)
    applied = shops.apply(api.customer(user_id)).json
    route, path, admin = "GET /api/admin/sellers/{seller_id}", {"seller_id": applied["id"]}, api.admin()

    shown = api.made(route, path=path, as_=admin)

    assert InspectedShop.model_validate_json(json.dumps(shown)).status == "applied"
    assert shown["owner"] == {
        "id": str(user_id),
        "email": "ada@x.org",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "phone": None,
    }
    with database.tx_as("admin") as tx:
        entries = tx.rows("SELECT actor, operation FROM souk.audit")
    assert entries == [{"actor": admin.user_id, "operation": "sellers-inspect-seller"}]
    for who, status in ((None, 401), (api.customer(user_id), 403), (api.seller(UUID(applied["id"])), 403)):
        assert api.call(route, path=path, as_=who).status == status
    assert api.call(route, path={"seller_id": uuid7()}, as_=admin).code == "seller_not_found"


def test_only_administrators_decide(database: World, owner: Caller, applied: UUID) -> None:
    for who in (owner, api.seller(applied, owner.user_id), api.guest()):
        assert shops.approve(applied, who).status == 403
        assert shops.refuse(applied, as_=who).status == 403
        assert shops.suspend(applied, as_=who).status == 403
    assert shops.status(database, applied) == "applied"
    assert len(bus.recorded()) == 1


def test_an_applicant_sees_how_their_application_stands(owner: Caller) -> None:
    assert api.call("GET /api/sellers/me", as_=owner).code == "seller_not_found"
    applied = shops.apply(owner)

    assert api.call("GET /api/sellers/me", as_=owner).text == applied.text
    assert api.call("GET /api/sellers/me", as_=api.customer()).code == "seller_not_found"

    shops.approve(applied.json["id"])

    assert api.call("GET /api/sellers/me", as_=owner).json["status"] == "approved"
