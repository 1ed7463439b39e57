"""GET and PUT /api/users/me"""

from typing import Any
from uuid import UUID

import pytest

from functions.users.domain.model import ProfileView
from souk import Caller
from souk.ids import uuid7
from tests.support import api, bus
from tests.support.world import World


def _person(database: World, email: str) -> Caller:
    with database.tx_as("auth") as tx:
        user_id: UUID = tx.value(
            "INSERT INTO accounts (email, password_hash) VALUES (:email, 'x') RETURNING id", email=email
        )
        tx.execute("SELECT users_api.create_profile(:id, 'Ada', 'Lovelace', NULL)", id=user_id)
    return api.customer(user_id)


@pytest.fixture
def ada(database: World) -> Caller:
    """Ada, who has a profile."""
    return _person(database, "ada@example.com")


@pytest.fixture
def grace(database: World) -> Caller:
    """Grace, who has one too."""
    return _person(database, "grace@example.com")


def test_a_user_sees_their_own_profile(ada: Caller, grace: Caller) -> None:
    answer = api.call("GET /api/users/me", as_=ada)

    assert answer.status == 200
    profile = ProfileView.model_validate_json(answer.text)
    assert (profile.id, profile.email, profile.first_name) == (ada.user_id, "ada@example.com", "Ada")
    assert (profile.phone, profile.locale) == (None, "en")


def test_a_user_sees_their_role_and_what_became_of_their_application(ada: Caller, grace: Caller) -> None:
    def me() -> dict[str, Any]:
        profile = ProfileView.model_validate_json(api.call("GET /api/users/me", as_=ada).text)
        return profile.model_dump(mode="json", include={"role", "shop"})

    assert me() == {"role": "customer", "shop": None}
    applied = api.made("POST /api/sellers", as_=ada, body={"name": "Fold & Kiln", "country": "GB"})
    shop = {"id": applied["id"], "name": "Fold & Kiln", "slug": "fold-kiln", "status": "applied"}
    assert me() == {"role": "customer", "shop": shop}

    path = {"seller_id": applied["id"]}
    api.made("PUT /api/sellers/{seller_id}/refusal", as_=api.admin(), path=path, body={"reason": "No such street."})
    assert me() == {"role": "customer", "shop": shop | {"status": "refused"}}

    api.made("PUT /api/sellers/{seller_id}/approval", as_=api.admin(), path=path)
    bus.deliver("auth.grant_seller_role", bus.recorded("seller.approved")[-1])

    assert me() == {"role": "seller", "shop": shop | {"status": "approved"}}
    assert api.made("GET /api/users/me", as_=grace)["shop"] is None


def test_a_change_is_kept_and_told(ada: Caller, grace: Caller) -> None:
    change = {"first_name": "Augusta Ada", "last_name": "King", "phone": "+442079460000", "locale": "en-GB"}

    answer = api.call("PUT /api/users/me", as_=ada, body=change)

    assert answer.status == 200
    assert answer.json == api.call("GET /api/users/me", as_=ada).json
    assert answer.json.items() >= change.items()
    (event,) = bus.recorded()
    assert (event.name, event.sequence) == ("user.updated", 2)
    assert event.envelope()["data"] == {"user_id": str(ada.user_id)}
    assert api.call("GET /api/users/me", as_=grace).json["last_name"] == "Lovelace"


def test_each_change_is_one_later_than_the_one_before(ada: Caller) -> None:
    for first_name in ("A", "B", "C"):
        api.call("PUT /api/users/me", as_=ada, body={"first_name": first_name, "last_name": "King"})

    assert [event.sequence for event in bus.recorded()] == [2, 3, 4]


def test_what_is_left_out_is_emptied(ada: Caller) -> None:
    api.call("PUT /api/users/me", as_=ada, body={"first_name": "A", "last_name": "K", "phone": "+442079460000"})

    answer = api.call("PUT /api/users/me", as_=ada, body={"first_name": "A", "last_name": "K"})

    assert answer.json["phone"] is None


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ("{", 400, []),
        ({}, 422, ["first_name", "last_name"]),
        ({"first_name": 1, "last_name": "K"}, 422, ["first_name"]),
        ({"first_name": "x" * 101, "last_name": "K"}, 422, ["first_name"]),
        ({"first_name": "A", "last_name": "K", "locale": "klingon"}, 422, ["locale"]),
        ({"first_name": "A", "last_name": "K", "phone": "1"}, 422, ["phone"]),
        ({"first_name": "A", "last_name": "K", "email": "eve@example.com"}, 422, ["email"]),
        ({"first_name": "A", "last_name": "K", "user_id": "x"}, 422, ["user_id"]),
    ],
)
def test_a_change_that_does_not_fit_changes_nothing(ada: Caller, body: Any, status: int, fields: list[str]) -> None:
    before = api.call("GET /api/users/me", as_=ada).text

    answer = api.call("PUT /api/users/me", as_=ada, body=body)

    assert answer.status == status
    assert [error["field"] for error in answer.json.get("errors", [])] == fields
    assert api.call("GET /api/users/me", as_=ada).text == before
    assert bus.recorded() == []


@pytest.mark.parametrize(("route", "body"), [("GET", None), ("PUT", {"first_name": "A", "last_name": "K"})])
def test_a_guest_has_no_profile(ada: Caller, route: str, body: Any) -> None:
    assert api.call(f"{route} /api/users/me", as_=api.guest(ada.user_id), body=body).status == 403
    assert api.call(f"{route} /api/users/me", body=body).status == 401
    assert api.call("GET /api/users/me", as_=ada).json["first_name"] == "Ada"


def test_a_user_without_a_profile_is_not_found(ada: Caller) -> None:
    nobody = api.customer(uuid7())

    for answer in (
        api.call("GET /api/users/me", as_=nobody),
        api.call("PUT /api/users/me", as_=nobody, body={"first_name": "A", "last_name": "K"}),
    ):
        assert (answer.status, answer.code) == (404, "user_not_found")
    assert bus.recorded() == []
