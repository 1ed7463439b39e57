"""The version that was read is named in the If-Match header or in the body, by the same rules everywhere."""

from dataclasses import dataclass
from typing import Any

import pytest

from souk.identity import Caller
from tests.support import api, market, promoting, world
from tests.support.api import Answer
from tests.support.world import World, registry

MISMATCH = """
INSERT INTO payments.mismatches (provider, difference, subject, kind, occurred_at)
VALUES ('sandbox', 'missing_there', 'charge', 'charge', now())
RETURNING id
"""


@dataclass(frozen=True)
class Thing:
    """Something at a version, and a change of it; versions are named by how far they are from it."""

    route: str
    path: dict[str, Any]
    as_: Caller
    body: dict[str, Any]
    shown: str
    version: int = 1

    def change(self, *, header: int | None = None, version: int | None = None) -> Answer:
        named = {} if version is None else {"version": self.version + version}
        headers = {} if header is None else {"If-Match": f'"{self.version + header}"'}
        return api.call(self.route, path=self.path, as_=self.as_, headers=headers, body=self.body | named)

    def show(self) -> Any:
        return api.call(self.shown, as_=self.as_, path=self.path).json


def product() -> Thing:
    seller, mugs = market.open_shop().keeper, market.category()
    made = market.bring(seller, mugs)
    body = market.offer(mugs, "Tall Mug", variants=market.offer(mugs)["variants"])
    path = {"product_id": made["id"]}
    return Thing("PUT /api/products/{product_id}", path, seller, body, "GET /api/products/{product_id}")


def category() -> Thing:
    path = {"category_id": market.category("Mugs")}
    return Thing("PUT /api/categories/{category_id}", path, api.admin(), {"name": "Cups"}, "GET /api/categories")


def place() -> Thing:
    path = {"category_id": market.category("Mugs")}
    body = {"parent_id": market.category("Kitchen")}
    return Thing("PUT /api/categories/{category_id}/place", path, api.admin(), body, "GET /api/categories")


def warehouse() -> Thing:
    seller = market.open_shop().keeper
    made = api.call("POST /api/warehouses", as_=seller, body={"name": "Main"})
    path = {"warehouse_id": made.json["id"]}
    return Thing("PUT /api/warehouses/{warehouse_id}", path, seller, {"name": "Leith"}, "GET /api/warehouses")


def cart() -> Thing:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop())
    market.add(shopper, mug)
    return Thing("PUT /api/cart/items/{item_id}", {"item_id": mug.id}, shopper, {"quantity": 3}, "GET /api/cart")


def application() -> Thing:
    made = api.made("POST /api/sellers", as_=api.customer(), body={"name": "Lantern & Loom", "country": "GB"})
    route, body = "PUT /api/sellers/{seller_id}/refusal", {"reason": "We cannot reach you."}
    return Thing(route, {"seller_id": made["id"]}, api.admin(), body, "GET /api/admin/sellers/{seller_id}")


def shop() -> Thing:
    path, admin = {"seller_id": market.open_shop().seller_id}, api.admin()
    route, body, shown = (
        "PUT /api/sellers/{seller_id}/suspension",
        {"suspended": True, "reason": "Counterfeit goods."},
        "GET /api/admin/sellers/{seller_id}",
    )
    return Thing(route, path, admin, body, shown, api.made(shown, as_=admin, path=path)["version"])


def own_shop() -> Thing:
    keeper, shown = market.open_shop().keeper, "GET /api/sellers/me"
    version = api.made(shown, as_=keeper)["version"]
    return Thing("PUT /api/sellers/me", {}, keeper, {"name": "Fern House"}, shown, version)


def promotion() -> Thing:
    made, path = promoting.promote(), "/api/admin/promotions/{promotion_id}"
    return Thing(f"PUT {path}", {"promotion_id": made["id"]}, api.admin(), promoting.promotion(), f"GET {path}")


def own_promotion() -> Thing:
    shop, path = market.open_shop(), "/api/seller/promotions/{promotion_id}"
    made = promoting.promote(shop)
    return Thing(f"PUT {path}", {"promotion_id": made["id"]}, shop.keeper, promoting.promotion(), f"GET {path}")


def shipping_option() -> Thing:
    keeper, path = market.open_shop().keeper, "/api/seller/shipping-options"
    zones = [{"countries": None, "rates": [{"price": 250}]}]
    body = {"name": "Van", "currency": "GBP", "days": {"least": 1, "most": 3}, "zones": zones}
    made = api.made(f"POST {path}", as_=keeper, body=body)
    return Thing(f"PUT {path}/{{option_id}}", {"option_id": made["id"]}, keeper, body | {"name": "Bike"}, f"GET {path}")


def commission_rule() -> Thing:
    path = "/api/admin/commission-rules"
    made = api.made(f"POST {path}", as_=api.admin(), body={"rate": 1000})
    return Thing(f"PUT {path}/{{rule_id}}", {"rule_id": made["id"]}, api.admin(), {"rate": 900}, f"GET {path}")


def mismatch() -> Thing:
    path = "/api/payments/reconciliations"
    with world.current().tx_as("admin") as tx:
        found = tx.value(MISMATCH)
    settlement = f"PUT {path}/{{mismatch_id}}/settlement"
    return Thing(settlement, {"mismatch_id": found}, api.admin(), {"note": "Written off."}, f"GET {path}")


THINGS = {
    "product": product,
    "category": category,
    "place": place,
    "warehouse": warehouse,
    "cart": cart,
    "application": application,
    "shop": shop,
    "own shop": own_shop,
    "promotion": promotion,
    "own promotion": own_promotion,
    "shipping option": shipping_option,
    "commission rule": commission_rule,
    "mismatch": mismatch,
}
UNSAID = (cart, application, shop)
"""What is also changed without a version."""
each = pytest.mark.parametrize("make", THINGS.values(), ids=THINGS)


@each
@pytest.mark.parametrize(
    "named", [{"header": 0}, {"version": 0}, {"header": 0, "version": 0}], ids=["header", "body", "both"]
)
def test_the_version_that_was_read_is_named_in_the_header_or_the_body(
    database: World, make: Any, named: dict[str, int]
) -> None:
    assert make().change(**named).status == 200


@each
@pytest.mark.parametrize("named", [{"header": 6}, {"version": 6}], ids=["header", "body"])
def test_another_version_than_todays_is_refused(database: World, make: Any, named: dict[str, int]) -> None:
    thing = make()
    before = thing.show()

    stale = thing.change(**named)

    assert (stale.status, stale.code, stale.json["version"]) == (409, "version_conflict", thing.version)
    assert thing.show() == before


@each
@pytest.mark.parametrize("named", [{"header": 0, "version": 1}, {"header": 1, "version": 0}], ids=["body", "header"])
def test_two_versions_that_differ_are_refused(database: World, make: Any, named: dict[str, int]) -> None:
    thing = make()
    before = thing.show()

    refused = thing.change(**named)

    assert (refused.status, [error["field"] for error in refused.json["errors"]]) == (422, ["version"])
    assert thing.show() == before


@each
def test_a_change_without_a_version_is_refused_except_of_carts_and_shops(database: World, make: Any) -> None:
    thing = make()
    before = thing.show()

    unsaid = thing.change()

    if make in UNSAID:
        assert unsaid.status == 200
        return
    assert (unsaid.status, [error["field"] for error in unsaid.json["errors"]]) == (422, ["version"])
    assert thing.show() == before


def test_a_product_is_deleted_at_the_version_that_was_read(database: World) -> None:
    made = product()
    route = "DELETE /api/products/{product_id}"

    stale = api.call(route, path=made.path, as_=made.as_, headers={"If-Match": '"2"'})
    kept = made.show()
    deleted = api.call(route, path=made.path, as_=made.as_, headers={"If-Match": '"1"'})

    assert (stale.status, stale.code, stale.json["version"]) == (409, "version_conflict", 1)
    assert kept["version"] == 1
    assert deleted.status == 204


def test_every_operation_that_takes_a_version_in_its_body_is_tried_here(database: World) -> None:
    taken = {spec.route for spec in registry().operations if spec.body and spec.reads_version}

    assert taken == {make().route for make in THINGS.values()}
