"""The console of those who run Souk, in a browser."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from local.catalogue.accounts import ADMIN
from local.catalogue.accounts import PASSWORD as DEMO_PASSWORD
from tests.journeys.support.keyboard import reach
from tests.journeys.support.people import PATIENCE_SECONDS, Person
from tests.journeys.support.shop import Shop
from tests.support.browser import DESKTOP, PHONE, NewContext, Watch, accessibility
from tests.support.conditions import eventually


def sign_in(page: Page) -> Page:
    """Come from the sign-in to the console."""
    page.goto("/sign-in")
    page.locator("input[type=email]").fill(ADMIN)
    page.locator("input[type=password]").fill(DEMO_PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/admin$"))
    return page


def settled(page: Page) -> None:
    """Wait until a page has what it asked for."""
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)


@pytest.fixture
def trees(admin: Person) -> tuple[str, str, str]:
    """The names of a category and of the two that stand below it, which nobody else moves."""
    mark = uuid4().hex[:8]
    root, mugs, bowls = f"Root {mark}", f"Mugs {mark}", f"Bowls {mark}"
    parent = admin.call("POST", "/api/categories", {"name": root})["id"]
    for place, name in enumerate((mugs, bowls)):
        admin.call("POST", "/api/categories", {"name": name, "parent_id": parent, "position": place})
    return root, mugs, bowls


def below(page: Page, name: str) -> Locator:
    """What stands directly below a category."""
    return page.get_by_role("list", name=name, exact=True).locator("> li")


def test_a_category_is_moved_by_drag_and_by_keyboard_and_both_are_announced(
    page: Page, trees: tuple[str, str, str]
) -> None:
    root, mugs, bowls = trees
    page.set_viewport_size(DESKTOP)
    sign_in(page)
    page.get_by_role("link", name="Categories").click()
    expect(below(page, root)).to_have_text([mugs, bowls])

    row, target = (below(page, root).locator("> div").filter(has_text=name) for name in (bowls, mugs))
    row.drag_to(target, target_position={"x": 20, "y": 3})

    expect(page.get_by_text(f"{bowls} stands below {root}, 1 of 2")).to_be_attached()
    expect(below(page, root)).to_have_text([bowls, mugs])
    page.get_by_role("button", name=f"Move {mugs}").press("Enter")
    expect(page.get_by_role("menu")).to_be_visible()
    assert accessibility(page) == []
    reach(page.get_by_role("menuitem", name=f"Below {bowls}"), "ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_text(f"{mugs} stands below {bowls}, 1 of 1")).to_be_attached()
    expect(page.get_by_role("button", name=f"Move {mugs}")).to_be_focused()
    expect(below(page, bowls)).to_have_text([mugs])
    page.reload()
    expect(below(page, bowls)).to_have_text([mugs])

    page.get_by_role("button", name=f"What is in {bowls}").press("Enter")
    expect(below(page, bowls)).to_have_count(0)
    page.get_by_role("button", name=f"What is in {bowls}").click()
    expect(below(page, bowls)).to_have_text([mugs])


def test_a_category_that_is_not_empty_is_not_deleted_and_it_is_said_why(
    page: Page, watch: Watch, trees: tuple[str, str, str]
) -> None:
    watch.expect("status of 409")
    root, mugs, bowls = trees
    sign_in(page).goto("/admin/categories")

    page.get_by_role("button", name=f"Delete {root}").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("There are products or other categories in it.")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    for name in (mugs, bowls, root):
        page.get_by_role("button", name=f"Delete {name}").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_role("button", name=f"Delete {name}")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "scheme"), [("en", "light"), ("de", "dark"), ("ar", "light")], ids=["light", "dark", "rtl"]
)
def test_every_page_of_the_console_is_for_everybody_to_use(
    new_context: NewContext, base_url: str, shop: Shop, shopper: Person, admin: Person, language: str, scheme: str
) -> None:
    order = shopper.sees(shopper.order(shop.offer(stock=1).variant_id), "paid")
    [message, *_] = eventually(
        lambda: admin.call("GET", "/api/admin/notifications", email=shopper.email)["items"],
        within=PATIENCE_SECONDS,
        every=0.2,
    )
    context = new_context(viewport=PHONE, color_scheme=scheme)
    context.add_cookies([{"name": "lang", "value": language, "url": base_url}])
    page = sign_in(context.new_page())

    for path in (
        "/admin",
        "/admin/shops",
        "/admin/shops?status=approved",
        f"/admin/shops/{shop.id}",
        "/admin/categories",
        "/admin/orders",
        f"/admin/orders/{order['id']}",
        "/admin/payments",
        "/admin/messages",
        f"/admin/messages/{message['id']}",
        "/admin/audit",
    ):
        page.goto(path)
        settled(page)
        assert accessibility(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
