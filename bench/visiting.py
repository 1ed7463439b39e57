"""What a real browser does in a visit: how often it asks, how soon it answers a press, what it fetches too early."""

import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, expect, sync_playwright

from local.catalogue.accounts import PASSWORD, SELLER
from local.chromium import Chromium
from tests.journeys.support.checkout import FIELDS
from tests.support.browser import DESKTOP, PHONE, started
from tests.support.conditions import PATIENCE

VISIT_SECONDS = 300
# How much slower than this machine the processor of a phone is, as Lighthouse has it.
SLOWER = 4
CONSOLE = {"/seller/products": "table", "/seller/orders": "main", "/seller/stock": "table"}
TIMES = 5

_PRESSES = """
presses = [];
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) presses.push(entry.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
_FETCHED_EARLY = """
() => [...document.images]
    .filter((image) => image.loading !== "lazy" && image.getBoundingClientRect().top > innerHeight)
    .map((image) => image.src)
"""


@contextmanager
def opened(chromium: Chromium) -> Iterator[Browser]:
    """Start a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(headless=True, **started(chromium))
        yield browser
        browser.close()


@dataclass
class Asked:
    """Who asked functions how often in each step of a visit: a token by its end, everybody else as the address."""

    steps: list[Counter[str]] = field(default_factory=list)

    def note(self, request: Request) -> None:
        """Count a request, unless the edge answers it with a file."""
        if request.resource_type == "document" or "/api/" in request.url:
            token = request.headers.get("authorization", "")
            self.steps[-1][token[-16:] or "address"] += 1

    def busiest_minute(self) -> int:
        """Give the most that anybody asked within a minute, were the steps spread over the visit evenly."""
        a_minute = max(1, round(60 * len(self.steps) / VISIT_SECONDS))
        minutes = (sum(self.steps[at : at + a_minute], Counter[str]()) for at in range(len(self.steps)))
        return max(max(minute.values(), default=0) for minute in minutes)


def requests_of_a_visit(browser: Browser, url: str) -> int:
    """Look around, fill a cart and order as a guest; give the requests of whoever asked most in the busiest minute."""
    context = _visitor(browser, url, PHONE)
    page, asked = context.new_page(), Asked()
    page.on("request", asked.note)
    for step in _steps(page):
        asked.steps.append(Counter())
        step()
        page.wait_for_load_state("networkidle")
    context.close()
    return asked.busiest_minute()


def _visitor(browser: Browser, url: str, size: ViewportSize) -> BrowserContext:
    context = browser.new_context(base_url=url, viewport=size, locale="en-GB", has_touch=size is PHONE)
    # A desk that nobody used yet starts its functions one by one.
    context.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    return context


def _steps(page: Page) -> list[Callable[[], object]]:
    main, search = page.get_by_role("main"), page.get_by_label("Search all shops")
    cards = main.get_by_role("article")
    dialog = page.get_by_role("dialog", name="Your cart")
    categories = page.get_by_role("navigation", name="Categories").get_by_role("link")

    def press(name: str) -> None:
        page.get_by_role("button", name=name).first.click()

    def write_address() -> None:
        for label, value in FIELDS.items():
            page.get_by_label(label, exact=True).fill(value)

    def look_at(number: int) -> Callable[[], object]:
        return lambda: cards.nth(number).get_by_role("link").first.click()

    return [
        lambda: page.goto("/"),
        categories.nth(1).click,
        lambda: press("Filters"),
        lambda: page.get_by_role("checkbox", name="In stock").check(),
        lambda: page.get_by_label("Sort by").select_option("price_asc"),
        look_at(0),
        page.go_back,
        look_at(1),
        lambda: press("Add to cart"),
        lambda: dialog.get_by_role("button", name="Close").click(),
        lambda: search.press_sequentially("silver ring", delay=80),
        lambda: search.press("Enter"),
        look_at(0),
        lambda: press("One more"),
        lambda: press("Add to cart"),
        lambda: dialog.get_by_role("button", name="Close").click(),
        categories.first.click,
        lambda: main.get_by_role("link").nth(1).click(),
        look_at(2),
        lambda: press("Add to cart"),
        lambda: dialog.get_by_role("link", name="To the checkout").click(),
        lambda: page.get_by_label("E-mail").fill("guest@example.com"),
        lambda: page.get_by_label("Country").select_option("GB"),
        write_address,
        lambda: press("On to delivery"),
        lambda: press("On to payment"),
        lambda: page.get_by_role("radio").first.check(),
        lambda: page.get_by_role("button", name="Order and pay").click(),
        lambda: expect(page.get_by_role("heading", name="Thank you")).to_be_visible(),
        lambda: page.goto("/orders"),
    ]


def press_while_filtering(browser: Browser, url: str, category: str) -> float:
    """Narrow a list down on a slow phone; give the seconds that the slowest press took until it was seen."""
    context = _visitor(browser, url, PHONE)
    page = context.new_page()
    page.add_init_script(_PRESSES)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(category)
    # Who presses while the page is hydrated waits for that, by chance between 0.1 and 0.5 s, and filters nothing yet.
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Filters").click()
    boxes = page.get_by_role("complementary", name="Filters").get_by_role("checkbox")
    for box in (boxes.first, boxes.nth(1)):
        for press in (box.check, box.uncheck):
            asked = page.url
            press()
            expect(page).not_to_have_url(asked)
            expect(page.locator("main ul[aria-busy=true]")).to_have_count(0)
    page.get_by_label("Sort by").select_option("price_asc")
    page.wait_for_load_state("networkidle")
    presses: list[float] = page.evaluate("presses")
    context.close()
    return max(presses, default=0) / 1000


def console_usable(browser: Browser, url: str) -> dict[str, float]:
    """Open pages of a seller's console; give the seconds until what they are there for can be used, in the median."""
    context = _visitor(browser, url, DESKTOP)
    page = context.new_page()
    page.goto("/sign-in?back=/seller")
    page.get_by_label("E-mail").fill(SELLER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/seller")
    taken: dict[str, float] = {}
    for path, what in CONSOLE.items():
        times = []
        for _ in range(1 + TIMES):
            page.goto(path, wait_until="commit")
            usable = page.get_by_role("main") if what == "main" else page.get_by_role("rowheader").first
            usable.wait_for()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            times.append(page.evaluate("performance.now()") / 1000)
        taken[path] = statistics.median(times[1:])
    context.close()
    return taken


def fetched_early(browser: Browser, url: str, paths: list[str]) -> list[str]:
    """List the pictures below the first screen of a phone that are fetched before somebody comes near."""
    context = _visitor(browser, url, PHONE)
    page = context.new_page()
    found: list[str] = []
    for path in paths:
        page.goto(path)
        found += page.evaluate(_FETCHED_EARLY)
    context.close()
    return found


def first_of(url: str, path: str) -> dict[str, Any]:
    """Give the first thing of a list of the API."""
    first: dict[str, Any] = httpx.get(f"{url}{path}", timeout=60, trust_env=False).raise_for_status().json()["items"][0]
    return first
