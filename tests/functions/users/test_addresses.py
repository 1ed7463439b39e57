"""The address book."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from functions.users.domain.model import MOST_ADDRESSES
from souk import Caller
from souk.ids import uuid7
from tests.support import api
from tests.support.api import Answer
from tests.support.world import World

BOOK = "/api/users/me/addresses"
ENTRY = f"{BOOK}/{{address_id}}"
HOME = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}
FULL = HOME | {"line2": "Top floor", "region": "Westminster", "phone": "+442079460000"}


def _person(database: World) -> Caller:
    user_id = uuid7()
    with database.tx_as("auth") as tx:
        tx.execute("SELECT users_api.create_profile(:id, 'Ada', 'Lovelace', NULL)", id=user_id)
    return api.customer(user_id)


@pytest.fixture
def ada(database: World) -> Caller:
    """Ada, whose address book is empty."""
    return _person(database)


@pytest.fixture
def grace(database: World) -> Caller:
    """Grace, whose is empty too."""
    return _person(database)


def _add(who: Caller, **changes: Any) -> Answer:
    return api.call(f"POST {BOOK}", as_=who, body=HOME | changes)


def _book(who: Caller) -> list[dict[str, Any]]:
    return list(api.call(f"GET {BOOK}", as_=who, query={"limit": 100}).json["items"])


def test_an_address_is_kept_as_it_was_given(ada: Caller) -> None:
    answer = api.call(f"POST {BOOK}", as_=ada, body=FULL)

    assert answer.status == 201
    assert answer.json.items() >= (FULL | {"default_shipping": False, "default_billing": False}).items()
    assert _book(ada) == [answer.json]


def test_a_list_comes_in_pages(ada: Caller, grace: Caller) -> None:
    _add(grace)
    added = [_add(ada, line1=f"{number} Long Lane").json["id"] for number in range(5)]

    listed, query = [], {"limit": 2}
    for _ in range(3):
        page = api.call(f"GET {BOOK}", as_=ada, query=query).json
        listed += [[item["id"] for item in page["items"]]]
        query |= {"cursor": page["next_cursor"]}

    assert listed == [added[:2], added[2:4], added[4:]]
    assert page["next_cursor"] is None


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"cursor": "nonsense"}, {"page": 2}])
def test_a_page_that_does_not_exist_is_refused(ada: Caller, query: dict[str, Any]) -> None:
    assert api.call(f"GET {BOOK}", as_=ada, query=query).status == 422


@pytest.mark.parametrize("kind", ["default_shipping", "default_billing"])
def test_a_new_default_takes_the_place_of_the_one_before(ada: Caller, grace: Caller, kind: str) -> None:
    other = "default_billing" if kind == "default_shipping" else "default_shipping"
    _add(grace, **{kind: True})
    first = _add(ada, default_shipping=True, default_billing=True).json

    second = _add(ada, **{kind: True}).json

    book = {entry["id"]: entry for entry in _book(ada)}
    assert (book[first["id"]][kind], book[first["id"]][other]) == (False, True)
    assert (book[second["id"]][kind], book[second["id"]][other]) == (True, False)
    assert [entry[kind] for entry in _book(grace)] == [True]


def test_a_change_may_make_an_address_the_default(ada: Caller) -> None:
    first, second = _add(ada, default_shipping=True).json, _add(ada).json

    path = {"address_id": second["id"]}
    answer = api.call(f"PUT {ENTRY}", as_=ada, path=path, body=FULL | {"default_shipping": True})

    assert answer.status == 200
    assert answer.json["region"] == "Westminster"
    assert {entry["id"]: entry["default_shipping"] for entry in _book(ada)} == {
        first["id"]: False,
        second["id"]: True,
    }


def test_saving_the_default_again_keeps_it(ada: Caller) -> None:
    address_id = _add(ada, default_shipping=True).json["id"]

    api.call(f"PUT {ENTRY}", as_=ada, path={"address_id": address_id}, body=HOME | {"default_shipping": True})

    assert [entry["default_shipping"] for entry in _book(ada)] == [True]


def test_many_defaults_saved_at_once_leave_one(ada: Caller) -> None:
    with ThreadPoolExecutor(4) as tabs:
        answers = list(tabs.map(lambda _: _add(ada, default_shipping=True, default_billing=True), range(8)))

    assert [answer.status for answer in answers] == [201] * 8
    assert sum(entry["default_shipping"] for entry in _book(ada)) == 1
    assert sum(entry["default_billing"] for entry in _book(ada)) == 1


def test_an_address_is_forgotten(ada: Caller) -> None:
    address_id = _add(ada).json["id"]

    assert api.call(f"DELETE {ENTRY}", as_=ada, path={"address_id": address_id}).status == 204

    assert _book(ada) == []
    assert api.call(f"DELETE {ENTRY}", as_=ada, path={"address_id": address_id}).code == "address_not_found"


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_somebody_else_s_address_is_as_if_it_did_not_exist(ada: Caller, grace: Caller, method: str) -> None:
    address_id = _add(ada, default_shipping=True).json["id"]
    mine = _add(grace, default_shipping=True).json
    sent: dict[str, Any] = {"body": HOME | {"city": "Paris", "default_shipping": True}} if method == "PUT" else {}

    answers = [
        api.call(f"{method} {ENTRY}", as_=grace, path={"address_id": one}, **sent) for one in (address_id, uuid7())
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "address_not_found")] * 2
    assert [entry["city"] for entry in _book(ada)] == ["London"]
    assert _book(grace) == [mine]


def test_an_address_book_is_full_one_day(database: World, ada: Caller, grace: Caller) -> None:
    with database.tx_as("users") as tx:
        tx.execute(
            "INSERT INTO addresses"
            " (user_id, name, line1, city, postal_code, country, default_shipping, default_billing)"
            " SELECT :user_id, 'Ada', 'Lane', 'London', 'N1', 'GB', false, false FROM generate_series(1, :many)",
            user_id=ada.user_id,
            many=MOST_ADDRESSES - 1,
        )

    assert _add(ada).status == 201
    assert (refused := _add(ada)).status == 409
    assert refused.code == "too_many_addresses"
    assert len(_book(ada)) == MOST_ADDRESSES
    assert _add(grace).status == 201


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"country": "Narnia"}, 422, "country"),
        ({"country": "UK"}, 422, "country"),
        ({"postal_code": None}, 422, "postal_code"),
        ({"postal_code": "90210"}, 422, "postal_code"),
        ({"country": "CA", "region": "Ontario", "postal_code": "1"}, 422, "postal_code"),
        ({"country": "US", "postal_code": "90210"}, 422, "region"),
        ({"name": "Ada\nLovelace"}, 422, "name"),
        ({"phone": "01.23.45.67.89"}, 422, "phone"),
        ({"line1": "x" * 101}, 422, "line1"),
        ({"city": None}, 422, "city"),
        ({"postal_code": ["N1"]}, 422, "postal_code"),
        ({"default_billing": "maybe"}, 422, "default_billing"),
        ({"user_id": str(UUID(int=1))}, 422, "user_id"),
    ],
)
def test_an_address_that_does_not_fit_is_not_kept(ada: Caller, change: dict[str, Any], status: int, field: str) -> None:
    answer = _add(ada, **change)

    assert answer.status == status
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert _book(ada) == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ({"postal_code": "〒150-0001", "country": "JP", "region": "Tokyo"}, {"postal_code": "150-0001"}),
        ({"postal_code": None, "country": "HK", "region": "Kowloon"}, {"postal_code": None}),
        ({"phone": "+44 20 7946 0958"}, {"phone": "+442079460958"}),
        ({"name": "Jose\u0301 "}, {"name": "José"}),
    ],
)
def test_an_address_is_kept_in_its_one_spelling(ada: Caller, written: dict[str, Any], kept: dict[str, Any]) -> None:
    answer = _add(ada, **written)

    assert answer.status == 201
    assert {name: answer.json[name] for name in kept} == kept


def test_malformed_json_and_malformed_ids_change_nothing(ada: Caller) -> None:
    address_id = _add(ada).json["id"]

    assert api.call(f"POST {BOOK}", as_=ada, body="{").status == 400
    assert api.call(f"PUT {ENTRY}", as_=ada, path={"address_id": address_id}, body="nonsense").status == 400
    assert api.call(f"DELETE {ENTRY}", as_=ada, path={"address_id": "1 OR true"}).status == 422
    assert len(_book(ada)) == 1


def test_nobody_and_guests_have_no_address_book(ada: Caller) -> None:
    for who, status in ((None, 401), (api.guest(ada.user_id), 403)):
        assert api.call(f"GET {BOOK}", as_=who).status == status
        assert api.call(f"POST {BOOK}", as_=who, body=HOME).status == status
    assert _book(ada) == []


def test_without_a_profile_there_is_no_address_book(database: World) -> None:
    assert _add(api.customer()).code == "user_not_found"
