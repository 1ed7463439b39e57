"""What visitors see of shops, and what sellers change of theirs."""

from typing import Any
from uuid import UUID

import pytest

from functions.sellers.domain.model import ListedSeller
from souk import Caller
from souk.ids import uuid7
from souk.paging import PageOf
from tests.support import api, bus, shops
from tests.support.api import Answer
from tests.support.world import World


def test_nothing_private_is_shown_to_everybody(approved: UUID) -> None:
    assert not {"owner_id", "status", "reason", "updated_at"} & shops.visit(approved).json.keys()


def _list(as_: Caller | None = None, **query: Any) -> Answer:
    return api.call("GET /api/sellers", as_=as_, query=query)


def _open(*names: str) -> list[str]:
    ids = [str(shops.apply(api.customer(), shops.SHOP | {"name": name}).json["id"]) for name in names]
    assert {shops.approve(one).status for one in ids} <= {200}
    return ids


def test_the_shops_that_sell_are_listed_by_name_to_everybody(database: World, applied: UUID) -> None:
    _open("Candle", "Anvil", "Brush", "Brush", "Easel")
    shops.suspend(_open("Drum")[0])
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
    shops.suspend(suspended)
    refused = str(shops.apply(api.customer()).json["id"])
    shops.refuse(refused)

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


def test_a_shop_nobody_has_is_not_found(database: World) -> None:
    for answer in (shops.visit(uuid7()), shops.approve(uuid7()), shops.refuse(uuid7()), shops.suspend(uuid7())):
        assert (answer.status, answer.code) == (404, "seller_not_found")
    assert shops.visit("lantern-and-loom").status == 422


def test_a_seller_renames_their_shop_and_visitors_see_it(owner: Caller, approved: UUID) -> None:
    seller = api.seller(approved, owner.user_id)
    assert shops.visit(approved).json["name"] == "Lantern & Loom"

    answer = _change(approved, {"name": "Loom & Lantern"})

    assert answer.status == 200
    assert answer.json == api.call("GET /api/sellers/me", as_=seller).json
    assert shops.visit(approved).json["name"] == "Loom & Lantern"
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
    assert shops.visit(approved).json.items() >= (WORDS | {"tagline": "Light"}).items()


def test_what_a_shop_says_of_itself_is_on_its_page_at_once(approved: UUID) -> None:
    assert shops.visit(approved).json["tagline"] == ""
    published = len(bus.recorded())

    answer = _change(approved, WORDS)

    assert answer.status == 200
    assert answer.json.items() >= WORDS.items()
    assert shops.visit(approved).json.items() >= (WORDS | {"slug": "lantern-loom", "product_count": 0}).items()
    (listed,) = _list().json["items"]
    assert (listed["tagline"], listed["logo_url"], listed["slug"]) == (
        *(WORDS[n] for n in ("tagline", "logo_url")),
        "lantern-loom",
    )
    assert len(bus.recorded()) == published, "no other service minds the words of a shop"


LEGAL: dict[str, Any] = {
    "legal_address": {
        "name": "Lantern & Loom Ltd.",
        "line1": "1 Market Street",
        "line2": None,
        "city": "London",
        "country": "GB",
        "region": None,
        "postal_code": "E1 6AN",
        "phone": None,
    },
    "tax_id": "GB123456789",
}


def test_who_sells_by_law_is_kept_for_invoices_and_shown_to_the_shop_and_administrators_alone(
    approved: UUID, database: World
) -> None:
    answer = _change(approved, WORDS | LEGAL)
    again = _change(approved, WORDS | LEGAL)

    inspected = api.made("GET /api/admin/sellers/{seller_id}", as_=api.admin(), path={"seller_id": approved})
    assert answer.json.items() >= LEGAL.items()
    assert again.json == answer.json
    assert inspected.items() >= LEGAL.items()
    assert not LEGAL.keys() & shops.visit(approved).json.keys()
    with database.tx_as("orders") as tx:
        published = tx.row("SELECT * FROM sellers_api.identities WHERE seller_id = :id", id=approved)
    assert published is not None
    assert (published["name"], published["country"], published["tax_id"]) == ("Lantern & Loom", "GB", "GB123456789")

    emptied = _change(approved, WORDS)
    assert emptied.json.items() >= dict.fromkeys(LEGAL).items()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tax_id", ""),
        ("tax_id", "x" * 31),
        ("legal_address.postal_code", LEGAL | {"legal_address": LEGAL["legal_address"] | {"postal_code": "1"}}),
        ("legal_address.name", LEGAL | {"legal_address": LEGAL["legal_address"] | {"name": " "}}),
        ("legal_address.vat", LEGAL | {"legal_address": LEGAL["legal_address"] | {"vat": "1"}}),
    ],
)
def test_a_legal_address_that_is_none_is_refused_by_name_and_changes_nothing(
    approved: UUID, field: str, value: Any
) -> None:
    before = _change(approved, WORDS | LEGAL).json

    answer = _change(approved, WORDS | LEGAL | (value if isinstance(value, dict) else {field: value}))

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field])
    assert api.made("GET /api/sellers/me", as_=api.seller(approved)) == before


def test_words_that_are_left_out_are_emptied(approved: UUID) -> None:
    _change(approved, WORDS)

    _change(approved, {"name": WORDS["name"]})

    emptied = {name: "" for name in WORDS if name.endswith(("line", "about", "policy"))}
    assert shops.visit(approved).json.items() >= (emptied | {"logo_url": None, "banner_url": None}).items()


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
    assert shops.visit(approved).json.items() >= WORDS.items()


@pytest.mark.parametrize(("name", "slug"), [("Küche & Bad", "küche-bad"), ("متجر النور", "متجر-النور"), ("!?", "-")])
def test_the_address_of_a_shop_has_its_name_in_it(approved: UUID, name: str, slug: str) -> None:
    answer = _change(approved, {"name": name})

    assert (answer.json["slug"], shops.visit(approved).json["slug"]) == (slug, slug)


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
        page = shops.visit(approved).json
        return page["product_count"], page["product_count_is_exact"]

    assert listed(1, 3) == (3, True)
    assert listed(4, 1000) == (1000, True)
    assert listed(1001, 1002) == (1000, False)


def test_visitors_have_no_shop(owner: Caller, applied: UUID) -> None:
    for who, status in ((api.guest(owner.user_id), 403), (None, 401)):
        assert api.call("GET /api/sellers/me", as_=who).status == status


def test_only_sellers_change_a_shop(owner: Caller, approved: UUID) -> None:
    for who, status in ((owner, 403), (api.guest(), 403), (api.admin(), 403), (None, 401)):
        assert api.call("PUT /api/sellers/me", as_=who, body={"name": "Mine", "version": 1}).status == status
    assert shops.visit(approved).json["name"] == "Lantern & Loom"


def test_a_seller_reaches_no_other_shop(approved: UUID) -> None:
    stranger = api.seller()

    assert api.call("GET /api/sellers/me", as_=stranger).code == "seller_not_found"
    assert api.call("PUT /api/sellers/me", as_=stranger, body={"name": "Mine", "version": 1}).code == "seller_not_found"
    assert shops.visit(approved).json["name"] == "Lantern & Loom"
