"""What a guest does at the checkout, by what can be seen of it."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys.support.people import ADDRESS
from tests.journeys.support.shop import Offer
from tests.support.conditions import eventually

FIELDS = {
    "First and last name": ADDRESS["name"],
    "Street and number": ADDRESS["line1"],
    "Town": ADDRESS["city"],
    "Postal code": ADDRESS["postal_code"],
}
ORDER = re.compile("^Order and pay £")


def come_alive(page: Page) -> None:
    """Wait until React has taken over a page that was rendered elsewhere: before that it hears nobody."""
    taken = "Object.keys(document.getElementById('root')).some((name) => name.startsWith('__reactContainer'))"
    eventually(lambda: page.evaluate(taken), every=0.05)


def put_into_cart(page: Page, offer: Offer) -> None:
    """Look at a product and put it into the cart, which opens beside it."""
    page.goto(f"/products/-/{offer.product_id}")
    come_alive(page)
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("dialog", name="Your cart")).to_contain_text(offer.title)


def come_to_the_payment(page: Page) -> str:
    """Go from the open cart to the last step, as a guest, and give the address that was written."""
    email = f"{uuid4().hex[:12]}@journeys.example"
    page.get_by_role("link", name="To the checkout").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Country").select_option("GB")
    for label, value in FIELDS.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="On to delivery").click()
    page.get_by_role("button", name="On to payment").click()
    return email


def order(page: Page, method: str) -> None:
    """Choose how to pay, and order."""
    page.get_by_role("radio", name=re.compile(rf"^{method}( \(|$)")).check()
    page.get_by_role("button", name=ORDER).click()


def number_of(page: Page) -> str:
    """Read the number of the order that a page is about."""
    return page.get_by_role("status").locator("b").inner_text()
