"""The desk's pages, in a browser, on a phone and on a desktop."""

from collections.abc import Iterator

import pytest

from local.catalogue.accounts import CUSTOMER
from local.desk import Desk
from tests.journeys.conftest import Newcomer
from tests.journeys.support.browser import DESKTOP, PHONE, Browser, installed, opened
from tests.journeys.support.people import Person
from tests.journeys.support.post import Post

SIDEWAYS = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser, where this machine has one."""
    program = installed()
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with opened(program, tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture
def browser(window: Browser) -> Iterator[Browser]:
    """A browser whose pages go through without an error."""
    window.problems.clear()
    yield window
    assert window.problems == []


@pytest.fixture
def home(own_desk: Desk) -> str:
    """The front page."""
    return own_desk.door.url


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("page", ["/", "/api/docs", "/mail"])
def test_no_page_scrolls_sideways_and_each_has_the_star_and_the_way_home(
    browser: Browser, home: str, size: tuple[int, int], page: str
) -> None:
    browser.resize(size)
    browser.visit(f"{home}{page}")
    browser.read("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert browser.read(SIDEWAYS) == 0
    icon = "fetch(document.querySelector('link[rel=icon]').href).then((answer) => answer.headers.get('content-type'))"
    assert browser.read(icon) == "image/svg+xml"
    assert browser.read("document.querySelector('header a.mark svg') !== null")
    browser.click("header a.mark")
    browser.until("document.title.startsWith('Start') && document.readyState === 'complete'")


def test_a_demo_account_tries_out_an_operation_in_the_reference(browser: Browser, home: str) -> None:
    browser.resize(PHONE)
    browser.visit(f"{home}/api/docs")

    browser.click(f"#demo button[value='{CUSTOMER}']")
    browser.until(f"document.querySelector('#who').textContent === 'Signed in as {CUSTOMER}.'")
    browser.click("#add_address summary")
    shown = browser.read("document.querySelector('#add_address').innerText")
    assert "curl" in shown
    assert f"{home}/api/users/me/addresses" in shown
    browser.click("#add_address form button")
    browser.until("!document.querySelector('#add_address .answer').hidden")

    assert browser.read("document.querySelector('#add_address .answer').textContent").startswith("201 ")
    assert browser.read(SIDEWAYS) == 0


def test_a_mail_is_read_on_a_phone(browser: Browser, home: str, newcomer: Newcomer, post: Post) -> None:
    person: Person = newcomer().register()
    mail = post.arrives(person.email, "Welcome")
    browser.resize(PHONE)
    browser.visit(f"{home}/mail?to={person.email}")
    visible = "getComputedStyle(document.querySelector('{}')).display !== 'none'"

    assert browser.read(visible.format(".mailbox nav"))
    browser.click(".mailbox nav a[href*='id=']")
    browser.until("document.querySelector('.mailbox.reading iframe') !== null")

    assert browser.read("document.querySelector('article h2').textContent") == mail["subject"]
    assert not browser.read(visible.format(".mailbox nav"))
    assert browser.read("document.querySelector('iframe').getBoundingClientRect().width") >= PHONE[0] - 40
    assert browser.read(SIDEWAYS) == 0
    browser.click("a.back")
    browser.until("document.querySelector('.mailbox.listing') !== null")
