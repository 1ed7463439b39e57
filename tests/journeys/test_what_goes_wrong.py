"""What pages make of odd goods, moved prices, ended sessions, and of an API or a browser that fails."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.journeys.conftest import Newcomer
from tests.journeys.support.checkout import come_alive, come_to_the_payment, order, put_into_cart
from tests.journeys.support.people import PASSWORD, PATIENCE_SECONDS
from tests.journeys.support.shop import Offer, Shop
from tests.support.browser import NARROW, Watch, accessibility
from tests.support.conditions import eventually

SIDEWAYS = "(one) => one.scrollWidth - one.clientWidth"
TITLES = {
    "of 200 characters": "Mug" * 66 + "!!",
    "of one": "M",
    "in Arabic": "كوب أزرق (مصنوع باليد) 350 مل",
    "with markup": '<img src=x onerror=alert(1)><b>Mug</b> & "co" {t} </script>',
}
SIGN_IN = re.compile(r"/sign-in(\?|$)")
NOWHERE = "https://pictures.example"
FORBIDDEN = """
for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(window, name, { get() { throw new DOMException("Not here", "SecurityError"); } });
}
LockManager.prototype.request = () => Promise.reject(new DOMException("Not here", "SecurityError"));
"""
FULL = 'Storage.prototype.setItem = () => { throw new DOMException("No room", "QuotaExceededError"); };'


@pytest.fixture
def faded(shop: Shop) -> Iterator[Offer]:
    """Something whose picture is nowhere; it is taken from the shelf before others look around there."""
    offer = shop.offer(stock=2, images=[{"url": f"{NOWHERE}/mug.jpg", "alt": "A mug from the side"}])
    yield offer
    shop.withdraw(offer)


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_is_shown_as_it_was_written_and_nothing_bursts(page: Page, shop: Shop, title: str) -> None:
    offer = shop.offer(stock=2, exactly=title)
    page.set_viewport_size(NARROW)

    page.goto(f"/categories/x/{shop.category_id}?sort=newest")
    expect(page.get_by_role("main").get_by_role("link", name=title, exact=True)).to_be_visible()
    assert page.locator("html").evaluate(SIDEWAYS) == 0
    put_into_cart(page, offer)
    drawer = page.get_by_role("dialog")

    expect(page.locator("h1")).to_have_text(title)
    assert page.locator("h1 :not(bdi)").count() == 0
    assert page.title().startswith(title[:100])
    assert accessibility(page) == []
    assert [one.evaluate(SIDEWAYS) for one in (page.locator("html"), drawer)] == [0, 0]


def test_a_picture_that_does_not_load_leaves_its_place_and_its_words(page: Page, faded: Offer, watch: Watch) -> None:
    watch.expect(NOWHERE)
    page.route(f"{NOWHERE}/**", lambda route: route.fulfill(status=404))

    page.goto(f"/products/-/{faded.product_id}")

    tile = page.get_by_role("main").get_by_role("img", name="A mug from the side")
    expect(tile.locator("svg")).to_be_visible()
    assert page.locator("main img").count() == 0
    assert tile.evaluate("(one) => one.clientHeight") > 100
    assert accessibility(page) == []


def test_a_price_that_moved_and_stock_that_went_beside_the_open_cart_are_said_before_anything_is_ordered(
    page: Page, shop: Shop
) -> None:
    dearer, gone = shop.offer(stock=5, amount=1000, title="Dearer Mug"), shop.offer(stock=1, title="Rare Mug")
    put_into_cart(page, gone)
    put_into_cart(page, dearer)
    shop.reprice(dearer, 1200)
    shop.keeper.call("POST", f"/api/inventory/{gone.variant_id}/adjustments", {"delta": -1, "reason": "broken"})
    eventually(lambda: available(shop, gone) == 0, within=PATIENCE_SECONDS, every=0.2)

    page.get_by_role("link", name="To the checkout").click()

    news = page.get_by_role("status").filter(has_text="Your cart is not what it was")
    expect(news).to_contain_text(f"{dearer.title} costs £12.00 now, not £10.00.")
    expect(news).to_contain_text(f"{gone.title} is sold out.")
    assert accessibility(page) == []
    news.get_by_role("button", name="Take it out").click()
    expect(news).not_to_contain_text(gone.title)
    page.go_back()
    page.get_by_role("button", name="Cart, 1 item").click()
    come_to_the_payment(page)
    order(page, "Test card that pays")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert shop.stock(dearer)["available"] == 4


def test_a_session_that_was_ended_elsewhere_leads_to_the_sign_in_and_back(
    page: Page, town: str, newcomer: Newcomer, watch: Watch
) -> None:
    watch.expect("status of 401")
    person, tokens = newcomer().register(), list[str]()
    page.on("request", lambda request: tokens.extend(filter(None, [request.headers.get("authorization")])))
    page.goto("/sign-in?back=/account/addresses")
    sign_in(page, person.email)
    expect(page.get_by_text("No address is kept here yet.")).to_be_visible()
    httpx.post(f"{town}/api/auth/logout", headers={"Authorization": tokens[-1]}).raise_for_status()

    page.get_by_role("main").get_by_role("link", name="Messages").click()

    expect(page.get_by_text("You are signed out.")).to_be_visible()
    sign_in(page, person.email)
    expect(page.get_by_role("heading", level=1, name="Messages")).to_be_visible()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_whatever_the_api_answers_the_page_says_what_is_safe_and_the_next_try_has_the_same_key(
    page: Page, shop: Shop, watch: Watch, status: int
) -> None:
    watch.expect(f"status of {status}")
    offer, sent = shop.offer(stock=3), list[Request]()
    later = {} if status == 500 else {"Retry-After": "1"}
    page.route("**/api/cart/items", lambda route: route.fulfill(status=status, headers=later, body="<h1>Oh</h1>"))
    page.on("request", lambda one: sent.append(one) if one.url.endswith("/api/cart/items") else None)
    page.goto(f"/products/-/{offer.product_id}")
    add = page.get_by_role("button", name="Add to cart")

    add.click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Your cart is as it was.")
    assert accessibility(page) == []
    page.unroute("**/api/cart/items")
    alert.get_by_role("button", name="Try again", exact=True).click()

    drawer = page.get_by_role("dialog", name="Your cart")
    expect(drawer.get_by_role("group", name=f"How many of {offer.title}").locator("output")).to_have_text("1")
    assert len({one.header_value("Idempotency-Key") for one in sent}) == 1


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["nothing may be kept", "there is no room"])
def test_a_browser_that_keeps_nothing_buys_all_the_same(page: Page, shop: Shop, watch: Watch, script: str) -> None:
    # It is not known there whether there is a session to go on with, so it is asked for.
    watch.expect("status of 401.*/api/auth/refresh")
    page.add_init_script(script)
    put_into_cart(page, shop.offer(stock=2))

    come_to_the_payment(page)
    order(page, "Test card that pays")

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def sign_in(page: Page, email: str) -> None:
    """Fill in the sign-in and send it."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def available(shop: Shop, offer: Offer) -> int:
    """Read how many of an offer customers are told can be bought."""
    variants = shop.keeper.call("GET", f"/api/products/{offer.product_id}")["variants"]
    return int(variants[0]["available"])


@pytest.mark.parametrize(
    ("deployment", "heading"), [("another", "Sign in"), ("the same", "Something broke")], ids=["another", "the same"]
)
def test_a_page_whose_code_is_gone_is_loaded_anew_from_another_deployment(
    page: Page, watch: Watch, deployment: str, heading: str
) -> None:
    watch.expect("status of 404|dynamically imported module")
    page.goto("/shops")
    come_alive(page)
    page.route("**/assets/SignInPage-*.js", lambda route: route.fulfill(status=404), times=1)
    documents: list[Request] = []
    page.on("request", lambda one: documents.append(one) if one.is_navigation_request() else None)
    if deployment == "another":
        page.route(SIGN_IN, deploy)

    page.get_by_role("button", name="Your account").click()
    with page.expect_request(lambda one: bool(SIGN_IN.search(one.url)) and one.resource_type == "fetch"):
        page.get_by_role("menuitem", name="Sign in").click()

    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    assert len(documents) == (1 if deployment == "another" else 0)


def deploy(route: Route) -> None:
    """Answer what asks which document stands at an address with another."""
    if route.request.resource_type == "fetch":
        route.fulfill(body="<!doctype html><title>Souk</title>")
    else:
        route.continue_()
