"""Applying for, running, closing and reopening shops."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from functions.sellers.domain.model import InspectedShop, ListedSeller, SellerView
from souk import Caller
from souk.ids import uuid7
from souk.paging import PageOf
from tests.support import api, bus
from tests.support.api import Answer
from tests.support.world import World

SHOP = {"name": "Lantern & Loom", "country": "GB"}


def _apply(owner: Caller, body: Any = SHOP) -> Answer:
    return api.call("POST /api/sellers", as_=owner, body=body)


def _approve(seller_id: Any, as_: Caller | None = None, seen: int | None = None) -> Answer:
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    path = {"seller_id": seller_id}
    return api.call("PUT /api/sellers/{seller_id}/approval", as_=as_ or api.admin(), path=path, headers=headers)


def _refuse(seller_id: Any, body: Any = None, as_: Caller | None = None) -> Answer:
    body = {"reason": "We cannot reach you."} if body is None else body
    path = {"seller_id": seller_id}
    return api.call("PUT /api/sellers/{seller_id}/refusal", as_=as_ or api.admin(), path=path, body=body)


def _suspend(seller_id: Any, body: Any = None, as_: Caller | None = None) -> Answer:
    body = {"suspended": True, "reason": "Counterfeit goods"} if body is None else body
    path = {"seller_id": seller_id}
    return api.call("PUT /api/sellers/{seller_id}/suspension", as_=as_ or api.admin(), path=path, body=body)


def _reinstate(seller_id: Any) -> Answer:
    return _suspend(seller_id, {"suspended": False})


def _visit(seller_id: Any) -> Answer:
    return api.call("GET /api/sellers/{seller_id}", path={"seller_id": seller_id})


def _status(database: World, seller_id: UUID) -> str:
    with database.tx_as("sellers") as tx:
        return str(tx.value("SELECT status FROM directory WHERE id = :id", id=seller_id))


@pytest.fixture
def owner(database: World) -> Caller:
    """A customer who wants to sell."""
    return api.customer()


@pytest.fixture
def applied(owner: Caller) -> UUID:
    """Their shop, applied for."""
    return UUID(_apply(owner).json["id"])


@pytest.fixture
def approved(applied: UUID) -> UUID:
    """Their shop, approved."""
    assert _approve(applied).status == 200
    return applied


def test_a_customer_applies_and_that_is_published(owner: Caller) -> None:
    answer = _apply(owner)

    assert answer.status == 201
    assert answer.json.items() >= (SHOP | {"owner_id": str(owner.user_id), "status": "applied"}).items()
    (event,) = bus.recorded()
    assert (event.name, event.sequence) == ("seller.applied", 1)
    assert event.envelope()["data"] == {
        "seller_id": answer.json["id"],
        "owner_id": str(owner.user_id),
        "shop_name": "Lantern & Loom",
    }


def test_a_customer_has_one_shop_at_most(owner: Caller, applied: UUID) -> None:
    answer = _apply(owner, SHOP | {"name": "Another"})

    assert (answer.status, answer.code) == (409, "already_applied")
    assert [event.name for event in bus.recorded()] == ["seller.applied"]


def test_many_applications_at_once_make_one_shop(database: World, owner: Caller) -> None:
    with ThreadPoolExecutor(4) as tabs:
        answers = list(tabs.map(lambda _: _apply(owner), range(4)))

    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    assert len(bus.recorded()) == 1


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ("{", 400, []),
        ({}, 422, ["name", "country"]),
        (SHOP | {"name": "x"}, 422, ["name"]),
        (SHOP | {"name": "x" * 81}, 422, ["name"]),
        (SHOP | {"name": ["x", "y"]}, 422, ["name"]),
        (SHOP | {"country": "uk"}, 422, ["country"]),
        (SHOP | {"status": "approved"}, 422, ["status"]),
        (SHOP | {"owner_id": str(uuid7())}, 422, ["owner_id"]),
    ],
)
def test_an_application_that_does_not_fit_opens_nothing(
    owner: Caller, body: Any, status: int, fields: list[str]
) -> None:
    answer = _apply(owner, body)

    assert answer.status == status
    assert [error["field"] for error in answer.json.get("errors", [])] == fields
    assert bus.recorded() == []


def test_an_approved_shop_is_for_everybody_to_see(owner: Caller, applied: UUID) -> None:
    assert _visit(applied).status == 404

    assert _approve(applied).json["status"] == "approved"

    visited = _visit(applied)
    assert visited.status == 200
    assert SellerView.model_validate_json(visited.text).name == "Lantern & Loom"
    event = bus.recorded()[-1]
    assert (event.name, event.sequence) == ("seller.approved", 2)
    assert event.envelope()["data"]["owner_id"] == str(owner.user_id)


def test_nothing_private_is_shown_to_everybody(approved: UUID) -> None:
    assert not {"owner_id", "status", "reason", "updated_at"} & _visit(approved).json.keys()


def _list(as_: Caller | None = None, **query: Any) -> Answer:
    return api.call("GET /api/sellers", as_=as_, query=query)


def _open(*names: str) -> list[str]:
    ids = [str(_apply(api.customer(), SHOP | {"name": name}).json["id"]) for name in names]
    assert {_approve(one).status for one in ids} <= {200}
    return ids


def test_the_shops_that_sell_are_listed_by_name_to_everybody(database: World, applied: UUID) -> None:
    _open("Candle", "Anvil", "Brush", "Brush", "Easel")
    _suspend(_open("Drum")[0])
    names, cursor = [], None

    for _ in range(3):
        page = PageOf[ListedSeller].model_validate_json(_list(limit=2, cursor=cursor or "").text)
        names += [item.name for item in page.items]
        cursor = page.next_cursor

    assert names == ["Anvil", "Brush", "Brush", "Candle", "Easel"]
    assert cursor is None


@pytest.mark.parametrize("status", ["applied", "refused", "suspended"])
def test_shops_that_do_not_sell_are_listed_to_administrators(database: World, applied: UUID, status: str) -> None:
    (suspended,) = _open("Drum")
    _suspend(suspended)
    refused = str(_apply(api.customer()).json["id"])
    _refuse(refused)

    answer = _list(api.admin(), status=status)

    expected = {"applied": str(applied), "refused": refused, "suspended": suspended}[status]
    assert [(item["id"], item["status"]) for item in answer.json["items"]] == [(expected, status)]


@pytest.mark.parametrize("status", ["applied", "suspended"])
def test_nobody_else_lists_shops_that_do_not_sell(owner: Caller, applied: UUID, status: str) -> None:
    for who, code in ((None, "unauthenticated"), (owner, "forbidden"), (api.seller(applied), "forbidden")):
        assert _list(who, status=status).code == code


def test_a_status_that_there_is_not_is_refused_by_name(database: World) -> None:
    answer = _list(api.admin(), status="closed")

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["status"])


def test_a_shop_closes_at_once_and_opens_at_once(database: World, approved: UUID) -> None:
    assert _visit(approved).status == 200

    assert _suspend(approved).json["reason"] == "Counterfeit goods"
    assert _visit(approved).status == 404
    assert _status(database, approved) == "suspended"

    assert _reinstate(approved).json.items() >= {"status": "approved", "reason": None}.items()
    assert _visit(approved).status == 200
    assert [(event.name, event.sequence) for event in bus.recorded()] == [
        ("seller.applied", 1),
        ("seller.approved", 2),
        ("seller.suspended", 3),
        ("seller.approved", 4),
    ]


def test_why_a_shop_is_closed_is_not_published(approved: UUID) -> None:
    _suspend(approved)

    assert bus.recorded()[-1].envelope()["data"] == {"seller_id": str(approved), "shop_name": "Lantern & Loom"}


@pytest.mark.parametrize("decide", [_approve, _reinstate])
def test_deciding_what_is_so_already_changes_nothing(approved: UUID, decide: Any) -> None:
    before = len(bus.recorded())

    assert decide(approved).json["status"] == "approved"
    assert len(bus.recorded()) == before


def test_a_closed_shop_is_closed_for_another_reason_and_for_the_same_changes_nothing(approved: UUID) -> None:
    _suspend(approved)

    same = _suspend(approved).json
    other = _suspend(approved, {"suspended": True, "reason": "Counterfeit bags"}).json

    assert [shop["reason"] for shop in (same, other)] == ["Counterfeit goods", "Counterfeit bags"]
    assert [event.sequence for event in bus.recorded("seller.suspended")] == [3, 4]


@pytest.mark.parametrize("body", [{"suspended": True}, {"suspended": False, "reason": "Counterfeit goods"}])
def test_a_reason_that_is_missing_or_explains_nothing_is_refused_by_name(approved: UUID, body: Any) -> None:
    answer = _suspend(approved, body)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["reason"])
    assert bus.recorded("seller.suspended") == []


@pytest.mark.parametrize("decide", [_suspend, _reinstate])
@pytest.mark.parametrize("status", ["applied", "refused"])
def test_a_shop_that_never_opened_cannot_be_closed_or_reopened(
    database: World, applied: UUID, status: str, decide: Any
) -> None:
    if status == "refused":
        _refuse(applied)
    before = len(bus.recorded())

    answer = decide(applied)

    assert (answer.status, answer.code) == (409, "seller_not_approved")
    assert _status(database, applied) == status
    assert len(bus.recorded()) == before


def test_a_refused_applicant_reads_why_and_applies_again(database: World, owner: Caller, applied: UUID) -> None:
    refused = _refuse(applied).json

    assert (refused["status"], refused["reason"]) == ("refused", "We cannot reach you.")
    assert api.call("GET /api/sellers/me", as_=owner).json == refused
    event = bus.recorded("seller.refused")[-1]
    assert event.envelope()["data"] == {
        "seller_id": str(applied),
        "owner_id": str(owner.user_id),
        "shop_name": "Lantern & Loom",
    }

    again = _apply(owner, {"name": "Loom", "country": "FR"})

    assert again.status == 201
    assert again.json["id"] == str(applied)
    assert again.json.items() >= {"name": "Loom", "country": "FR", "status": "applied", "reason": None}.items()
    assert [(event.name, event.sequence) for event in bus.recorded()] == [
        ("seller.applied", 1),
        ("seller.refused", 2),
        ("seller.applied", 3),
    ]


def test_a_refused_shop_may_be_approved_after_all(applied: UUID) -> None:
    _refuse(applied)

    assert _approve(applied).json.items() >= {"status": "approved", "reason": None}.items()
    assert _visit(applied).status == 200


def test_an_application_that_nobody_looked_at_is_not_approved(database: World, owner: Caller, applied: UUID) -> None:
    looked_at = _refuse(applied).json["version"]
    _apply(owner, {"name": "Loom", "country": "FR"})

    answer = _approve(applied, seen=looked_at)

    assert (answer.status, answer.code, answer.json["version"]) == (409, "version_conflict", looked_at + 1)
    assert _status(database, applied) == "applied"
    assert bus.recorded("seller.approved") == []
    assert _approve(applied, seen=looked_at + 1).json["name"] == "Loom"


def test_what_cannot_be_decided_any_more_says_so_whatever_was_looked_at(database: World, applied: UUID) -> None:
    _approve(applied, seen=1)

    answer = _refuse(applied, {"reason": "No such street.", "version": 1})

    assert (answer.status, answer.code) == (409, "seller_approved")
    assert _status(database, applied) == "approved"


def test_refusing_for_the_same_reason_again_changes_nothing(applied: UUID) -> None:
    first, same, other = _refuse(applied), _refuse(applied), _refuse(applied, {"reason": "No such street."})

    assert first.text == same.text
    assert other.json["reason"] == "No such street."
    assert [event.sequence for event in bus.recorded("seller.refused")] == [2, 3]


@pytest.mark.parametrize("suspended", [False, True])
def test_a_shop_that_opened_is_not_refused(database: World, owner: Caller, approved: UUID, suspended: bool) -> None:
    if suspended:
        _suspend(approved)
    before = len(bus.recorded())

    answer = _refuse(approved)

    assert (answer.status, answer.code) == (409, "seller_approved")
    assert (_apply(owner).status, len(bus.recorded())) == (409, before)
    assert _status(database, approved) == ("suspended" if suspended else "approved")


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "x" * 501}, {"reason": None}])
def test_a_refusal_without_a_fitting_reason_refuses_nothing(database: World, applied: UUID, body: Any) -> None:
    answer = _refuse(applied, body)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["reason"])
    assert _status(database, applied) == "applied"


def test_a_suspended_shop_is_not_approved_again(database: World, approved: UUID) -> None:
    _suspend(approved)

    assert (_approve(approved).status, _approve(approved).code) == (409, "seller_suspended")
    assert _status(database, approved) == "suspended"


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
    assert _suspend(approved, body).status == status
    assert _status(database, approved) == "approved"


def test_an_administrator_sees_who_applied_and_that_is_kept(database: World) -> None:
    with database.tx_as("auth") as tx:
        user_id: UUID = tx.value("INSERT INTO accounts (email, password_hash) VALUES ('ada@x.org', 'x') RETURNING id")
        tx.execute("SELECT users_api.create_profile(:id, 'Ada', 'Lovelace', NULL)", id=user_id)
    applied = _apply(api.customer(user_id)).json
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
        assert _approve(applied, who).status == 403
        assert _refuse(applied, as_=who).status == 403
        assert _suspend(applied, as_=who).status == 403
    assert _status(database, applied) == "applied"
    assert len(bus.recorded()) == 1


def test_a_shop_nobody_has_is_not_found(database: World) -> None:
    for answer in (_visit(uuid7()), _approve(uuid7()), _refuse(uuid7()), _suspend(uuid7())):
        assert (answer.status, answer.code) == (404, "seller_not_found")
    assert _visit("lantern-and-loom").status == 422


def test_a_seller_renames_their_shop_and_visitors_see_it(owner: Caller, approved: UUID) -> None:
    seller = api.seller(approved, owner.user_id)
    assert _visit(approved).json["name"] == "Lantern & Loom"

    answer = _change(approved, {"name": "Loom & Lantern"})

    assert answer.status == 200
    assert answer.json == api.call("GET /api/sellers/me", as_=seller).json
    assert _visit(approved).json["name"] == "Loom & Lantern"
    event = bus.recorded()[-1]
    assert (event.name, event.sequence) == ("seller.updated", 3)
    assert event.envelope()["data"] == {"seller_id": str(approved), "shop_name": "Loom & Lantern", "active": True}


def test_the_same_name_again_changes_nothing(approved: UUID) -> None:
    before = len(bus.recorded())

    answer = _change(approved, {"name": "Lantern & Loom"})

    assert (answer.status, len(bus.recorded())) == (200, before)


WORDS = {
    "name": "Lantern & Loom",
    "tagline": "Light and linen",
    "about": "Two sisters.\n\nOne workshop.",
    "shipping_policy": "Sent on Mondays.",
    "returns_policy": "Thirty days.",
    "logo_url": "https://cdn.example.com/logo.png",
    "banner_url": "/pictures/banner.svg",
}


def _change(shop: UUID, body: Any, version: int | None = None, headers: dict[str, str] | None = None) -> Answer:
    """Change a shop as it was seen: as it is now unless a version is named."""
    seller = api.seller(shop)
    if version is None and not headers:
        version = api.call("GET /api/sellers/me", as_=seller).json["version"]
    seen = {} if version is None else {"version": version}
    return api.call("PUT /api/sellers/me", as_=seller, body=body | seen, headers=headers or {})


def test_a_shop_that_somebody_changed_meanwhile_is_changed_as_it_was_seen_or_not_at_all(approved: UUID) -> None:
    seen = _change(approved, WORDS).json["version"]
    _change(approved, WORDS | {"tagline": "Light"}, headers={"If-Match": f'"{seen}"'})

    stale = [
        _change(approved, WORDS | {"about": "Mine"}, seen),
        _change(approved, WORDS | {"about": "Mine"}, headers={"If-Match": f'"{seen}"'}),
    ]
    unsaid = api.call("PUT /api/sellers/me", as_=api.seller(approved), body=WORDS)

    assert [(answer.status, answer.code, answer.json["version"]) for answer in stale] == [
        (409, "version_conflict", seen + 1)
    ] * 2
    assert (unsaid.status, [error["field"] for error in unsaid.json["errors"]]) == (422, ["version"])
    assert _visit(approved).json.items() >= (WORDS | {"tagline": "Light"}).items()


def test_what_a_shop_says_of_itself_is_on_its_page_at_once(approved: UUID) -> None:
    assert _visit(approved).json["tagline"] == ""
    published = len(bus.recorded())

    answer = _change(approved, WORDS)

    assert answer.status == 200
    assert answer.json.items() >= WORDS.items()
    assert _visit(approved).json.items() >= (WORDS | {"slug": "lantern-loom", "product_count": 0}).items()
    (listed,) = _list().json["items"]
    assert (listed["tagline"], listed["logo_url"], listed["slug"]) == (
        *(WORDS[n] for n in ("tagline", "logo_url")),
        "lantern-loom",
    )
    assert len(bus.recorded()) == published, "no other service minds the words of a shop"


def test_words_that_are_left_out_are_emptied(approved: UUID) -> None:
    _change(approved, WORDS)

    _change(approved, {"name": WORDS["name"]})

    emptied = {name: "" for name in WORDS if name.endswith(("line", "about", "policy"))}
    assert _visit(approved).json.items() >= (emptied | {"logo_url": None, "banner_url": None}).items()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x"),
        ("name", "Lantern\nLoom"),
        ("tagline", "x" * 121),
        ("tagline", "Light\nand linen"),
        ("tagline", None),
        ("about", "x" * 5001),
        ("about", "hidden \u200b text"),
        ("shipping_policy", 1),
        ("returns_policy", "\u202e"),
        ("logo_url", "http://cdn.example.com/logo.png"),
        ("logo_url", "//cdn.example.com/logo.png"),
        ("logo_url", ""),
        ("banner_url", "javascript:alert(1)"),
        ("banner_url", "https://example.com/" + "x" * 500),
        ("slug", "my-own"),
        ("status", "approved"),
    ],
)
def test_words_that_do_not_fit_are_refused_by_name_and_change_nothing(approved: UUID, field: str, value: Any) -> None:
    _change(approved, WORDS)

    answer = _change(approved, WORDS | {field: value})

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field])
    assert _visit(approved).json.items() >= WORDS.items()


@pytest.mark.parametrize(("name", "slug"), [("Küche & Bad", "küche-bad"), ("متجر النور", "متجر-النور"), ("!?", "-")])
def test_the_address_of_a_shop_has_its_name_in_it(approved: UUID, name: str, slug: str) -> None:
    answer = _change(approved, {"name": name})

    assert (answer.json["slug"], _visit(approved).json["slug"]) == (slug, slug)


def test_the_products_of_a_shop_are_counted_up_to_a_bound(database: World, approved: UUID) -> None:
    def listed(first: int, last: int) -> tuple[int, bool]:
        with database.tx_as("catalog") as tx:
            tx.execute(
                "INSERT INTO listings (scope, product_id, currency, amount, in_stock)"
                " SELECT :scope, uuidv7(), 'GBP', 1, true FROM generate_series(:first::integer, :last::integer)",
                scope=approved,
                first=first,
                last=last,
            )
        _change(approved, {"name": f"Shop of {last}"})
        page = _visit(approved).json
        return page["product_count"], page["product_count_is_exact"]

    assert listed(1, 3) == (3, True)
    assert listed(4, 1000) == (1000, True)
    assert listed(1001, 1002) == (1000, False)


def test_a_suspended_seller_still_sees_their_shop_and_why_it_is_closed(approved: UUID) -> None:
    _suspend(approved)

    shop = api.call("GET /api/sellers/me", as_=api.seller(approved)).json

    assert (shop["status"], shop["reason"]) == ("suspended", "Counterfeit goods")


def test_an_applicant_sees_how_their_application_stands(owner: Caller) -> None:
    assert api.call("GET /api/sellers/me", as_=owner).code == "seller_not_found"
    applied = _apply(owner)

    assert api.call("GET /api/sellers/me", as_=owner).text == applied.text
    assert api.call("GET /api/sellers/me", as_=api.customer()).code == "seller_not_found"

    _approve(applied.json["id"])

    assert api.call("GET /api/sellers/me", as_=owner).json["status"] == "approved"


def test_visitors_have_no_shop(owner: Caller, applied: UUID) -> None:
    for who, status in ((api.guest(owner.user_id), 403), (None, 401)):
        assert api.call("GET /api/sellers/me", as_=who).status == status


def test_only_sellers_change_a_shop(owner: Caller, approved: UUID) -> None:
    for who, status in ((owner, 403), (api.guest(), 403), (api.admin(), 403), (None, 401)):
        assert api.call("PUT /api/sellers/me", as_=who, body={"name": "Mine", "version": 1}).status == status
    assert _visit(approved).json["name"] == "Lantern & Loom"


def test_a_seller_reaches_no_other_shop(approved: UUID) -> None:
    stranger = api.seller()

    assert api.call("GET /api/sellers/me", as_=stranger).code == "seller_not_found"
    assert api.call("PUT /api/sellers/me", as_=stranger, body={"name": "Mine", "version": 1}).code == "seller_not_found"
    assert _visit(approved).json["name"] == "Lantern & Loom"
