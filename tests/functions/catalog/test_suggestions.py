"""GET /api/suggestions"""

from typing import Any

import pytest

from functions.catalog.browsing.domain.model import Suggestions
from functions.catalog.browsing.domain.suggestion_store import MOST_OTHERS, MOST_PRODUCTS
from tests.support import api, bus
from tests.support.market import bring, category, offer, open_shop
from tests.support.world import World


def suggested(q: str) -> dict[str, list[str]]:
    answer = api.call("GET /api/suggestions", query={"q": q})
    assert answer.status == 200, answer.text
    Suggestions.model_validate_json(answer.text)
    found = answer.json
    titles = [one["title"] for one in found["products"]]
    return {"products": titles} | {kind: [one["name"] for one in found[kind]] for kind in ("categories", "shops")}


NOTHING: dict[str, list[str]] = {"products": [], "categories": [], "shops": []}


def test_products_categories_and_shops_are_found_by_the_beginning_of_any_word(database: World) -> None:
    shop = open_shop("The Blue Kiln")
    blues = category("Blues & Greens", category("Home"))
    bring(shop.keeper, blues, "Big Blue Mug")

    for typed in ("b", "BLU", "blue", " blue "):
        assert suggested(typed) == {
            "products": ["Big Blue Mug"],
            "categories": ["Blues & Greens"],
            "shops": ["The Blue Kiln"],
        }
    assert suggested("blue m") == NOTHING | {"products": ["Big Blue Mug"]}
    assert suggested("blue k") == NOTHING | {"shops": ["The Blue Kiln"]}
    assert suggested("lue") == suggested("mug blue") == NOTHING
    answer = api.call("GET /api/suggestions", query={"q": "blues"})
    assert [step["slug"] for step in answer.json["categories"][0]["trail"]] == ["home", "blues-greens"]
    assert answer.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("title", "typed"),
    [("Crème brûlée", "creme bru"), ("قلم أزرق", "أزر"), ("USB-C cable", "c cab"), ("100% wool", "100 w")],
)
def test_accents_signs_and_scripts_do_not_matter(database: World, title: str, typed: str) -> None:
    bring(open_shop("Quill").keeper, category("Z"), title)

    assert suggested(typed)["products"] == [title]


@pytest.mark.parametrize("q", ["!?", "%", "_", "\\", "'", "☃"])
def test_what_has_no_letter_suggests_nothing(database: World, q: str) -> None:
    bring(open_shop().keeper, category())

    assert suggested(q) == NOTHING


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": " "}, {"q": "x" * 201}, {"q": "a\nb"}, {"q": ["a", "b"]}])
def test_what_nobody_types_is_refused_by_name(database: World, query: dict[str, Any]) -> None:
    answer = api.call("GET /api/suggestions", query=query)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "q")


@pytest.mark.parametrize("typed", [60, 61, 100, 150])
def test_a_long_name_is_found_however_much_of_it_was_typed(database: World, typed: int) -> None:
    title = "A stoneware mug " * 10
    bring(open_shop("Kiln").keeper, category("Z"), title, variants=offer("", "1")["variants"])

    assert suggested(title[:typed])["products"] == [title.strip()]


def test_no_more_is_suggested_than_is_shown_and_each_once(database: World) -> None:
    shop = open_shop("Tea")
    for number in range(MOST_PRODUCTS + 1):
        bring(shop.keeper, shop.category_id, f"Tea tea tea {number}", variants=offer("", str(number))["variants"])
    for number in range(MOST_OTHERS + 1):
        category(f"Tea {number}")

    found = suggested("tea")

    assert found["products"] == [f"Tea tea tea {number}" for number in range(MOST_PRODUCTS)]
    assert found["categories"] == [f"Tea {number}" for number in range(MOST_OTHERS)]


def test_only_what_can_be_seen_is_suggested_and_by_its_name_of_today(database: World) -> None:
    shop = open_shop("Anvil")
    made = bring(shop.keeper, category("Zinc"), "Apron", status="draft")
    body = {name: made[name] for name in ("title", "images", "version")} | {
        "category_id": made["category"][-1]["id"],
        "variants": [{name: one[name] for name in ("sku", "price")} for one in made["variants"]],
    }
    path = {"product_id": made["id"]}

    assert suggested("a") == NOTHING | {"shops": ["Anvil"]}
    api.made("PUT /api/products/{product_id}", path=path, body=body | {"status": "published"}, as_=shop.keeper)
    assert suggested("a")["products"] == ["Apron"]
    renamed = body | {"title": "Bib", "version": made["version"] + 1}
    api.made("PUT /api/products/{product_id}", path=path, body=renamed, as_=shop.keeper)
    assert (suggested("a")["products"], suggested("b")["products"]) == ([], ["Bib"])

    suspension = {"suspended": True, "reason": "Counterfeits"}
    at = {"seller_id": shop.seller_id}
    api.made("PUT /api/sellers/{seller_id}/suspension", path=at, body=suspension, as_=api.admin())
    bus.drain(times=2)

    assert suggested("a") == suggested("b") == NOTHING


def test_a_category_that_was_renamed_or_deleted_is_not_found_as_before(database: World) -> None:
    made = category("Mugs")
    path = {"category_id": made}

    api.made("PUT /api/categories/{category_id}", path=path, body={"name": "Cups", "version": 1}, as_=api.admin())
    assert (suggested("mug"), suggested("cup")["categories"]) == (NOTHING, ["Cups"])

    api.made("DELETE /api/categories/{category_id}", path=path, as_=api.admin())
    assert suggested("cup") == NOTHING
