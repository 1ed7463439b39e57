"""Pages arrive as markup made of what the API answers; where that fails, the shell does."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.catalog.pages.domain.renderer import Renderer
from souk import Database
from souk.errors import Unavailable
from souk.ids import uuid7
from tests.support import api
from tests.support.api import Answer
from tests.support.languages import ASKED
from tests.support.market import apply_for_shop, bring, category, open_shop, put_on_sale
from tests.support.world import World, registry

BUNDLE = Path(__file__).parents[2] / "support" / "bundle"
COUNTED = {"facets": "true", "total": "true"}
PRODUCT = "GET /products/{slug}/{product_id}"


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    """V8 with a bundle that shows what it was given."""
    opened = Renderer(BUNDLE, "https://shop.test", "https://files.test")
    yield opened
    opened.close()


def given(answer: Answer) -> dict[str, Any]:
    """Read what the bundle was given."""
    found = re.search(r'<script type="application/json" id="state">(.*?)</script>', answer.text, re.DOTALL)
    assert found is not None, answer.text
    read: dict[str, Any] = json.loads(found[1])
    return read


def directives(answer: Answer) -> dict[str, list[str]]:
    policy = answer.headers["Content-Security-Policy"]
    return {name: values for name, *values in (one.split() for one in policy.split("; "))}


def test_a_product_is_rendered_of_what_its_operation_answers(database: World, renderer: Renderer) -> None:
    mug = put_on_sale(open_shop(), title="Mug")
    expected = api.call("GET /api/products/{product_id}", path={"product_id": mug.product_id}).json

    answer = api.call(PRODUCT, path={"slug": "mug", "product_id": mug.product_id}, renderer=renderer)

    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert '<div id="root"><h1>rendered</h1></div>' in answer.text
    assert '<title>Souk</title><style data-names="1">.souk-1{margin:0}</style>' in answer.text
    assert re.findall(r'<link rel="modulepreload" fetchpriority="low" crossorigin href="(.*?)">', answer.text) == [
        "/assets/ProductPage.js",
        "/assets/shared.js",
        "/assets/en.js",
    ]
    assert given(answer)["request"] == {
        "origin": "https://shop.test",
        "path": f"/products/mug/{mug.product_id}",
        "search": "",
        "locale": "en",
    }
    params = {"product_id": str(mug.product_id)}
    assert given(answer)["answers"] == [{"operation": "get_product", "params": params, "data": expected}]


def test_home_shows_the_newest_products_and_the_categories(database: World, renderer: Renderer) -> None:
    put_on_sale(open_shop())

    answer = api.call("GET /", renderer=renderer)

    newest, categories = given(answer)["answers"]
    assert newest == {"operation": "list_products", "params": {}, "data": api.call("GET /api/products").json}
    assert categories == {"operation": "list_categories", "params": {}, "data": api.call("GET /api/categories").json}


def test_a_search_asks_what_its_address_says_and_leaves_out_what_cannot_be(database: World, renderer: Renderer) -> None:
    put_on_sale(open_shop(), title="Blue mug")
    address = {"q": [" mug", "jug"], "sort": "sideways", "min_price": "few", "max_price": "09999", "attr.Ü": "x"}
    address |= {"": "x", "|all": "x", "category": "\0"}
    own = {"limit": "99", "cursor": "x", "seller": str(uuid7()), "in_stock": "false"}

    answer = api.call("GET /search", query=address | own, renderer=renderer)

    [found] = given(answer)["answers"]
    params = {"q": "mug", "max_price": 9999, "facets": True, "total": True}
    assert (found["operation"], found["params"]) == ("list_products", params)
    assert found["data"] == api.call("GET /api/products", query=params | COUNTED).json
    assert [item["title"] for item in found["data"]["items"]] == ["Blue mug"]
    assert given(answer)["request"]["search"].startswith("?q=+mug&q=jug&sort=sideways")


def test_a_category_shows_its_products_and_the_tree(database: World, renderer: Renderer) -> None:
    shop = open_shop()
    put_on_sale(shop)
    path = {"category_id": shop.category_id}

    answer = api.call("GET /categories/{slug}/{category_id}", path=path | {"slug": "things"}, renderer=renderer)

    products, categories = given(answer)["answers"]
    expected = api.call("GET /api/categories/{category_id}/products", path=path, query=COUNTED)
    assert products["params"] == path | {"facets": True, "total": True}
    assert products["data"] == expected.json
    assert categories["operation"] == "list_categories"


@pytest.mark.parametrize("route", [PRODUCT, "GET /categories/{slug}/{category_id}"])
def test_what_is_not_there_is_a_page_that_says_so(database: World, renderer: Renderer, route: str) -> None:
    category()
    name = re.findall(r"\{(\w+_id)\}", route)[0]

    answer = api.call(route, path={"slug": "x", name: uuid7()}, renderer=renderer)

    first = given(answer)["answers"][0]
    assert answer.status == 404
    assert "<h1>rendered</h1>" in answer.text
    assert first["problem"]["code"] == f"{name.removesuffix('_id')}_not_found"


def test_an_address_that_cannot_be_is_the_shell_and_not_found(database: World, renderer: Renderer) -> None:
    answer = api.call(PRODUCT, path={"slug": "mug", "product_id": "none"}, renderer=renderer)

    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert '<div id="root"></div>' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_at_another_address_leads_there(database: World, renderer: Renderer) -> None:
    mug = put_on_sale(open_shop())

    answer = api.call(PRODUCT, path={"slug": "wrong", "product_id": mug.product_id}, renderer=renderer)

    assert (answer.status, answer.headers["Location"], answer.text) == (301, "/products/right/1", "")


def test_an_id_in_capitals_leads_to_the_address_that_writes_it_as_we_do(database: World, renderer: Renderer) -> None:
    mug = put_on_sale(open_shop())

    path = {"slug": "mug", "product_id": str(mug.product_id).upper()}
    answer = api.call(PRODUCT, path=path, query={"from": "a mail"}, renderer=renderer)

    assert (answer.status, answer.headers["Location"]) == (301, f"/products/mug/{mug.product_id}?from=a+mail")


def test_a_page_is_kept_for_a_minute_for_each_language(database: World, renderer: Renderer) -> None:
    answer = api.call("GET /", renderer=renderer)

    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
    assert answer.headers["Vary"] == "Accept-Language, Cookie"


@pytest.mark.parametrize(
    ("headers", "language"), [*ASKED, ({"x-souk-language": "de", "cookie": "lang=ar", "accept-language": "en"}, "de")]
)
def test_a_page_is_in_the_language_that_was_chosen_or_asked_for(
    database: World, renderer: Renderer, headers: dict[str, str], language: str
) -> None:
    answer = api.call("GET /", headers=headers, renderer=renderer)

    assert given(answer)["request"]["locale"] == language
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in answer.text


def test_a_page_allows_its_own_style_and_no_other(database: World, renderer: Renderer) -> None:
    allowed = directives(api.call("GET /", renderer=renderer))

    # Of the text of the style that the bundle gave, by `openssl dgst -sha256 -binary | base64`.
    own = "'sha256-Wdr0SFZUMOtAiQAMGnDeLXc7X5j2d+OBWZY071gbZIQ='"
    assert allowed["style-src-elem"] == ["'self'", "'sha256-ofTheShell'", own]
    assert allowed["script-src"] == ["'self'", "'sha256-ofTheShell'"]
    assert allowed["default-src"] == ["'none'"]
    assert allowed["connect-src"] == ["'self'", "https://files.test"]
    assert allowed["require-trusted-types-for"] == ["'script'"]


@pytest.mark.parametrize("trouble", ["throws", "grows"])
def test_where_rendering_fails_the_shell_answers_is_counted_and_the_next_page_is_rendered(
    database: World, renderer: Renderer, capsys: pytest.CaptureFixture[str], trouble: str
) -> None:
    answer = api.call("GET /search", query={"q": trouble}, renderer=renderer)

    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert '<div id="root"></div>' in answer.text
    assert '"PagesNotRendered": 1' in capsys.readouterr().out.replace('":1', '": 1')
    assert "<h1>rendered</h1>" in api.call("GET /", renderer=renderer).text


def test_a_page_that_takes_too_long_is_given_up(
    database: World, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.catalog.pages.domain.renderer._RENDERING_SECONDS", 0.05)

    answer = api.call("GET /search", query={"q": "loops"}, renderer=renderer)

    assert answer.status == 200
    assert '<div id="root"></div>' in answer.text


def test_without_a_database_the_shell_answers_as_failed(
    database: World, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(Database, "read", gone)

    answer = api.call("GET /", renderer=renderer)

    assert answer.status == 503
    assert '<div id="root"></div>' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_words_of_a_shop_forge_nothing(database: World, renderer: Renderer) -> None:
    title = "</script><script>alert(1)</script><!--state--><!--page-->\u2028`${1}`"
    mug = put_on_sale(open_shop(), title=title.replace("\u2028", ""))

    answer = api.call(PRODUCT, path={"slug": "mug", "product_id": mug.product_id}, renderer=renderer)

    assert given(answer)["answers"][0]["data"]["title"] == title.replace("\u2028", "")
    assert "alert(1)</script>" not in answer.text
    assert answer.text.count("<script") == 1


def test_the_directory_shows_shops_as_their_operation_lists_them(database: World, renderer: Renderer) -> None:
    open_shop("Fold & Kiln")
    apply_for_shop("Not yet")

    [shops] = given(api.call("GET /shops", renderer=renderer))["answers"]

    assert shops == {"operation": "list_sellers", "params": {}, "data": api.call("GET /api/sellers").json}
    assert [shop["name"] for shop in shops["data"]["items"]] == ["Fold & Kiln"]


def test_lists_of_pages_go_on_where_those_of_the_api_do(database: World, renderer: Renderer) -> None:
    shop = open_shop("Shop 0")
    for number in range(1, 25):
        open_shop(f"Shop {number}")
    mugs = category("Mugs")
    for number in range(25):
        bring(shop.keeper, mugs, f"Mug {number}")
    addresses = [
        ("GET /", {}),
        ("GET /shops", {}),
        ("GET /search", {}),
        ("GET /categories/{slug}/{category_id}", {"slug": "mugs", "category_id": mugs}),
        ("GET /shops/{slug}/{seller_id}", {"slug": "shop", "seller_id": shop.seller_id}),
    ]

    routes = {spec.name: spec.route for spec in registry().operations}

    for address, path in addresses:
        answers = given(api.call(address, path=path, renderer=renderer))["answers"]

        [listed] = [answer for answer in answers if answer["data"].get("next_cursor")]
        params = dict(listed["params"])
        ids = {"category_id": mugs} if params.pop("category_id", None) else {}
        again = api.made(routes[listed["operation"]], path=ids, query=params)
        assert again["next_cursor"] == listed["data"]["next_cursor"], address


def test_a_shop_is_shown_with_its_products_and_no_others(database: World, renderer: Renderer) -> None:
    shop, other = open_shop("Fold & Kiln"), open_shop("Fern House")
    put_on_sale(shop, title="Mug")
    put_on_sale(other, title="Fern")
    path = {"seller_id": shop.seller_id}

    answer = api.call("GET /shops/{slug}/{seller_id}", path=path | {"slug": "fold-kiln"}, renderer=renderer)

    front, products = given(answer)["answers"]
    assert front["data"] == api.call("GET /api/sellers/{seller_id}", path=path).json
    assert products["params"] == {"seller": str(shop.seller_id), "facets": True, "total": True}
    assert products["data"] == api.call("GET /api/products", query=products["params"] | COUNTED).json
    assert [item["title"] for item in products["data"]["items"]] == ["Mug"]


def test_a_shop_that_does_not_sell_is_not_there_and_the_rest_of_the_page_stands(
    database: World, renderer: Renderer
) -> None:
    shop = apply_for_shop()

    answer = api.call(
        "GET /shops/{slug}/{seller_id}", path={"slug": "shop", "seller_id": shop.seller_id}, renderer=renderer
    )

    front, products = given(answer)["answers"]
    assert (answer.status, front["problem"]["code"], products["data"]["items"]) == (404, "seller_not_found", [])
