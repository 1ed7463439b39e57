"""What a shop's keeper does in a browser, by what can be seen of it."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.support.people import PASSWORD, Person


def sign_in(page: Page, person: Person) -> None:
    """Fill in the sign-in, in whatever language it is, and send it."""
    page.locator("input[type=email]").fill(person.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()


def open_console(page: Page, keeper: Person, at: str = "/seller") -> Page:
    """Come to a page of the console by way of the sign-in."""
    page.goto(f"/sign-in?back={at}")
    sign_in(page, keeper)
    expect(page).to_have_url(re.compile(f"{re.escape(at)}$"))
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until a page has what it asked for."""
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
