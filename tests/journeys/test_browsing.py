"""Looking around: rendered pages, lists that are narrowed down, and the cart beside them, in a browser."""

import re
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.support.checkout import put_into_cart
from tests.journeys.support.shop import Offer, Shop
from tests.support.browser import DESKTOP, PHONE, NewContext, Watch
from tests.support.conditions import eventually

# Bytes per second: what is sent takes a while to leave.
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200}

_SHIFTS = """
moved = 0;
new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


_FONTS = "**/*.woff2"
_SCRIPTS = "**/*.js"


def _hold(page: Page, files: str) -> list[Route]:
    held: list[Route] = []
    page.route(files, lambda route: held.append(route))
    return held


def _release(page: Page, held: list[Route], files: str) -> None:
    for file in held:
        file.continue_()
    page.unroute(files)


# What is animated between two pages is noted.
NOTE = """
animated = [];
const start = Document.prototype.startViewTransition;
Document.prototype.startViewTransition = function (update) {
    const transition = start.call(this, update);
    transition.ready.then(() => {
        animated.push(...document.getAnimations().map(({ effect }) => effect.pseudoElement));
    }, () => 0);
    return transition;
};
"""


@pytest.fixture(scope="module")
def offers(shop: Shop) -> list[Offer]:
    """Two things of the shop, the first the dearest that any journey offers."""
    return [shop.offer(stock=9, amount=29_900), shop.offer(stock=9)]


@pytest.fixture
def addresses(shop: Shop, offers: list[Offer], page: Page) -> dict[str, str]:
    """Where a page of each kind is, as it says itself; others words in an address lead there."""
    given = {
        "home": "/",
        "category": f"/categories/x/{shop.category_id}",
        "product": f"/products/x/{offers[0].product_id}",
        "shop": f"/shops/x/{shop.id}",
    }
    for name, address in given.items():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        given[name] = urlsplit(page.url).path
    return given


def test_a_page_that_arrives_as_markup_reads_without_a_script_and_is_found_by_search_engines(
    addresses: dict[str, str], new_context: NewContext
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    for address in addresses.values():
        page.goto(address)

        assert page.get_by_role("heading", level=1).inner_text() not in {"", "…"}
        canonical = page.locator("link[rel=canonical]").get_attribute("href") or ""
        assert urlsplit(canonical).path == address
    page.goto(addresses["product"])
    assert '"@type":"Product"' in page.content()


def test_nothing_moves_when_the_fonts_of_a_page_arrive_after_its_words(addresses: dict[str, str], page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.add_init_script(_SHIFTS)
    for address in addresses.values():
        held = _hold(page, _FONTS)
        page.goto(address, wait_until="commit")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate(_FRAME)

        assert held
        _release(page, held, _FONTS)
        page.evaluate("document.fonts.ready")
        page.evaluate(_FRAME)

        assert page.evaluate("moved") < 0.01, address


def test_a_button_that_is_pressed_before_its_program_is_there_does_its_work_then(
    addresses: dict[str, str], page: Page
) -> None:
    held = _hold(page, _SCRIPTS)
    page.goto(addresses["category"], wait_until="commit")
    page.get_by_role("button", name="Cart, empty").click()
    assert held

    _release(page, held, _SCRIPTS)

    expect(page.get_by_role("dialog", name="Your cart")).to_be_visible()


@pytest.mark.parametrize("kind", ["products", "categories", "shops"])
def test_what_is_gone_says_so_and_leads_on(page: Page, watch: Watch, kind: str) -> None:
    watch.expect(r"status of 404")

    answer = page.goto(f"/{kind}/once-a-mug/{uuid4()}")

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1, name="Not here")).to_be_visible()
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
    page.get_by_role("main").get_by_role("link").first.click()
    expect(page).not_to_have_url(re.compile("once-a-mug"))


def test_a_list_is_narrowed_down_sorted_and_left_and_is_the_same_on_the_way_back(
    page: Page, shop: Shop, offers: list[Offer]
) -> None:
    dearer, cheaper = offers
    page.set_viewport_size(DESKTOP)
    page.goto(f"/shops/x/{shop.id}")
    cards = page.locator("main article")
    expect(cards.first).to_contain_text(cheaper.title)

    page.get_by_role("checkbox", name="In stock").check()
    expect(page).to_have_url(re.compile("in_stock=true"))
    page.get_by_label("Sort by").select_option("price_desc")
    expect(cards.first).to_contain_text(dearer.title)
    page.get_by_label("At least").fill("290")
    page.get_by_role("button", name="Set").click()
    expect(cards).to_have_count(1)
    cards.get_by_role("link", name=dearer.title).click()
    expect(page.get_by_role("heading", level=1, name=dearer.title)).to_be_visible()
    page.go_back()

    expect(cards).to_have_count(1)
    expect(page.get_by_role("checkbox", name="In stock")).to_be_checked()
    expect(page.get_by_label("At least")).to_have_value("290")


def test_a_guest_finds_a_thing_on_a_phone_and_puts_two_of_it_into_the_cart(page: Page, offers: list[Offer]) -> None:
    title = offers[0].title
    page.set_viewport_size(PHONE)
    page.goto("/")
    page.get_by_role("combobox", name="Search all shops").fill(title)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()

    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Add to cart").click()

    drawer = page.get_by_role("dialog", name="Your cart")
    expect(drawer.get_by_role("link", name=title)).to_be_visible()
    expect(drawer.get_by_role("group", name=f"How many of {title}").locator("output")).to_have_text("2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Cart, 2 items")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Cart, 2 items")).to_be_visible()


def test_a_picture_is_carried_from_its_card_to_its_page(page: Page, shop: Shop) -> None:
    offer = shop.offer(stock=2, images=[{"url": "/favicon.svg", "alt": "A star"}])
    page.add_init_script(NOTE)
    page.goto(f"/shops/x/{shop.id}?sort=newest")
    card = page.locator("article").get_by_role("link", name=offer.title)
    picture = page.get_by_role("main").get_by_role("img", name="A star")

    def is_carried() -> bool:
        card.click()
        expect(page.get_by_role("heading", level=1, name=offer.title)).to_be_visible()
        expect(picture).to_be_visible()
        page.go_back()
        expect(card).to_be_visible()
        return "::view-transition-group(picture)" in page.evaluate("animated")

    # A page that is not there yet comes without.
    eventually(is_carried)
    shop.withdraw(offer)


def test_what_was_put_into_the_cart_as_the_page_was_left_is_in_it(page: Page, offers: list[Offer]) -> None:
    first, second = offers
    put_into_cart(page, first)
    page.goto(f"/products/-/{second.product_id}")
    expect(page.get_by_role("button", name="Cart, 1 item")).to_be_visible()
    network = page.context.new_cdp_session(page)
    network.send("Network.emulateNetworkConditions", SLOW)

    page.get_by_role("button", name="Add to cart").evaluate(
        "(button) => { addEventListener('pagehide', () => button.click()); location.assign('/checkout'); }"
    )

    page.wait_for_url("**/checkout")
    network.detach()

    def is_in_it() -> bool:
        page.reload()
        expect(page.get_by_text(first.title).first).to_be_visible()
        return page.get_by_text(second.title).first.is_visible()

    eventually(is_in_it, every=0.2)
