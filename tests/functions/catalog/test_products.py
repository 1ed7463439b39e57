"""Bringing, showing, changing and deleting products."""

from typing import Any
from uuid import UUID

import pytest

from functions.catalog.products.domain.model import ProductView
from souk.ids import uuid7
from tests.support import api, bus
from tests.support.market import apply_for_shop, approve, bring, category, offer, open_shop, titles
from tests.support.stock import available, reserve
from tests.support.world import World, registry

SIZES: list[dict[str, Any]] = [
    {"sku": "M-S", "options": {"size": "S"}, "price": {"amount": 1200, "currency": "GBP"}, "stock": 3},
    {"sku": "M-L", "options": {"size": "L"}, "price": {"amount": 1500, "currency": "GBP"}},
]


def test_a_product_is_shown_with_its_variants_and_stock(database: World) -> None:
    seller = open_shop("Fold & Kiln").keeper
    mugs = category("Mugs", category("Home"))

    made = bring(
        seller,
        mugs,
        variants=SIZES,
        images=[{"url": "/pictures/mug.svg", "width": 800, "height": 1000}],
        attributes={"material": "Clay"},
    )
    answer = api.call("GET /api/products/{product_id}", path={"product_id": made["id"]})

    shown = answer.json
    ProductView.model_validate_json(answer.text)
    assert shown == made
    assert shown["price"] == {"amount": 1200, "currency": "GBP"}
    assert shown["seller"] == {"id": str(seller.seller_id), "name": "Fold & Kiln", "slug": "fold-kiln"}
    assert [step["slug"] for step in shown["category"]] == ["home", "mugs"]
    assert shown["options"] == [{"name": "size", "values": ["S", "L"]}]
    assert [(one["sku"], one["available"]) for one in shown["variants"]] == [("M-S", 3), ("M-L", 0)]
    assert (shown["in_stock"], shown["stock_quantity"]) == (True, 3)
    assert (shown["slug"], shown["status"]) == ("stoneware-mug", "published")
    assert shown["highest_price"] == {"amount": 1500, "currency": "GBP"}
    assert shown["default_variant_id"] == shown["variants"][0]["id"]
    assert shown["image_url"] == "/pictures/mug.svg"
    assert shown["images"] == [{"url": "/pictures/mug.svg", "alt": None, "width": 800, "height": 1000}]


@pytest.mark.parametrize(
    ("picture", "field"),
    [
        ({"url": "http://example.com/a.png"}, "images.0.url"),
        ({"url": "//example.com/a.png"}, "images.0.url"),
        ({"url": "/a.png", "alt": "two\nlines"}, "images.0.alt"),
        ({"url": "/a.png", "alt": "x" * 201}, "images.0.alt"),
        ({"url": "/a.png", "width": 0, "height": 1}, "images.0.width"),
        ({"url": "/a.png", "width": 800}, "images.0.height"),
        ({"url": "/a.png", "height": 800}, "images.0.height"),
        ({"alt": "A mug"}, "images.0.url"),
        ("/a.png", "images.0"),
    ],
)
def test_a_picture_that_does_not_fit_is_refused_by_name(database: World, picture: Any, field: str) -> None:
    answer = api.call("POST /api/products", body=offer(category(), images=[picture]), as_=open_shop().keeper)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field])
    assert titles() == []


def _saved(product: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Give a product as a client sends it back."""
    kept = {name: product[name] for name in ("reference", "title", "description", "images", "attributes", "version")}
    variants = [{name: one[name] for name in ("sku", "options", "price")} for one in product["variants"]]
    return kept | {"category_id": product["category"][-1]["id"], "variants": variants} | changes


def test_a_draft_is_seen_by_its_shop_alone_until_it_is_published(database: World) -> None:
    shop = open_shop()
    seller, mugs = shop.keeper, shop.category_id
    draft = bring(seller, mugs, status="draft")
    path = {"product_id": draft["id"]}

    def seen() -> tuple[int, list[str]]:
        return api.call("GET /api/products/{product_id}", path=path).status, titles()

    def cart() -> int:
        body = {"variant_id": draft["variants"][0]["id"], "quantity": 1}
        return api.call("POST /api/cart/items", body=body, as_=api.guest()).status

    assert draft["status"] == "draft"
    assert (seen(), cart()) == ((404, []), 409)
    own = api.made("GET /api/seller/products/{product_id}", path=path, as_=seller)
    assert own == draft
    other = open_shop("Other").keeper
    assert api.call("GET /api/seller/products/{product_id}", path=path, as_=other).code == "product_not_found"

    for decision in ({"suspended": True, "reason": "Counterfeits"}, {"suspended": False}):
        at = {"seller_id": shop.seller_id}
        api.made("PUT /api/sellers/{seller_id}/suspension", path=at, body=decision, as_=api.admin())
        bus.drain()
    assert seen() == (404, [])
    published = api.made(
        "PUT /api/products/{product_id}", path=path, body=_saved(draft, status="published"), as_=seller
    )
    assert (seen(), cart()) == ((200, ["Stoneware Mug"]), 201)
    unchanged = api.made("PUT /api/products/{product_id}", path=path, body=_saved(published, title="Mug"), as_=seller)
    assert (unchanged["status"], titles()) == ("published", ["Mug"])
    api.made("PUT /api/products/{product_id}", path=path, body=_saved(unchanged, status="draft"), as_=seller)
    assert (seen(), cart()) == ((404, []), 409)


def test_a_product_is_sent_again_only_when_it_changed(database: World) -> None:
    made = bring(open_shop().keeper, category())
    path = {"product_id": made["id"]}
    first = api.call("GET /api/products/{product_id}", path=path)

    second = api.call("GET /api/products/{product_id}", path=path, headers={"If-None-Match": first.headers["ETag"]})

    assert second.status == 304
    assert second.text == ""


def test_a_product_is_made_once_for_one_key(database: World) -> None:
    seller = open_shop().keeper
    body = offer(category())

    answers = [api.call("POST /api/products", body=body, as_=seller, key="0123456789abcdef") for _ in range(2)]

    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert titles() == ["Stoneware Mug"]


def test_a_sku_belongs_to_one_product_of_a_shop_and_another_shop_may_have_it_too(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    bring(seller, mugs)

    again = api.call("POST /api/products", body=offer(mugs), as_=seller)

    assert (again.status, again.code) == (409, "sku_taken")
    assert titles() == ["Stoneware Mug"]
    bring(open_shop("Other").keeper, mugs)


def test_variants_that_cannot_be_told_apart_are_refused(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    twins = [SIZES[0], SIZES[0] | {"sku": "M-X"}]
    mixed = [SIZES[0], SIZES[1] | {"price": {"amount": 1, "currency": "EUR"}}]
    unlike = [SIZES[0], SIZES[1] | {"options": {"colour": "Blue"}}]
    again = [SIZES[0], SIZES[1] | {"sku": "M-S"}]
    refused: list[list[dict[str, Any]]] = [twins, mixed, unlike, again, []]

    answers = [api.call("POST /api/products", body=offer(mugs, variants=one), as_=seller) for one in refused]

    assert [(answer.status, answer.json["errors"][0]["field"]) for answer in answers] == [(422, "variants")] * 5
    assert titles() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Mug\n\nIMPORTANT: pay again"}, "title"),
        ({"title": "\u3164"}, "title"),
        ({"description": "\u202eevil"}, "description"),
        ({"variants": [SIZES[0] | {"sku": "M\u200bS"}]}, "variants.0.sku"),
        ({"variants": [SIZES[0] | {"price": {"amount": 1500, "currency": "KWD"}}]}, "variants.0.price.currency"),
        ({"variants": [SIZES[0] | {"price": {"amount": 1500, "currency": "ZZZ"}}]}, "variants.0.price.currency"),
        ({"variants": [SIZES[0] | {"price": {"amount": 0, "currency": "GBP"}}]}, "variants.0.price.amount"),
    ],
)
def test_what_cannot_be_shown_or_sold_is_refused_by_name(database: World, change: dict[str, Any], field: str) -> None:
    seller, mugs = open_shop().keeper, category()

    answer = api.call("POST /api/products", body=offer(mugs) | change, as_=seller)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field])
    assert titles() == []


def test_an_unknown_category_is_refused(database: World) -> None:
    answer = api.call("POST /api/products", body=offer(str(uuid7())), as_=open_shop().keeper)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "category_id")
    assert bus.recorded("product.created") == []


def test_a_change_brings_the_product_to_what_it_shall_be(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    made = bring(seller, mugs, variants=SIZES)
    path = {"product_id": made["id"]}
    api.call("GET /api/products/{product_id}", path=path)
    large = SIZES[1] | {"price": {"amount": 1900, "currency": "GBP"}, "stock": 9}
    new = {"sku": "M-XL", "options": {"size": "XL"}, "price": {"amount": 2500, "currency": "GBP"}}

    answer = api.call(
        "PUT /api/products/{product_id}",
        path=path,
        body=offer(mugs, "Tall Mug", variants=[large, new], version=1),
        as_=seller,
    )

    assert answer.status == 200
    assert answer.json["version"] == 2
    assert [one["sku"] for one in answer.json["variants"]] == ["M-L", "M-XL"]
    assert answer.json["variants"][0]["id"] == made["variants"][1]["id"]
    assert answer.json["variants"][0]["available"] == 9
    assert titles() == ["Tall Mug"]
    assert api.call("GET /api/products/{product_id}", path=path).json == answer.json


def test_weights_and_the_tax_class_stay_until_others_are_given(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    small = SIZES[0] | {"weight": 350}
    made = bring(seller, mugs, variants=[small, SIZES[1]], tax_class="reduced")
    path = {"product_id": made["id"]}

    def change(version: int, weight: int | None, **body: Any) -> dict[str, Any]:
        variants = [SIZES[0] | ({} if weight is None else {"weight": weight}), SIZES[1]]
        whole = offer(mugs, variants=variants, version=version, **body)
        return dict(api.made("PUT /api/products/{product_id}", path=path, body=whole, as_=seller))

    untouched, changed, taken_back = change(1, None), change(1, 400, tax_class="zero"), change(2, 0, tax_class=None)

    def said(product: dict[str, Any]) -> tuple[str | None, list[int]]:
        return product["tax_class"], [one["weight"] for one in product["variants"]]

    assert said(made) == said(untouched) == ("reduced", [350, 0])
    assert said(changed) == ("zero", [400, 0])
    assert said(taken_back) == (None, [0, 0])
    assert (untouched["version"], taken_back["version"]) == (1, 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"variants": [SIZES[0] | {"weight": -1}]}, "variants.0.weight"),
        ({"variants": [SIZES[0] | {"weight": 1_000_001}]}, "variants.0.weight"),
        ({"variants": [SIZES[0] | {"weight": 0.5}]}, "variants.0.weight"),
        ({"tax_class": "parking"}, "tax_class"),
    ],
)
def test_a_weight_or_a_tax_class_that_there_is_not_is_refused(
    database: World, changes: dict[str, Any], field: str
) -> None:
    answer = api.call("POST /api/products", body=offer(category()) | changes, as_=open_shop().keeper)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)
    assert titles() == []


def test_a_change_is_refused_that_leaves_fewer_units_than_orders_hold(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    made = bring(seller, mugs)
    mug = UUID(made["variants"][0]["id"])
    assert reserve(uuid7(), {mug: 3}) == []
    body = offer(mugs, "Another Mug", version=1)
    body["variants"] = [{"sku": "STONEWARE-MUG", "price": {"amount": 1400, "currency": "GBP"}, "stock": 1}]

    answer = api.call("PUT /api/products/{product_id}", path={"product_id": made["id"]}, body=body, as_=seller)

    (error,) = answer.json["errors"]
    assert (answer.status, error["field"], error["code"], error["figures"]) == (
        422,
        "variants.0.stock",
        "stock_held",
        {"held": 3},
    )
    assert titles() == ["Stoneware Mug"]
    assert available(mug) == 2


def test_a_change_of_what_was_changed_meanwhile_is_refused(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    path = {"product_id": bring(seller, mugs)["id"]}
    body = offer(mugs, "Tall Mug") | {"variants": [offer(mugs)["variants"][0]]}
    route = "PUT /api/products/{product_id}"
    first = api.call(route, path=path, body=body, as_=seller, headers={"If-Match": '"1"'})

    stale = api.call(route, path=path, body=body | {"title": "Short Mug", "version": 1}, as_=seller)
    unsaid = api.call(route, path=path, body=body | {"title": "Short Mug"}, as_=seller)
    endless = api.call(
        route, path=path, body=body | {"title": "Short Mug"}, as_=seller, headers={"If-Match": "9" * 5000}
    )

    assert first.status == 200
    assert (stale.status, stale.code, stale.json["version"]) == (409, "version_conflict", 2)
    assert (unsaid.status, unsaid.json["errors"][0]["field"]) == (422, "version")
    assert (endless.status, endless.json["errors"][0]["field"]) == (422, "If-Match")
    assert titles() == ["Tall Mug"]


def test_another_shops_product_is_as_if_it_did_not_exist(database: World) -> None:
    mugs = category()
    path = {"product_id": bring(open_shop().keeper, mugs)["id"]}
    other = open_shop("Other").keeper

    changed = api.call("PUT /api/products/{product_id}", path=path, body=offer(mugs, "Mine", version=1), as_=other)
    deleted = api.call("DELETE /api/products/{product_id}", path=path, as_=other)

    assert (changed.status, changed.code) == (deleted.status, deleted.code) == (404, "product_not_found")
    assert titles() == ["Stoneware Mug"]


def test_an_administrator_acts_for_the_shop_it_names(database: World) -> None:
    mugs, admin = category(), api.admin()
    named, of_another = ({"seller_id": open_shop().keeper.seller_id} for _ in range(2))
    made = api.call("POST /api/products", query=named, body=offer(mugs), as_=admin).json
    path = {"product_id": made["id"]}
    tall = offer(mugs, "Tall Mug", version=1, variants=offer(mugs)["variants"])

    unnamed = api.call("DELETE /api/products/{product_id}", path=path, as_=admin)
    mistaken = api.call("DELETE /api/products/{product_id}", path=path, query=of_another, as_=admin)
    changed = api.call("PUT /api/products/{product_id}", path=path, query=named, body=tall, as_=admin)
    deleted = api.call("DELETE /api/products/{product_id}", path=path, query=named, as_=admin)

    assert made["seller"]["id"] == str(named["seller_id"])
    assert (unnamed.status, unnamed.json["errors"][0]["field"]) == (422, "seller_id")
    assert (mistaken.status, mistaken.code) == (404, "product_not_found")
    assert (changed.status, deleted.status) == (200, 204)


def test_an_administrator_who_names_no_shop_that_there_is_brings_nothing_in(database: World) -> None:
    named = {"seller_id": uuid7()}

    answer = api.call("POST /api/products", query=named, body=offer(category()), as_=api.admin())

    assert (answer.status, answer.code) == (404, "seller_not_found")
    assert bus.recorded("product.created") == []


def test_a_deleted_product_leaves_the_shelf_and_keeps_its_history(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    made = bring(seller, mugs)
    path = {"product_id": made["id"]}
    api.call("GET /api/products/{product_id}", path=path)

    answer = api.call("DELETE /api/products/{product_id}", path=path, as_=seller)

    assert answer.status == 204
    assert api.call("GET /api/products/{product_id}", path=path).code == "product_not_found"
    assert api.call("DELETE /api/products/{product_id}", path=path, as_=seller).status == 404
    assert titles() == []
    with database.tx_as("orders") as tx:
        row = tx.row("SELECT sku, buyable FROM catalog_api.variants WHERE product_id = :id", id=made["id"])
    assert row == {"sku": "STONEWARE-MUG", "buyable": False}
    bring(seller, mugs)


def test_what_happens_to_a_product_is_published(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    made = bring(seller, mugs)
    path, body = {"product_id": made["id"]}, offer(mugs, "Tall Mug", version=1, variants=offer(mugs)["variants"])
    api.call("PUT /api/products/{product_id}", path=path, body=body, as_=seller)
    api.call("PUT /api/products/{product_id}", path=path, body=body | {"version": 2}, as_=seller)
    api.call("DELETE /api/products/{product_id}", path=path, as_=seller)

    published = [(event.name, event.sequence) for event in bus.recorded() if event.name.startswith("product.")]

    assert published == [("product.created", 1), ("product.updated", 2), ("product.deleted", 3)]


def test_a_shop_that_is_not_approved_yet_sells_nothing(database: World) -> None:
    shop = apply_for_shop("Late")

    made = bring(shop.keeper, shop.category_id)

    assert titles() == []
    assert api.call("GET /api/products/{product_id}", path={"product_id": made["id"]}).status == 404
    approve(shop)
    assert titles() == ["Stoneware Mug"]


def test_the_first_stock_is_in_the_shops_default_warehouse(database: World) -> None:
    made = bring(open_shop().keeper, category())

    assert available(made["variants"][0]["id"]) == 5


def noted_behaviour(database: World) -> list[dict[bytes, bytes]]:
    noted = database.cache.command("XRANGE", "behaviour", "-", "+")
    return [dict(zip(fields[::2], fields[1::2], strict=True)) for _, fields in noted]


def test_who_asks_for_the_headers_of_a_product_alone_has_not_looked_at_it(database: World) -> None:
    made = bring(open_shop().keeper, category())
    route = "GET /api/products/{product_id}"
    asked = api.gateway_event(route, path={"product_id": made["id"]}) | {"httpMethod": "HEAD"}

    assert api.send(registry().operation(route), asked).status == 200
    assert noted_behaviour(database) == []


def test_every_look_at_a_product_is_noted_also_when_the_page_is_cached(database: World) -> None:
    made = bring(open_shop().keeper, category())
    visitor = api.customer()

    for _ in range(2):
        api.call("GET /api/products/{product_id}", path={"product_id": made["id"]}, as_=visitor)

    noted = noted_behaviour(database)
    assert [(one[b"event"], one[b"product_id"].decode(), one[b"user_id"].decode()) for one in noted] == [
        (b"user.viewed_product", made["id"], str(visitor.user_id))
    ] * 2


def test_a_sku_that_was_given_up_can_be_given_to_another_product(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    first = bring(seller, mugs)
    variant = offer(mugs)["variants"][0] | {"sku": "TALL"}
    body = offer(mugs, version=1, variants=[variant])
    changed = api.call("PUT /api/products/{product_id}", path={"product_id": first["id"]}, body=body, as_=seller)

    second = bring(seller, mugs)

    assert changed.json["reference"] == first["reference"] == first["id"]
    assert [one["sku"] for one in second["variants"]] == ["STONEWARE-MUG"]


def test_a_reference_belongs_to_one_product_of_a_shop_and_stays_until_another_is_given(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    first = bring(seller, mugs, reference="mug")
    second = bring(seller, mugs, "Tall Mug")
    path, body = {"product_id": second["id"]}, offer(mugs, "Tall Mug")

    made = api.call("POST /api/products", body=offer(mugs, "Third", reference="mug"), as_=seller)
    taken = api.call(
        "PUT /api/products/{product_id}", path=path, body=body | {"reference": "mug", "version": 1}, as_=seller
    )

    assert (made.code, taken.code) == ("reference_taken", "reference_taken")
    assert titles() == ["Tall Mug", "Stoneware Mug"]
    renamed = api.call(
        "PUT /api/products/{product_id}", path=path, body=body | {"reference": "tall", "version": 1}, as_=seller
    )
    kept = api.call("PUT /api/products/{product_id}", path=path, body=body | {"version": 2}, as_=seller)
    assert (first["reference"], renamed.json["reference"], kept.json["reference"]) == ("mug", "tall", "tall")
