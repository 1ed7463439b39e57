"""The seller's console in a browser: every page of it, and what a day brings."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.journeys.conftest import Newcomer
from tests.journeys.support.console import open_console, sign_in
from tests.journeys.support.looks import LOOKS, SIDEWAYS, is_whole
from tests.journeys.support.people import PATIENCE_SECONDS
from tests.journeys.support.shop import Offer, Shop
from tests.support.browser import DESKTOP, NARROW, NewContext, Watch, accessibility
from tests.support.conditions import eventually

# As long as a title may be, without a blank where a line could end.
LONG = "كأس_الشاي_والقهوة" * 11 + "<b>&lt;i>"


@pytest.fixture(scope="module")
def offer(shop: Shop) -> Offer:
    """Something of the shop that its pages show."""
    return shop.offer(stock=5)


@pytest.fixture
def pages(shop: Shop, offer: Offer, newcomer: Newcomer) -> list[str]:
    """The address of every page of the console, with something to be seen on each."""
    buyer = newcomer().register().log_in()
    order = shop.seller_order_of(buyer.sees(buyer.order(offer.variant_id), "paid"))
    waiting = shop.keeper.call("POST", "/api/products/imports", {})["id"]
    return [
        "/seller",
        "/seller/orders",
        "/seller/orders?show=all",
        "/seller/orders/picks",
        f"/seller/orders/{order['id']}",
        "/seller/products",
        "/seller/products/new",
        f"/seller/products/{offer.product_id}",
        "/seller/stock",
        "/seller/stock?low=true",
        "/seller/stock/warehouses",
        "/seller/money",
        "/seller/invoices",
        "/seller/files",
        f"/seller/files/{waiting}",
        "/seller/shop",
        "/seller/of-nothing",
        "/sell",
    ]


def new_product(page: Page, title: str) -> None:
    """Write down a product that is not there yet."""
    page.get_by_label("Name", exact=True).fill(title)
    page.get_by_label("Category").select_option(index=1)
    page.get_by_label("SKU").fill(uuid4().hex[:12].upper())
    page.get_by_role("textbox", name="Price").fill("12,50")
    page.get_by_label("On hand").fill("4")


def title_of(shop: Shop, product_id: str) -> str:
    """Give the title that a product of the shop has now."""
    return str(shop.keeper.call("GET", f"/api/seller/products/{product_id}")["title"])


def save(page: Page) -> Locator:
    """The button that saves a product."""
    return page.get_by_role("button", name="Save", exact=True)


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_whole_for_those_who_do_not_see_it_and_fits_the_smallest_phone(
    shop: Shop, pages: list[str], new_context: NewContext, watch: Watch, look: str
) -> None:
    watch.expect("status of 404.*/seller/of-nothing")
    page = open_console(new_context(**LOOKS[look]).new_page(), shop.keeper)
    for address in pages:
        page.goto(address)

        is_whole(page)


def test_a_draft_with_a_name_of_any_kind_is_published_and_shown_as_it_was_written(page: Page, shop: Shop) -> None:
    title = LONG[:199] + "x"
    open_console(page, shop.keeper, "/seller/products/new")
    page.set_viewport_size(NARROW)
    new_product(page, title)

    page.get_by_role("button", name="Save as a draft").click()

    expect(page).to_have_url(re.compile(r"/seller/products/[0-9a-f-]{36}$"))
    product_id = page.url.rsplit("/", 1)[1]
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate(SIDEWAYS) == 0
    assert shop.keeper.ask("GET", f"/api/products/{product_id}").status_code == 404
    page.goto("/seller/products?status=draft")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    assert page.evaluate(SIDEWAYS) == 0
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("button", name="Take off the shelf")).to_be_visible()
    eventually(
        lambda: shop.keeper.ask("GET", f"/api/products/{product_id}").is_success, within=PATIENCE_SECONDS, every=0.2
    )
    page.get_by_role("link", name="See it in the shop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("main")).to_contain_text("£12.50")
    assert page.evaluate(SIDEWAYS) == 0


def test_stock_is_adjusted_with_a_reason_that_stands_in_its_history(page: Page, watch: Watch, shop: Shop) -> None:
    watch.expect("status of 409")
    offer = shop.offer(stock=5)
    page.set_viewport_size(DESKTOP)
    open_console(page, shop.keeper, f"/seller/stock?sku={offer.sku}")
    page.get_by_role("button", name=f"Adjust {offer.sku}").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("By how many").fill("-6")
    drawer.get_by_label("Why").fill("Broken")
    drawer.get_by_role("button", name="Adjust").click()
    expect(drawer.get_by_role("alert")).to_contain_text("There are not so many on hand.")
    assert shop.stock(offer)["on_hand"] == 5

    drawer.get_by_label("By how many").fill("-2")
    drawer.get_by_role("button", name="Adjust").click()

    expect(drawer).to_have_count(0)
    expect(page.get_by_label(f"On hand of {offer.sku}")).to_have_value("3")
    assert shop.stock(offer)["on_hand"] == 3
    page.get_by_role("button", name=f"Adjust {offer.sku}").click()
    history = page.get_by_role("list", name="What changed it").get_by_role("listitem")
    expect(history.first).to_contain_text("Broken")
    assert accessibility(page) == []
    drawer.get_by_label("Low from").fill("3")
    drawer.get_by_role("button", name="Save").click()
    expect(page.get_by_role("table", name="Stock")).to_contain_text("Low")


def test_two_tabs_that_change_one_product_lose_nothing(context: BrowserContext, watch: Watch, shop: Shop) -> None:
    watch.expect("status of 409")
    offer = shop.offer(stock=1)
    address = f"/seller/products/{offer.product_id}"
    first = open_console(context.new_page(), shop.keeper, address)
    second = context.new_page()
    second.goto(address)
    for tab, title in ((first, "By the first tab"), (second, "By the second tab")):
        tab.get_by_label("Name", exact=True).fill(title)

    save(first).click()
    expect(first.get_by_role("heading", level=1)).to_have_text("By the first tab")
    save(second).click()

    conflict = second.get_by_role("alert")
    expect(conflict).to_contain_text("Somebody changed this since you opened it.")
    expect(second.get_by_label("Name", exact=True)).to_have_value("By the second tab")
    assert title_of(shop, offer.product_id) == "By the first tab"
    assert accessibility(second) == []
    conflict.get_by_role("button", name="Save mine over it").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("By the second tab")
    assert title_of(shop, offer.product_id) == "By the second tab"


def test_signed_out_in_another_tab_what_was_written_is_there_again(context: BrowserContext, shop: Shop) -> None:
    writing = open_console(context.new_page(), shop.keeper, "/seller/products/new")
    new_product(writing, "A jug that is not saved yet")
    other = context.new_page()
    other.goto("/account")
    other.get_by_role("main").get_by_role("button", name="Sign out").click()

    expect(writing.get_by_text("Nothing here is lost.")).to_be_visible()
    assert accessibility(writing) == []
    writing.get_by_role("main").get_by_role("link", name="Sign in").click()
    sign_in(writing, shop.keeper)

    expect(writing.get_by_label("Name", exact=True)).to_have_value("A jug that is not saved yet")
    expect(writing.get_by_role("textbox", name="Price")).to_have_value("12.50")


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        pytest.param({"status": 500}, "Something broke on our side.", id="breaks"),
        pytest.param({"status": 503, "headers": {"Retry-After": "9"}}, "Try again in", id="is busy"),
        pytest.param({"status": 429}, "That was a lot at once.", id="has enough"),
        pytest.param(None, "The shop did not answer.", id="does not answer"),
    ],
)
def test_what_was_written_stays_while_the_api(
    page: Page, watch: Watch, shop: Shop, refusal: dict[str, object] | None, said: str
) -> None:
    watch.expect("status of (500|503|429)|ERR_FAILED")
    codes = {500: "internal_error", 503: "unavailable", 429: "rate_limited"}
    offer, asked = shop.offer(stock=1), list[str]()
    open_console(page, shop.keeper, f"/seller/products/{offer.product_id}")
    page.get_by_label("Name", exact=True).fill("Written once")

    def refuse(route: Route) -> None:
        if route.request.method != "PUT":
            return route.fallback()
        asked.append(route.request.method)
        if refusal is None:
            return route.abort()
        answer: dict[str, object] = {**refusal, "json": {"code": codes[int(str(refusal["status"]))]}}
        return route.fulfill(**answer)  # type: ignore[arg-type]

    page.route(f"**/api/products/{offer.product_id}", refuse)
    save(page).evaluate("(button) => { for (let press = 0; press < 5; press++) button.click(); }")

    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved. What you wrote is still here.")
    assert len(asked) == 1
    assert title_of(shop, offer.product_id) == offer.title
    page.unroute_all()
    save(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Written once")
    assert title_of(shop, offer.product_id) == "Written once"
