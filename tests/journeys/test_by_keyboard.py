"""Buying by keyboard alone, from left to right and from right to left."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.support.checkout import FIELDS, come_alive, number_of
from tests.journeys.support.keyboard import choose, press, reach, write
from tests.journeys.support.looks import SIDEWAYS
from tests.journeys.support.people import PATIENCE_SECONDS
from tests.journeys.support.post import Post
from tests.journeys.support.providers import Providers
from tests.journeys.support.shop import Shop
from tests.journeys.support.words import Words
from tests.support.browser import DESKTOP, NewContext, accessibility
from tests.support.conditions import eventually


@pytest.mark.parametrize(
    ("language", "locale", "direction"), [("en", "en-GB", "ltr"), ("ar", "ar-GB", "rtl")], ids=["English", "Arabic"]
)
def test_a_thing_is_found_chosen_and_bought_by_keyboard_alone(
    new_context: NewContext,
    shop: Shop,
    post: Post,
    stand_ins: Providers,
    language: str,
    locale: str,
    direction: str,
) -> None:
    words, context = Words(language), new_context(locale=locale, viewport=DESKTOP)
    stand_ins.run_the_script_in(context)  # the arrow keys come past the card
    page = context.new_page()
    offer = shop.offer(stock=4, title="Keyboard Shirt", sizes=("Small", "Large"))
    email = f"{uuid4().hex[:12]}@journeys.example"
    page.goto("/")
    come_alive(page)
    assert page.locator("html").get_attribute("dir") == direction

    press_search(page, words, offer.title)
    press(page.get_by_role("main").get_by_role("link", name=offer.title))
    expect(page.get_by_role("heading", level=1, name=offer.title)).to_be_visible()
    choose(page.get_by_role("radio", name="Large"))
    press(page.get_by_role("button", name=words("One more")), "Space")
    add = page.get_by_role("button", name=words("Add to cart"), exact=True)
    press(add)
    drawer = page.get_by_role("dialog", name=words("Your cart"))
    expect(drawer).to_contain_text("Large")
    is_whole(page)
    page.keyboard.press("Escape")
    expect(add).to_be_focused()
    reach(page.locator("header [aria-haspopup=dialog]"), "Shift+Tab")
    page.keyboard.press("Enter")
    press(drawer.get_by_role("link", name=words("To the checkout")))

    write(page.get_by_label(words("E-mail")), email)
    expect(page.get_by_label(words("Country"))).to_have_value("GB")
    for label, text in FIELDS.items():
        write(page.get_by_label(words(label), exact=True), text)
    is_whole(page)
    page.keyboard.press("Enter")
    choose(page.get_by_role("radio", name=re.compile(f"^{words('Express')}")))
    is_whole(page)
    press(page.get_by_role("button", name=words("On to payment")))
    choose(page.get_by_role("radio", name=words("Test card that pays"), exact=True))
    is_whole(page)
    press(page.get_by_role("button", name=words.like("Order and pay {price}")))

    expect(page.get_by_role("heading", level=1, name=words("Thank you"))).to_be_visible()
    is_whole(page)
    post.arrives(email, number_of(page), offer.title)
    eventually(lambda: shop.stock(offer) == {"on_hand": 2, "reserved": 0, "available": 2}, within=PATIENCE_SECONDS)


def press_search(page: Page, words: Words, title: str) -> None:
    """Look for something."""
    write(page.get_by_role("combobox", name=words("Search all shops")), title)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")


def is_whole(page: Page) -> None:
    """See that axe finds nothing in a page and that it does not scroll sideways."""
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
    assert accessibility(page) == []
    assert page.evaluate(SIDEWAYS) == 0
