"""The desk's pages, in a browser, on a phone and on a desktop."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from local.catalogue.accounts import CUSTOMER
from local.desk import Desk
from tests.journeys.conftest import Newcomer
from tests.journeys.support.looks import SIDEWAYS
from tests.journeys.support.people import Person
from tests.journeys.support.post import Post
from tests.support.browser import DESKTOP, NARROW


@pytest.mark.parametrize("size", [NARROW, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    ("path", "home"),
    [("/desk", "Souk on your desk"), ("/mail", "Souk on your desk"), ("/api/docs", "Many shops, one cart")],
    ids=["desk", "mail", "reference"],
)
def test_no_page_scrolls_sideways_and_each_has_the_star_and_the_way_home(
    page: Page, own_desk: Desk, size: ViewportSize, path: str, home: str
) -> None:
    page.set_viewport_size(size)
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert page.evaluate(SIDEWAYS) == 0
    icon = "fetch(document.querySelector('link[rel=icon]').href).then((answer) => answer.headers.get('content-type'))"
    assert page.evaluate(icon) == "image/svg+xml"
    mark = page.locator("header a.mark")
    expect(mark.locator("svg")).to_be_visible()
    mark.click()
    expect(page.get_by_role("heading", name=home)).to_be_visible()


def test_a_demo_account_tries_out_an_operation_in_the_reference(page: Page, own_desk: Desk) -> None:
    page.set_viewport_size(NARROW)
    page.goto("/api/docs")

    page.locator(f"#demo button[value='{CUSTOMER}']").click()
    expect(page.locator("#who")).to_have_text(f"Signed in as {CUSTOMER}.")
    operation = page.locator("#add_address")
    operation.locator("summary").first.click()
    expect(operation).to_contain_text("curl")
    expect(operation).to_contain_text(f"{own_desk.door.url}/api/users/me/addresses")
    operation.locator("form button").first.click()

    expect(operation.locator(".answer")).to_have_text(re.compile("^201 "))
    assert page.evaluate(SIDEWAYS) == 0


def test_a_mail_is_read_on_a_phone(page: Page, own_desk: Desk, newcomer: Newcomer, post: Post) -> None:
    person: Person = newcomer().register()
    mail = post.arrives(person.email, "Welcome")
    page.set_viewport_size(NARROW)
    page.goto(f"/mail?to={person.email}")
    messages = page.locator(".mailbox nav")

    expect(messages).to_be_visible()
    messages.locator("a[href*='id=']").first.click()
    expect(page.locator(".mailbox.reading iframe")).to_be_visible()

    expect(page.locator("article h2")).to_have_text(mail["subject"])
    expect(messages).to_be_hidden()
    assert page.evaluate("document.querySelector('iframe').getBoundingClientRect().width") >= NARROW["width"] - 40
    assert page.evaluate(SIDEWAYS) == 0
    page.locator("a.back").click()
    expect(page.locator(".mailbox.listing")).to_be_visible()
