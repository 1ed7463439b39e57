"""Lists of products: narrowed, sorted, searched and paged."""

import base64
import json
from itertools import chain
from typing import Any
from uuid import UUID

import pytest

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain.model import MOST_TOTAL, ListProducts, ProductPage
from souk.ids import uuid7
from tests.support import api, bus
from tests.support.market import bring, category, offer, open_shop, titles
from tests.support.world import World


def priced(title: str, amount: int, stock: int = 5, currency: str = "GBP") -> dict[str, Any]:
    price = {"amount": amount, "currency": currency}
    return {"title": title, "variants": [{"sku": title, "price": price, "stock": stock}]}


def pages(**query: Any) -> list[list[str]]:
    found: list[list[str]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = api.call("GET /api/products", query=query | cursor)
        assert answer.status == 200, answer.text
        found.append([item["title"] for item in answer.json["items"]])
        if answer.json["next_cursor"] is None:
            return found
        cursor = {"cursor": answer.json["next_cursor"]}


def test_the_list_shows_cards_newest_first(database: World) -> None:
    seller, mugs = open_shop("Fold & Kiln").keeper, category()
    old = bring(
        seller,
        mugs,
        **priced("Old", 300),
        images=[{"url": "/pictures/old.svg", "alt": "An old mug"}, {"url": "/pictures/back.svg"}],
    )
    bring(seller, mugs, **priced("New", 100, stock=0))

    answer = api.call("GET /api/products")

    ProductPage.model_validate_json(answer.text)
    assert [(item["title"], item["in_stock"]) for item in answer.json["items"]] == [("New", False), ("Old", True)]
    assert answer.json["items"][1] == {
        "id": answer.json["items"][1]["id"],
        "title": "Old",
        "slug": "old",
        "price": {"amount": 300, "currency": "GBP"},
        "highest_price": {"amount": 300, "currency": "GBP"},
        "image_url": "/pictures/old.svg",
        "image_alt": "An old mug",
        "second_image_url": "/pictures/back.svg",
        "seller": {"id": str(seller.seller_id), "name": "Fold & Kiln", "slug": "fold-kiln"},
        "category_id": mugs,
        "in_stock": True,
        "default_variant_id": old["variants"][0]["id"],
        "variant_count": 1,
    }
    assert answer.headers["Cache-Control"] == "public, max-age=30"


def test_a_card_says_what_is_bought_at_once_and_from_what_price_to_what(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    sizes = [
        {"sku": sku, "options": {"size": sku}, "price": {"amount": amount, "currency": "GBP"}, "stock": stock}
        for sku, amount, stock in (("S", 100, 0), ("M", 300, 1), ("L", 200, 1))
    ]
    made = bring(seller, mugs, variants=sizes)
    ids = {one["sku"]: one["id"] for one in made["variants"]}

    def card() -> dict[str, Any]:
        [found] = api.made("GET /api/products")["items"]
        return dict(found)

    assert (card()["price"]["amount"], card()["highest_price"]["amount"]) == (100, 300)
    assert (card()["variant_count"], card()["default_variant_id"]) == (3, ids["M"])
    for sku, left in (("M", ids["L"]), ("L", None)):
        path = {"variant_id": ids[sku]}
        api.made("PUT /api/inventory/{variant_id}", path=path, body={"on_hand": 0}, as_=seller)
        bus.deliver("catalog.browsing.follow_stock", bus.recorded("inventory.updated")[-1])
        assert card()["default_variant_id"] == left
    assert card()["in_stock"] is False


def test_a_list_is_counted_up_to_a_bound_when_it_is_asked_for(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    for number in range(4):
        bring(seller, mugs, **priced(f"Mug {number}", 100 * number + 100, stock=number), attributes={"n": str(number)})

    def total(**query: Any) -> tuple[int, bool]:
        page = api.made("GET /api/products", query=query | {"total": "true", "limit": 1})
        return page["total"], page["total_is_exact"]

    assert total() == total(category=mugs, seller=seller.seller_id) == total(q="mug") == (4, True)
    assert (total(in_stock="true"), total(max_price=200), total(**{"attr.n": "1"})) == ((3, True), (2, True), (1, True))
    assert total(category="nowhere") == (0, True)
    below = api.made("GET /api/categories/{category_id}/products", path={"category_id": mugs}, query={"total": "true"})
    assert below["total"] == 4
    assert "total" not in api.made("GET /api/products")
    asked = api.made("GET /api/products", query={"facets": "true", "total": "true"})
    assert (asked["facets"]["counted"], asked["total"]) == (4, 4)


def test_a_count_ends_at_the_bound(database: World) -> None:
    shop = open_shop()
    with database.tx_as("catalog") as tx:
        for many, told in ((MOST_TOTAL, True), (1, False)):
            tx.execute(
                "WITH listed AS ("
                " INSERT INTO listings (scope, product_id, currency, amount, in_stock)"
                " SELECT :scope, uuidv7(), 'GBP', 1, true FROM generate_series(1, :many::integer)"
                " RETURNING product_id)"
                " INSERT INTO cards (id, card) SELECT product_id, '{}' FROM listed",
                scope=shop.seller_id,
                many=many,
            )
            query = ListProducts(seller=shop.seller_id, total=True, sort="newest")
            page = json.loads(listing_store.browse(tx, query, shop_id=query.seller))

            assert (page["total"], page["total_is_exact"]) == (MOST_TOTAL, told)


def test_every_order_pages_through_everything_once(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    amounts = [300, 100, 200, 100, 300, 200, 100]
    for number, amount in enumerate(amounts):
        bring(seller, mugs, **priced(f"Mug {number}", amount))
    newest = [f"Mug {number}" for number in reversed(range(7))]

    assert pages(limit=3) == [newest[:3], newest[3:6], newest[6:]]
    assert pages(limit=7) == [newest]
    rising, falling = pages(limit=2, sort="price_asc"), pages(limit=2, sort="price_desc")
    assert list(chain(*rising)) == ["Mug 1", "Mug 3", "Mug 6", "Mug 2", "Mug 5", "Mug 0", "Mug 4"]
    assert list(chain(*falling)) == list(chain(*rising))[::-1]
    relevant = pages(limit=2, q="mug")
    assert sorted(chain(*relevant)) == sorted(newest)
    assert len(relevant) == 4


def test_a_list_is_narrowed_by_price_stock_shop_and_facts(database: World) -> None:
    seller, other, mugs = open_shop().keeper, open_shop("Other").keeper, category()
    bring(seller, mugs, **priced("Clay", 100), attributes={"material": "Clay"})
    bring(seller, mugs, **priced("Glass", 200, stock=0), attributes={"material": "Glass"})
    bring(other, mugs, **priced("Oak", 300), attributes={"material": "Oak", "finish": "Oil"})

    assert titles(min_price=150, max_price=250) == ["Glass"]
    assert titles(in_stock="true") == ["Oak", "Clay"]
    assert titles(seller=seller.seller_id) == ["Glass", "Clay"]
    assert titles(**{"attr.material": "Oak"}) == ["Oak"]
    assert titles(**{"attr.material": "Oak", "attr.finish": "Wax"}) == []
    assert titles(seller=seller.seller_id, sort="price_desc", max_price=150) == ["Clay"]


def test_prices_are_compared_in_one_currency(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    bring(seller, mugs, **priced("Ten pounds", 1000))
    bring(seller, mugs, **priced("Two thousand yen", 2000, currency="JPY"))
    bring(seller, mugs, **priced("Fifteen pounds", 1500))
    bring(seller, mugs, **priced("Thousand yen", 1000, currency="JPY"))

    assert len(titles()) == len(titles(q="pounds or yen")) == 4
    assert titles(sort="price_asc") == titles(sort="price_asc", currency="GBP") == ["Ten pounds", "Fifteen pounds"]
    assert titles(sort="price_desc", currency="JPY") == ["Two thousand yen", "Thousand yen"]
    assert titles(max_price=2000) == titles(min_price=0) == titles(currency="GBP") == ["Fifteen pounds", "Ten pounds"]
    assert titles(q="pounds or yen", max_price=1000) == ["Ten pounds"]
    assert titles(currency="JPY", max_price=1500) == ["Thousand yen"]
    assert titles(currency="EUR", max_price=2000) == []
    below = api.call(
        "GET /api/categories/{category_id}/products", path={"category_id": mugs}, query={"max_price": 1200}
    )
    assert [item["title"] for item in below.json["items"]] == ["Ten pounds"]


def test_a_list_follows_a_product_into_another_currency(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    mug = bring(seller, mugs, **priced("Mug", 1000))
    body = offer(mugs, **priced("Mug", 1000, currency="JPY"), version=1)

    answer = api.call("PUT /api/products/{product_id}", path={"product_id": mug["id"]}, body=body, as_=seller)

    assert answer.status == 200, answer.text
    assert (titles(currency="GBP"), titles(currency="JPY")) == ([], ["Mug"])


def test_a_currency_that_is_not_sold_in_is_refused_as_a_filter(database: World) -> None:
    for code in ("XYZ", "KWD", "gbp", ""):
        answer = api.call("GET /api/products", query={"currency": code})
        assert (answer.status, answer.code) == (422, "validation_failed")
        assert "currency" in answer.text


def test_facets_give_the_prices_of_one_currency(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    bring(seller, mugs, **priced("Pounds", 1000))
    bring(seller, mugs, **priced("Yen", 2000, currency="JPY"))

    found = {
        asked: api.call("GET /api/products", query={"facets": "true"} | ({"currency": asked} if asked else {})).json
        for asked in (None, "GBP", "JPY", "EUR")
    }

    assert {
        asked: [page["facets"][name] for name in ("counted", "currency", "min_price", "max_price")]
        for asked, page in found.items()
    } == {
        None: [2, "GBP", 1000, 1000],
        "GBP": [1, "GBP", 1000, 1000],
        "JPY": [1, "JPY", 2000, 2000],
        "EUR": [0, "EUR", None, None],
    }


def test_a_category_includes_what_is_below_it(database: World) -> None:
    seller, home = open_shop().keeper, category("Home")
    mugs, lamps = category("Mugs", home), category("Lamps", home)
    bring(seller, mugs, "Mug")
    bring(seller, lamps, "Lamp")
    bring(open_shop("Other").keeper, category("Garden"), "Spade")

    assert titles(category="home") == titles(category=home) == ["Lamp", "Mug"]
    assert titles(category="home/mugs") == titles(category="mugs") == titles(category=mugs) == ["Mug"]
    assert titles(category="home", seller=seller.seller_id) == ["Lamp", "Mug"]
    assert titles(category="home", seller=uuid7()) == titles(category="nowhere") == titles(category=uuid7()) == []
    answer = api.call("GET /api/categories/{category_id}/products", path={"category_id": lamps})
    assert [item["title"] for item in answer.json["items"]] == ["Lamp"]


def test_a_category_id_that_is_none_lists_nothing_else(database: World) -> None:
    seller = open_shop().keeper
    bring(seller, category())

    for no_category in (seller.seller_id, UUID(int=0), uuid7()):
        answer = api.call("GET /api/categories/{category_id}/products", path={"category_id": no_category})
        assert (answer.status, answer.code) == (404, "category_not_found")
        assert titles(category=no_category) == []
    assert titles() == ["Stoneware Mug"]


def test_a_seller_id_that_is_no_shop_lists_nothing(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    bring(seller, mugs)

    for no_shop in (mugs, UUID(int=0), uuid7()):
        assert titles(seller=no_shop) == []
        assert titles(seller=no_shop, category=mugs) == []
    assert titles(seller=seller.seller_id, category=mugs) == ["Stoneware Mug"]


def test_a_search_finds_words_in_any_form_and_ranks_titles_first(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    bring(seller, mugs, "Stoneware Mugs")
    bring(seller, mugs, "Café Tray", description="Carries two mugs.")
    bring(seller, mugs, "Lamp")

    assert titles(q="mug") == ["Stoneware Mugs", "Café Tray"]
    assert titles(q="cafe") == ["Café Tray"]
    assert titles(q="mug", sort="newest") == ["Café Tray", "Stoneware Mugs"]
    assert titles(q="mug -tray") == ["Stoneware Mugs"]
    assert titles(q="stoneware lamp") == []


def test_a_misspelt_search_finds_what_was_meant(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    bring(seller, mugs, "Stoneware Mug")
    bring(seller, mugs, "Lambswool Scarf")

    assert titles(q="stonware mug") == ["Stoneware Mug"]
    assert titles(q="lamswool", category=mugs) == ["Lambswool Scarf"]
    assert titles(q="lamswool", max_price=1) == []
    assert titles(q="zzzzzz") == titles(q="the") == titles(q="&|!") == []


def test_what_is_typed_is_never_part_of_the_statement(database: World) -> None:
    bring(open_shop().keeper, category())

    for text in ("'; DROP TABLE products; --", "a' OR '1'='1", "\\", "%", ":*", "((("):
        assert titles(q=text) == []
        assert titles(category=text) == []
    assert titles() == ["Stoneware Mug"]


def test_a_filter_or_cursor_that_does_not_exist_is_refused(database: World) -> None:
    asked: list[dict[str, Any]] = [
        {"colour": "blue"},
        {"attr.": "x"},
        {"attr.material": ""},
        {"attr.material": "x" * 121},
        {"cursor": "nonsense"},
        {"sort": "random"},
        {"limit": 101},
        {"limit": "1_0"},
        {"limit": "+1"},
        {"limit": "1.0"},
        {"in_stock": "yes"},
        {"facets": "TRUE"},
    ]

    answers = [api.call("GET /api/products", query=one) for one in asked]

    named = [[error["field"] for error in answer.json["errors"]] for answer in answers]
    assert named == [[*one] for one in asked]


def test_a_fact_and_a_category_are_found_in_every_spelling_of_their_letters(database: World) -> None:
    bring(open_shop().keeper, category("Pâté"), "Pâté", attributes={"made_of": "Pâté"})

    found = titles(**{"attr.made_of": "Pa\u0302te\u0301", "category": "pa\u0302te\u0301"})

    assert found == ["Pâté"]


OTHER_LISTS: list[dict[str, Any]] = [
    {},
    {"q": "mug"},
    {"q": "mug", "sort": "price_asc"},
    {"sort": "price_asc"},
    {"sort": "price_desc"},
    {"sort": "price_desc", "min_price": 5},
    {"in_stock": True},
    {"category": "mugs"},
]


@pytest.mark.parametrize("rank", [1e-50, -1e-46, 5e-324, 1.4e-45, 3.5e38, 1e300, float("inf"), float("nan")])
def test_a_rank_that_no_column_holds_is_none_of_a_cursor(database: World, rank: float) -> None:
    seller, mugs = open_shop().keeper, category("Mugs")
    for number in range(2):
        bring(seller, mugs, **priced(f"Mug {number}", 1000))
    cursor = api.made("GET /api/products", query={"q": "mug", "limit": 1})["next_cursor"]
    *others, _ = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    forged = base64.urlsafe_b64encode(json.dumps([*others, rank]).encode()).decode().rstrip("=")

    answer = api.call("GET /api/products", query={"q": "mug", "cursor": forged})

    assert answer.status == (200 if abs(rank) < 1 else 422)


def test_a_cursor_of_another_order_or_of_other_filters_is_refused(database: World) -> None:
    seller, mugs = open_shop().keeper, category("Mugs")
    for number in range(3):
        bring(seller, mugs, **priced(f"Mug {number}", 1000))
    cursors = [api.made("GET /api/products", query={"limit": 1} | one)["next_cursor"] for one in OTHER_LISTS]

    refused = [
        api.call("GET /api/products", query=one | {"cursor": cursor})
        for place, one in enumerate(OTHER_LISTS)
        for other, cursor in enumerate(cursors)
        if other != place
    ]

    assert {answer.status for answer in refused} == {422}
    assert {error["field"] for answer in refused for error in answer.json["errors"]} == {"cursor"}
    assert [len(titles(**one, cursor=cursor)) for one, cursor in zip(OTHER_LISTS, cursors, strict=True)] == [2] * 8


def test_a_cursor_of_another_currency_is_refused(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    for number in range(3):
        bring(seller, mugs, **priced(f"Mug {number}", 1000))
        bring(seller, mugs, **priced(f"Cup {number}", 1000, currency="JPY"))
    lists = [{}, {"currency": "JPY"}, {"sort": "price_asc"}, {"sort": "price_asc", "currency": "JPY"}]
    first, first_in_yen, cheap, cheap_in_yen = [
        api.call("GET /api/products", query={"limit": 1} | one).json["next_cursor"] for one in lists
    ]

    mixed = [
        lists[0] | {"cursor": first_in_yen},
        lists[1] | {"cursor": first},
        lists[2] | {"cursor": cheap_in_yen},
        lists[3] | {"cursor": cheap},
    ]
    answers = [api.call("GET /api/products", query=one) for one in mixed]

    assert [(answer.status, answer.code) for answer in answers] == [(422, "validation_failed")] * 4
    assert titles(sort="price_asc", currency="GBP", cursor=cheap) == ["Mug 1", "Mug 2"]
    assert titles(sort="price_asc", currency="JPY", cursor=cheap_in_yen) == ["Cup 1", "Cup 2"]


def test_facets_count_what_a_list_could_be_narrowed_to(database: World) -> None:
    seller, home = open_shop().keeper, category("Home")
    mugs, lamps = category("Mugs", home), category("Lamps", home)
    bring(seller, mugs, **priced("Blue Mug", 300), attributes={"material": "Clay", "finish": "Matt"})
    bring(seller, mugs, **priced("Red Mug", 200), attributes={"material": "Clay"})
    bring(seller, lamps, **priced("Blue Lamp", 900), attributes={"material": "Oak"})

    everything = api.call("GET /api/products", query={"facets": "true", "limit": 1, "category": "home"})
    blue = api.call("GET /api/products", query={"facets": "true", "q": "blue", "attr.material": "Clay"}).json["facets"]
    none = api.call("GET /api/products", query={"facets": "true", "q": "green"}).json["facets"]

    ProductPage.model_validate_json(everything.text)
    assert len(everything.json["items"]) == 1
    assert everything.json["facets"] == {
        "counted": 3,
        "currency": "GBP",
        "min_price": 200,
        "max_price": 900,
        "categories": [{"id": mugs, "name": "Mugs", "count": 2}, {"id": lamps, "name": "Lamps", "count": 1}],
        "attributes": {
            "finish": [{"value": "Matt", "count": 1}],
            "material": [{"value": "Clay", "count": 2}, {"value": "Oak", "count": 1}],
        },
    }
    assert (blue["counted"], blue["attributes"]["finish"]) == (1, [{"value": "Matt", "count": 1}])
    assert none == {
        "counted": 0,
        "currency": "GBP",
        "min_price": None,
        "max_price": None,
        "categories": [],
        "attributes": {},
    }
    assert "facets" not in api.call("GET /api/products").json


@pytest.mark.parametrize("q", ["mug\x07", "mug\u202e", "   ", "x" * 201])
def test_a_search_for_what_nobody_can_type_names_its_field(database: World, q: str) -> None:
    refused = api.call("GET /api/products", query={"q": q})

    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "q")
    assert api.call("GET /api/products", query={"q": " mug "}).status == 200
