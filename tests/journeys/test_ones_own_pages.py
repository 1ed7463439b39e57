"""An account in a browser: coming in, being gone, and what was ordered."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.journeys.conftest import Newcomer
from tests.journeys.support.checkout import FIELDS
from tests.journeys.support.keyboard import press, write
from tests.journeys.support.people import PASSWORD, Person
from tests.journeys.support.shop import Shop
from tests.support.browser import DESKTOP, PHONE, accessibility


def sign_in(page: Page, person: Person) -> None:
    """Fill in the sign-in and send it."""
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_the_cart_of_a_guest_comes_along_into_the_account(page: Page, newcomer: Newcomer, shop: Shop) -> None:
    page.set_viewport_size(PHONE)
    person, mug = newcomer().register(), shop.offer(stock=3)
    page.goto(f"/products/-/{mug.product_id}")
    page.get_by_role("button", name="Add to cart").first.click()
    expect(page.get_by_role("dialog", name="Your cart")).to_contain_text(mug.title)
    page.goto("/sign-in?back=/cart")
    expect(page.get_by_text("The item in your cart comes along.")).to_be_visible()
    assert accessibility(page) == []

    sign_in(page, person)

    expect(page).to_have_url(re.compile("/cart$"))
    expect(page.get_by_role("main")).to_contain_text(mug.title)
    lines = person.log_in().call("GET", "/api/cart")["lines"]
    assert [line["variant_id"] for line in lines] == [mug.variant_id]


def test_signed_out_in_one_tab_gone_in_the_other_and_what_was_written_is_there_again(
    context: BrowserContext, newcomer: Newcomer
) -> None:
    person = newcomer().register()
    writing, other = context.new_page(), context.new_page()
    writing.goto("/sign-in?back=/account")
    sign_in(writing, person)
    writing.get_by_label("Last name").fill("Lovelace")
    other.goto("/account")

    other.get_by_role("main").get_by_role("button", name="Sign out").click()

    expect(writing).to_have_url(re.compile("/sign-in"))
    expect(writing.get_by_text("what you wrote is still there")).to_be_visible()
    sign_in(writing, person)
    expect(writing.get_by_label("Last name")).to_have_value("Lovelace")
    expect(other).to_have_url(re.compile("/account$"))
    writing.get_by_role("button", name="Save").click()
    expect(writing.get_by_text("Saved.")).to_be_visible()
    assert person.log_in().call("GET", "/api/users/me")["last_name"] == "Lovelace"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_order_is_found_and_cancelled(page: Page, newcomer: Newcomer, shop: Shop, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    person, mug = newcomer().register().log_in(), shop.offer(stock=3)
    order = person.order(mug.variant_id)
    shop.seller_order_of(order)
    page.goto("/orders")
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    sign_in(page, person)
    page.get_by_role("link", name=f"Order {order['number']}").click()
    expect(page.get_by_text("Your order is paid. The shops are getting it ready.")).to_be_visible()
    assert accessibility(page) == []

    page.get_by_role("button", name="Cancel the order").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel the order").click()

    expect(page.get_by_text("This order was cancelled.", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Cancel the order")).to_be_hidden()
    assert person.call("GET", f"/api/orders/{order['id']}")["status"] == "cancelled"


def test_an_address_is_kept_by_keyboard_alone(page: Page, newcomer: Newcomer) -> None:
    person = newcomer().register()
    page.goto("/sign-in?back=/account/addresses")
    page.get_by_label("E-mail").focus()
    for text in (person.email, PASSWORD):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    press(page.get_by_role("main").get_by_role("link", name="Add an address"))
    write(page.get_by_label("Country"), "United Kingdom")
    for label, text in FIELDS.items():
        write(page.get_by_label(label), text)
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_contain_text("1 Market Street")
    expect(page).to_have_url(re.compile("/account/addresses$"))
    [kept] = person.log_in().call("GET", "/api/users/me/addresses")["items"]
    assert (kept["country"], kept["postal_code"]) == ("GB", "E1 6AN")
