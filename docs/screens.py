"""Photograph the pages of a desk with demo shops for the documents: ``python -m docs.screens [URL]``."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from local.catalogue.accounts import ADMIN, CUSTOMER, PASSWORD, SELLER
from local.chromium import chromium

SCREENS = Path(__file__).parent / "screens"
SIZES = {"phone": ViewportSize(width=390, height=844), "desktop": ViewportSize(width=1440, height=900)}
PATIENCE_MS = 60_000
QUALITY = 80


def photograph(browser: Browser, url: str) -> None:
    """Walk through the shop as its people do, at both sizes, and write what each page looks like."""
    for size, viewport in SIZES.items():
        with window(browser, url, viewport) as page:
            look_around(page, size)
            sign_in(page, CUSTOMER)
            buy(page, size)
        with window(browser, url, viewport) as page:
            sign_in(page, SELLER)
            for name, address in {"seller": "/seller", "seller-products": "/seller/products"}.items():
                visit(page, address)
                keep(page, f"{name}-{size}")
        with window(browser, url, viewport) as page:
            sign_in(page, ADMIN)
            visit(page, "/admin/categories")
            keep(page, f"admin-{size}")
    with window(browser, url, SIZES["phone"], locale="ar-EG") as page:
        visit(page, "/")
        keep(page, "home-phone-arabic")
    with window(browser, url, SIZES["phone"], color_scheme="dark") as page:
        visit(page, product(page))
        keep(page, "product-phone-dark")


def look_around(page: Page, size: str) -> None:
    """See what needs no account."""
    visit(page, "/")
    keep(page, f"home-{size}")
    visit(page, "/search?q=lamp")
    keep(page, f"search-{size}")
    for folder in ("categories", "shops"):
        visit(page, "/shops" if folder == "shops" else "/")
        visit(page, page.locator(f"main a[href^='/{folder}/']").first.get_attribute("href") or "")
        keep(page, f"{folder}-{size}")
    visit(page, product(page))
    keep(page, f"product-{size}")


def buy(page: Page, size: str) -> None:
    """Go from a product to an order that is paid."""
    visit(page, product(page))
    page.get_by_role("button", name="Add to cart").click()
    page.get_by_role("dialog", name="Your cart").get_by_role("link", name="To the checkout").wait_for()
    visit(page, "/cart")
    keep(page, f"cart-{size}")
    visit(page, "/checkout")
    fields = {"First and last name": "Ada Buyer", "Street and number": "1 Market Street", "Town": "London"}
    page.get_by_label("Country").select_option("GB")
    for label, value in {**fields, "Postal code": "E1 6AN"}.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="On to delivery").click()
    page.get_by_role("button", name="On to payment").click()
    page.get_by_role("radio", name=re.compile(r"^Test card that pays( \(|$)")).check()
    keep(page, f"checkout-{size}")
    page.get_by_role("button", name="Order and pay").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    visit(page, "/orders")
    visit(page, page.locator("main a[href^='/orders/']").first.get_attribute("href") or "")
    keep(page, f"order-{size}")


def product(page: Page) -> str:
    """Give the address of one that has options."""
    return f"/products/-/{page.request.get('/api/products?q=mug').json()['items'][0]['id']}"


def sign_in(page: Page, email: str) -> None:
    """Be one of the demo shops' people."""
    visit(page, "/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def visit(page: Page, address: str) -> None:
    """Open a page and wait until everything of it is there."""
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")


def keep(page: Page, name: str) -> None:
    """Write what is seen first of a page."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=SCREENS / f"{name}.jpg", type="jpeg", quality=QUALITY, animations="disabled")


@contextmanager
def window(
    browser: Browser,
    url: str,
    size: ViewportSize,
    *,
    locale: str = "en-GB",
    color_scheme: Literal["light", "dark"] = "light",
) -> Iterator[Page]:
    """Open a window that knows nothing of the others."""
    context = browser.new_context(base_url=url, viewport=size, locale=locale, color_scheme=color_scheme)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def main() -> None:
    """Start a browser and photograph."""
    here = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=here.program, args=list(here.options), env=dict(here.environment)
        )
        photograph(browser, sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080")
        browser.close()


if __name__ == "__main__":
    main()
