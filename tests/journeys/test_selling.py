"""What the keeper of a shop does."""

from typing import Any

import httpx

from tests.journeys.support.people import PATIENCE_SECONDS, Person
from tests.journeys.support.shop import Shop, open_shop
from tests.support.conditions import eventually

FILE = """sku,title,description,category,price,currency,stock,product,option.colour
JUG-BLUE,Stoneware Jug,Fired twice.,Home > Kitchen,24.00,GBP,7,jug,Blue
JUG-SAND,,,,24.00,GBP,5,jug,Sand
BOWL,Broken Bowl,Its price is no price.,Home > Kitchen,cheap,GBP,3,,
PLATE,Dinner Plate,Wide.,Home > Kitchen,18.50,GBP,9,,
"""


def test_a_catalogue_with_a_broken_row_comes_in_without_it(town: str, admin: Person) -> None:
    shop = open_shop(town, admin)

    asked = shop.keeper.call("POST", "/api/products/imports", {})
    upload(asked["upload"], FILE)
    done = ended(shop.keeper, f"/api/products/imports/{asked['id']}")
    sold = eventually(lambda: everything_of(shop, 2), within=PATIENCE_SECONDS, every=0.2)
    [jug] = [product for product in sold if product["title"] == "Stoneware Jug"]
    variants = shop.keeper.call("GET", f"/api/products/{jug['id']}")["variants"]

    assert (done["status"], done["rows"], done["imported"], done["rejected"]) == ("done", 4, 3, 1)
    [rejection] = done["rejections"]
    assert (rejection["line"], rejection["sku"], rejection["field"]) == (4, "BOWL", "price")
    assert {product["title"] for product in sold} == {"Stoneware Jug", "Dinner Plate"}
    assert {(one["sku"], one["available"]) for one in variants} == {("JUG-BLUE", 7), ("JUG-SAND", 5)}
    shop.keeper.close()


def test_a_shop_is_written_into_a_file_that_can_be_imported_again(town: str, admin: Person) -> None:
    shop = open_shop(town, admin)
    asked = shop.keeper.call("POST", "/api/products/imports", {})
    upload(asked["upload"], FILE)
    ended(shop.keeper, f"/api/products/imports/{asked['id']}")

    export = shop.keeper.call("POST", "/api/products/exports", {})
    done = ended(shop.keeper, f"/api/products/exports/{export['id']}")
    file = httpx.get(done["url"]).raise_for_status()
    again = shop.keeper.call("POST", "/api/products/imports", {})
    upload(again["upload"], file.text)

    assert file.headers["content-disposition"] == 'attachment; filename="catalogue.csv"'
    assert {line.split(",")[0] for line in file.text.splitlines()[1:]} == {"JUG-BLUE", "JUG-SAND", "PLATE"}
    assert ended(shop.keeper, f"/api/products/imports/{again['id']}")["imported"] == 3
    shop.keeper.close()


def everything_of(shop: Shop, count: int) -> Any:
    """Give what a shop has on the shelf, None until it is so many products."""
    sold = shop.keeper.call("GET", "/api/products", seller=shop.id)["items"]
    return sold if len(sold) == count else None


def upload(form: Any, text: str) -> None:
    """Send a file to where the market said, as a browser's form does."""
    sent = {"file": ("catalogue.csv", text.encode(), "text/csv")}
    httpx.post(form["url"], data=form["fields"], files=sent, timeout=60).raise_for_status()


def ended(keeper: Person, path: str) -> Any:
    """Wait until an import or an export is over."""

    def over() -> Any:
        job = keeper.call("GET", path)
        return job if job["status"] in ("done", "failed") else None

    return eventually(over, within=PATIENCE_SECONDS, every=0.2)


def test_a_shop_sees_its_own_seller_order_of_an_order_only(
    shopper: Person, shop: Shop, town: str, admin: Person
) -> None:
    other = open_shop(town, admin)
    mine, theirs = shop.offer(stock=2, amount=1000), other.offer(stock=2, amount=3000)
    shopper.put_into_cart(mine.variant_id)
    shopper.put_into_cart(theirs.variant_id)
    order = shopper.sees(shopper.try_to_order().json(), "paid")

    seller_order, other_seller_order = shop.seller_order_of(order), other.seller_order_of(order)
    foreign = shop.keeper.ask(
        "POST",
        f"/api/seller/orders/{other_seller_order['id']}/shipments",
        {"carrier": "Royal Mail", "tracking_number": "RM 1 GB"},
    )
    shop.keeper.call(
        "POST",
        f"/api/seller/orders/{seller_order['id']}/shipments",
        {"carrier": "Royal Mail", "tracking_number": "RM 2 GB"},
    )

    assert [line["sku"] for line in seller_order["lines"]] == [mine.sku]
    assert foreign.status_code == 404
    assert shopper.sees(order, "partly_shipped")["status"] == "partly_shipped"
    other.keeper.close()


def test_a_suspended_shop_sells_nothing_until_it_may_again(shopper: Person, town: str, admin: Person) -> None:
    shop = open_shop(town, admin)
    offer = shop.offer(stock=2)
    shopper.put_into_cart(offer.variant_id)

    admin.call("PUT", f"/api/sellers/{shop.id}/suspension", {"suspended": True, "reason": "Complaints."})
    eventually(lambda: unavailable(shopper), within=PATIENCE_SECONDS, every=0.2)
    refused = shopper.try_to_order()
    admin.call("PUT", f"/api/sellers/{shop.id}/suspension", {"suspended": False})
    eventually(lambda: not unavailable(shopper), within=PATIENCE_SECONDS, every=0.2)
    accepted = shopper.try_to_order()

    assert (refused.status_code, refused.json()["code"]) == (409, "not_for_sale")
    assert accepted.status_code == 201
    shop.keeper.close()


def unavailable(shopper: Person) -> bool:
    return [line["note"] for line in shopper.call("GET", "/api/cart")["lines"]] == ["not_for_sale"]
