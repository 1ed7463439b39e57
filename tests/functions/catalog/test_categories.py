"""The category tree."""

from typing import Any
from uuid import UUID

import pytest

from functions.catalog.categories.domain import tree
from functions.catalog.categories.domain.model import CategoryTree
from souk.ids import uuid7
from tests.support import api, bus
from tests.support.market import bring, category, open_shop, titles
from tests.support.world import World


def create(**body: Any) -> api.Answer:
    return api.call("POST /api/categories", body=body, as_=api.admin())


def change(category_id: str, **body: Any) -> api.Answer:
    path = {"category_id": category_id}
    return api.call("PUT /api/categories/{category_id}", path=path, body=body, as_=api.admin())


def place(category_id: str, version: int, parent_id: str | None = None, before_id: str | None = None) -> api.Answer:
    path, body = {"category_id": category_id}, {"parent_id": parent_id, "before_id": before_id, "version": version}
    return api.call("PUT /api/categories/{category_id}/place", path=path, body=body, as_=api.admin())


def delete(category_id: str) -> api.Answer:
    return api.call("DELETE /api/categories/{category_id}", path={"category_id": category_id}, as_=api.admin())


def paths() -> list[str]:
    shown = CategoryTree.model_validate_json(api.call("GET /api/categories").text)
    waiting, found = list(shown.items), []
    while waiting:
        one = waiting.pop(0)
        found.append(one.path)
        waiting = [*one.children, *waiting]
    return found


def test_the_tree_shows_what_was_made_at_once(database: World) -> None:
    assert paths() == []

    home = category("Home")
    category("Küche & Bad", home)
    category("Garden")

    assert paths() == ["garden", "home", "home/küche-bad"]


def test_a_category_says_whether_anything_is_sold_in_it_or_below_it(database: World) -> None:
    home = category("Home")
    pots = category("Pots", home)
    category("Garden")
    bring(open_shop().keeper, pots)

    garden, home_shown = api.call("GET /api/categories").json["items"]

    assert not garden["has_products"]
    assert home_shown["has_products"]
    assert home_shown["children"][0]["has_products"]


def test_a_tax_class_holds_for_all_below_until_one_there_has_its_own(database: World) -> None:
    def taxed() -> dict[str, tuple[str | None, str]]:
        shown = CategoryTree.model_validate_json(api.call("GET /api/admin/categories", as_=api.admin()).text)
        waiting, found = list(shown.items), dict[str, tuple[str | None, str]]()
        while waiting:
            one = waiting.pop()
            found[one.name] = (one.tax_class, one.taxed_as)
            waiting += one.children
        return found

    media = create(name="Media", tax_class="reduced").json["id"]
    books = create(name="Books", parent_id=media).json["id"]
    create(name="Comics", parent_id=books, tax_class="super_reduced")
    create(name="Atlases", parent_id=books)
    food = create(name="Food", tax_class="lower_reduced").json["id"]
    before = taxed()
    place(books, 1, food)
    moved = taxed()
    renamed = change(food, name="Fare", version=1).json
    given_up = change(food, name="Fare", tax_class=None, version=2).json

    assert before["Books"] == before["Atlases"] == (None, "reduced")
    assert before["Comics"] == moved["Comics"] == ("super_reduced", "super_reduced")
    assert moved["Books"] == moved["Atlases"] == (None, "lower_reduced")
    assert (renamed["tax_class"], given_up["tax_class"], given_up["taxed_as"]) == ("lower_reduced", None, "standard")
    assert taxed()["Atlases"] == (None, "standard")
    assert change(food, name="Fare", tax_class="parking", version=3).json["errors"][0]["field"] == "tax_class"


def test_administrators_read_the_tree_as_it_stands_and_no_browser_keeps_it(database: World) -> None:
    category("Home")

    shown = api.call("GET /api/admin/categories", as_=api.admin())

    assert shown.json == api.call("GET /api/categories").json
    assert "no-store" in shown.headers["Cache-Control"]
    assert api.call("GET /api/admin/categories", as_=api.customer()).status == 403


def test_a_slug_is_unique_among_siblings_only(database: World) -> None:
    home, garden = category("Home"), category("Garden")
    category("Pots", home)
    category("Pots", garden)

    again = create(name="Planters", slug="pots", parent_id=home)
    root = create(name="House", slug="home")

    assert (again.status, again.code) == (root.status, root.code) == (409, "slug_taken")
    assert paths() == ["garden", "garden/pots", "home", "home/pots"]


def test_a_name_that_makes_a_siblings_slug_makes_one_of_its_own(database: World) -> None:
    home = category("Home")
    category("Pots", home)

    more, symbols = create(name="Pots!", parent_id=home).json, create(name="🧸🎁", parent_id=home).json
    same = change(more["id"], name="POTS", version=1).json

    assert more["slug"] == same["slug"] == f"pots-{more['id'][-8:]}"
    assert symbols["slug"] == symbols["id"][-8:]
    assert set(paths()) == {"home", "home/pots", f"home/{same['slug']}", f"home/{symbols['slug']}"}


@pytest.mark.parametrize(
    ("name", "slug"), [("Куклы", "куклы"), ("玩具", "玩具"), ("लकड़ी के खिलौने", "लकड़ी-के-खिलौने"), ("Βιβλία", "βιβλία")]
)
def test_a_category_is_named_in_any_script_and_found_by_its_slug(database: World, name: str, slug: str) -> None:
    toys = category("Toys")
    bring(open_shop().keeper, category(name, toys))
    bus.drain()

    assert paths() == ["toys", f"toys/{slug}"]
    assert titles(category=slug) == titles(category=f"toys/{slug}") == ["Stoneware Mug"]


@pytest.mark.parametrize("slug", ["", "Mugs", "a--b", "-a", "a/b", "a b", "a_b", "🧸", "a\u200d", "x" * 101])
def test_a_slug_that_is_none_is_refused(database: World, slug: str) -> None:
    refused = create(name="Mugs", slug=slug)

    assert [error["field"] for error in refused.json["errors"]] == ["slug"]
    assert paths() == []


def test_the_tree_has_four_levels(database: World) -> None:
    parent = None
    for name in ("One", "Two", "Three", "Four"):
        parent = category(name, parent)

    fifth = api.call("POST /api/categories", body={"name": "Five", "parent_id": parent}, as_=api.admin())
    orphan = api.call("POST /api/categories", body={"name": "Five", "parent_id": str(uuid7())}, as_=api.admin())

    assert [answer.json["errors"][0]["field"] for answer in (fifth, orphan)] == ["parent_id", "parent_id"]
    assert paths()[-1] == "one/two/three/four"


def test_a_category_is_renamed_with_everything_below_it_and_stays_where_it_stands(database: World) -> None:
    home = category("Home")
    pots = category("Pots", home)
    bring(open_shop().keeper, category("Large", pots), "Large Pot")

    renamed = change(pots, name="Plant Pots", version=1)
    bus.drain(times=2)

    assert (renamed.status, renamed.json["path"], renamed.json["version"]) == (200, "home/plant-pots", 2)
    assert paths() == ["home", "home/plant-pots", "home/plant-pots/large"]
    assert titles(category="home/plant-pots") == ["Large Pot"]


def test_a_category_is_answered_with_what_is_below_it_when_it_was_renamed_or_placed(database: World) -> None:
    home, pots = category("Home"), category("Pots")
    for name in ("Small", "Large"):
        category("Glazed", category(name, pots))

    renamed, placed = change(pots, name="Plant Pots", version=1), place(pots, 2, home)

    [shown] = api.call("GET /api/categories").json["items"]
    assert [placed.json] == shown["children"]
    assert [below["path"] for below in placed.json["children"]] == ["home/plant-pots/large", "home/plant-pots/small"]
    for answer in (renamed, placed):
        assert [[one["name"] for one in below["children"]] for below in answer.json["children"]] == [["Glazed"]] * 2


def test_a_file_finds_a_category_by_the_names_it_has_after_it_was_renamed_and_moved(database: World) -> None:
    home, garden = category("Home"), category("Garden")
    pots = category("Pots", home)
    large = category("Large", pots)

    change(pots, name="Plant Pots", version=1)
    place(pots, 2, garden)
    change(garden, name="ÖUTDOORS", version=1)

    with database.tx_as("catalog") as tx:
        found, _ = tree.ensure(tx, database.cache, {("Öutdoors", "plant pots", "Large"), ("Home",)}, most=0)
        former, _ = tree.ensure(tx, database.cache, [("Home", "Pots", "Large")], most=2)
    assert found == {("Öutdoors", "plant pots", "Large"): [UUID(large)], ("Home",): [UUID(home)]}
    assert UUID(large) not in former["Home", "Pots", "Large"]


def test_a_category_takes_its_place_among_its_siblings(database: World) -> None:
    home = category("Home")
    bowls, _, mugs = (category(name, home) for name in ("Bowls", "Cups", "Mugs"))

    first = place(mugs, 1, home, bowls)
    assert (first.status, first.json["position"], first.json["version"]) == (200, 0, 2)
    assert paths() == ["home", "home/mugs", "home/bowls", "home/cups"]

    assert place(bowls, 2, home).status == 200
    assert paths() == ["home", "home/mugs", "home/cups", "home/bowls"]
    assert bus.recorded("category.changed") == [], "no product came to stand elsewhere"


def test_a_category_is_placed_below_another_with_everything_below_it_and_its_products(database: World) -> None:
    home, garden = category("Home"), category("Garden")
    pots = category("Pots", home)
    bring(open_shop().keeper, category("Large", pots), "Large Pot")

    assert place(pots, 1, garden).json["path"] == "garden/pots"
    bus.drain(times=2)
    assert (titles(category="garden"), titles(category="home")) == (["Large Pot"], [])

    assert place(pots, 2, None, garden).json["path"] == "pots"
    bus.drain(times=2)
    assert paths() == ["pots", "pots/large", "garden", "home"]
    assert titles(category="garden") == []


def test_a_place_that_cannot_be_is_refused_and_changes_nothing(database: World) -> None:
    home, garden = category("Home"), category("Garden")
    pots, other = category("Pots", home), category("Pots", garden)
    deep = category("Four", category("Three", category("Two", garden)))

    stale, circle, itself = place(pots, 7, garden), place(home, 1, pots), place(home, 1, home)
    taken, missing, unknown = place(pots, 1, garden), place(str(uuid7()), 1), place(pots, 1, str(uuid7()))
    elsewhere, before_itself = place(pots, 1, home, other), place(pots, 1, home, pots)
    too_deep = place(home, 1, deep)

    assert [answer.code for answer in (stale, taken, missing)] == [
        "version_conflict",
        "slug_taken",
        "category_not_found",
    ]
    refused = (circle, itself, unknown, elsewhere, before_itself, too_deep)
    assert [[error["field"] for error in answer.json["errors"]] for answer in refused] == [
        *[["parent_id"]] * 3,
        *[["before_id"]] * 2,
        ["parent_id"],
    ]
    assert paths() == [
        "garden",
        "garden/pots",
        "garden/two",
        "garden/two/three",
        "garden/two/three/four",
        "home",
        "home/pots",
    ]


def test_a_change_that_cannot_be_is_refused_and_changes_nothing(database: World) -> None:
    home = category("Home")
    pots = category("Pots", home)
    category("Lamps", home)

    stale = change(pots, name="Other", version=7)
    moved = change(pots, name="Pots", parent_id=None, version=1)
    taken = change(pots, name="Other", slug="lamps", version=1)
    missing = change(str(uuid7()), name="Other", version=1)

    assert [answer.code for answer in (stale, moved, taken, missing)] == [
        "version_conflict",
        "validation_failed",
        "slug_taken",
        "category_not_found",
    ]
    assert paths() == ["home", "home/lamps", "home/pots"]


def test_only_an_empty_category_is_deleted(database: World) -> None:
    seller, home = open_shop().keeper, category("Home")
    pots = category("Pots", home)
    product = bring(seller, pots)

    assert [delete(one).code for one in (home, pots)] == ["category_not_empty"] * 2

    api.call("DELETE /api/products/{product_id}", path={"product_id": product["id"]}, as_=seller)
    assert [delete(one).status for one in (pots, home, home)] == [204, 204, 404]
    assert paths() == []


def test_only_an_administrator_shapes_the_tree(database: World) -> None:
    answer = api.call("POST /api/categories", body={"name": "Mine"}, as_=open_shop().keeper)

    assert answer.status == 403
    assert paths() == []
