"""GET /api/seller/products"""

from typing import Any

import pytest

from functions.catalog.products.domain.model import OwnProduct
from souk import Caller
from souk.paging import PageOf
from tests.support import api
from tests.support.market import Shop, bring, open_shop
from tests.support.world import World


def _bring(shop: Shop, title: str, sku: str, stock: int = 2, **other: Any) -> dict[str, Any]:
    price = {"amount": 1000, "currency": "GBP"}
    return bring(shop.keeper, shop.category_id, title, variants=[{"sku": sku, "price": price, "stock": stock}], **other)


def _list(as_: Caller, **query: Any) -> list[dict[str, Any]]:
    answer = api.call("GET /api/seller/products", as_=as_, query=query)
    assert answer.status == 200, answer.text
    PageOf[OwnProduct].model_validate_json(answer.text)
    return list(answer.json["items"])


@pytest.fixture
def shop(database: World) -> Shop:
    """A shop with a mug, a bowl and a draft."""
    shop = open_shop()
    _bring(shop, "Blue Mug", "MUG-1", images=[{"url": "/pictures/mug.svg"}])
    _bring(shop, "Bowl 50%", "bowl_2", stock=0)
    _bring(shop, "Plate", "PL-3", status="draft")
    _bring(open_shop("Other"), "Blue Mug", "MUG-1")
    return shop


def test_a_shop_sees_its_own_products_with_stock_and_drafts_the_newest_first(shop: Shop) -> None:
    found = _list(shop.keeper)

    assert [(one["title"], one["status"], one["is_listed"], one["stock_quantity"]) for one in found] == [
        ("Plate", "draft", False, 2),
        ("Bowl 50%", "published", True, 0),
        ("Blue Mug", "published", True, 2),
    ]
    assert (found[2]["sku"], found[2]["variant_count"], found[2]["image_url"]) == ("MUG-1", 1, "/pictures/mug.svg")
    assert [step["id"] for step in found[0]["category"]] == [shop.category_id]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"q": "mug"}, ["Blue Mug"]),
        ({"q": "ue m"}, ["Blue Mug"]),
        ({"q": "pl"}, ["Plate"]),
        ({"q": "L-3"}, ["Plate"]),
        ({"q": "%"}, ["Bowl 50%"]),
        ({"q": "l_2"}, ["Bowl 50%"]),
        ({"q": "b_u"}, []),
        ({"q": "\\"}, []),
        ({"status": "draft"}, ["Plate"]),
        ({"status": "published"}, ["Bowl 50%", "Blue Mug"]),
        ({"status": "draft", "q": "mug"}, []),
    ],
)
def test_products_are_found_by_parts_of_titles_and_skus_and_by_status(
    shop: Shop, query: dict[str, str], titles: list[str]
) -> None:
    assert [one["title"] for one in _list(shop.keeper, **query)] == titles


def test_the_list_goes_on_where_it_ended(shop: Shop) -> None:
    first = api.made("GET /api/seller/products", as_=shop.keeper, query={"limit": 2})
    second = api.made("GET /api/seller/products", as_=shop.keeper, query={"limit": 2, "cursor": first["next_cursor"]})

    assert [one["title"] for one in (*first["items"], *second["items"])] == ["Plate", "Bowl 50%", "Blue Mug"]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(("field", "value"), [("status", "archived"), ("q", ""), ("q", "x" * 101), ("limit", 0)])
def test_a_filter_that_does_not_fit_is_refused_by_name(shop: Shop, field: str, value: Any) -> None:
    answer = api.call("GET /api/seller/products", as_=shop.keeper, query={field: value})

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)


def test_a_product_that_was_deleted_is_not_listed(shop: Shop) -> None:
    [plate] = _list(shop.keeper, q="plate")

    api.made("DELETE /api/products/{product_id}", path={"product_id": plate["id"]}, as_=shop.keeper)

    assert _list(shop.keeper, q="plate") == []
