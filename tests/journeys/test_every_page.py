"""Every page of the shop, for those who do not see it, in each of its looks, and on the smallest phone."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.support.console import sign_in
from tests.journeys.support.looks import LOOKS, is_whole
from tests.journeys.support.people import ADDRESS, Person
from tests.journeys.support.shop import Shop
from tests.support.browser import NewContext, Watch

PATHS = Path(__file__).parents[2] / "web" / "paths.ts"
ANYBODYS = {
    "/": "/",
    "/search": "/search?q={title}",
    "/categories/:slug/:id": "/categories/x/{category}",
    "/products/:slug/:id": "/products/x/{product}",
    "/shops": "/shops",
    "/shops/:slug/:id": "/shops/x/{shop}",
    "/cart": "/cart",
    "/checkout": "/checkout",
    "/checkout/:id": "/checkout/{paid}",
    "/orders": "/orders",
    "/orders/claim": "/orders/claim#token=x",
    "/orders/:id": "/orders/{paid}",
    "/account": "/account",
    "/account/addresses": "/account/addresses",
    "/account/notifications": "/account/notifications",
    "/account/store-credit": "/account/store-credit",
    "/sign-in": "/sign-in?back=/cart",
    "/register": "/register",
    "/sell": "/sell",
}
"""An address of each pattern, which leads a visitor on, too, where it is not theirs."""
ANYBODYS_TOO = ["/search?q=nothing+is+called+this", "/products/x/{nothing}", "/orders/{paid}", "/nowhere"]
MEMBERS = [
    *(ANYBODYS[one] for one in ("/cart", "/checkout", "/checkout/:id", "/orders", "/orders/:id", "/orders/claim")),
    *(
        ANYBODYS[one]
        for one in ("/account", "/account/addresses", "/account/notifications", "/account/store-credit", "/sell")
    ),
    "/account/addresses?edit=new",
    "/checkout/{declined}",
    "/checkout/{waiting}",
    "/orders/{declined}",
]
"""What looks otherwise to somebody with an account, an address, a cart and orders."""


@pytest.fixture
def names(shopper: Person, shop: Shop) -> dict[str, str]:
    """What the addresses are about, after somebody has left something on every page."""
    offer = shop.offer(stock=99)
    shopper.call("POST", "/api/users/me/addresses", ADDRESS)
    orders = {
        "paid": shopper.order(offer.variant_id, 1, "sandbox_visa"),
        "declined": shopper.order(offer.variant_id, 1, "sandbox_declined"),
        "waiting": shopper.order(offer.variant_id, 1, "sandbox_3ds"),
    }
    shopper.sees(orders["paid"], "paid")
    shopper.sees(orders["waiting"], "awaiting_action")
    shopper.put_into_cart(offer.variant_id, 2)
    shops = {"title": offer.title, "product": offer.product_id, "shop": shop.id, "category": shop.category_id}
    return shops | {name: order["id"] for name, order in orders.items()} | {"nothing": str(uuid4())}


def patterns() -> Iterator[str]:
    """Give the pattern of every address that the shop has, its consoles aside."""
    for made, text in re.findall(r"(fixed|one|withBack|withWords|pattern:)\(? ?\"([^\"]+)\"", PATHS.read_text()):
        pattern = f"/{text}/:slug/:id" if made == "withWords" else text
        if not pattern.startswith(("/seller", "/admin")):
            yield pattern


def test_no_page_is_left_out() -> None:
    assert {*ANYBODYS} == {*patterns()}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_whole_and_none_scrolls_sideways(
    new_context: NewContext, watch: Watch, shopper: Person, names: dict[str, str], look: str
) -> None:
    watch.expect(f"status of 404.*(nowhere|{names['nothing']})")
    page = new_context(**LOOKS[look]).new_page()

    for address in (*ANYBODYS.values(), *ANYBODYS_TOO):
        page.goto(address.format_map(names))
        is_whole(page)
    page.goto("/sign-in")
    sign_in(page, shopper)
    page.wait_for_url("**/account")
    for address in MEMBERS:
        page.goto(address.format_map(names))
        is_whole(page)
    page.goto("/")
    for opener in page.locator("header [aria-haspopup]").all():
        opener.click()
        expect(page.get_by_role("dialog").or_(page.get_by_role("menu"))).to_be_visible()
        is_whole(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog").or_(page.get_by_role("menu"))).to_be_hidden()
