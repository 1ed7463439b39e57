"""A shop in a browser, from the application for it to the first parcel that arrives."""

import re
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from local.catalogue.accounts import ADMIN
from local.catalogue.accounts import PASSWORD as DEMO_PASSWORD
from tests.journeys.conftest import Newcomer
from tests.journeys.support.checkout import come_alive, come_to_the_payment, number_of, order
from tests.journeys.support.people import PASSWORD, PATIENCE_SECONDS
from tests.journeys.support.post import Post
from tests.support.browser import DESKTOP, PHONE, NewContext, accessibility
from tests.support.conditions import eventually

CARRIER, PARCEL = "Royal Mail", "RM 4711 GB"


def apply(page: Page, shop: str) -> str:
    """Open an account on the way to an application, and apply; give its address."""
    email = f"{uuid4().hex[:12]}@journeys.example"
    page.goto("/sell")
    page.get_by_role("main").get_by_role("link", name="Open an account").click()
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Lovelace")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open an account").click()
    page.get_by_label("Name of the shop").fill(shop)
    page.get_by_label("Country").select_option("GB")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("You applied on")).to_be_visible()
    return email


def sign_in_as_administrator(page: Page) -> None:
    """Come from the sign-in to the console of those who run Souk."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(ADMIN)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/admin$"))


def variant(page: Page, place: int) -> Locator:
    """The fields of a variant of the product that is being written."""
    return page.get_by_role("group", name=re.compile("^(New variant|Variant )")).nth(place)


def put_on_the_shelf(page: Page, title: str) -> str:
    """Make a product in two sizes and publish it; give its id."""
    page.get_by_role("link", name="Products").click()
    page.get_by_role("link", name="New product").click()
    page.get_by_label("Name", exact=True).fill(title)
    page.get_by_label("Category").select_option(index=1)
    page.get_by_role("button", name="Add an option").click()
    page.get_by_label("Name of the option").fill("size")
    page.get_by_role("button", name="Add a variant").click()
    for place, (size, price, stock) in enumerate((("Small", "12.50", "3"), ("Large", "18.00", "2"))):
        fields = variant(page, place)
        fields.get_by_label("size").fill(size)
        fields.get_by_label("SKU").fill(f"{size}-{uuid4().hex[:8]}")
        fields.get_by_label("Price").fill(price)
        fields.get_by_label("On hand").fill(stock)
    assert accessibility(page) == []
    page.get_by_role("button", name="Publish").click()
    expect(page).to_have_url(re.compile(r"/seller/products/[0-9a-f-]{36}$"))
    return page.url.rsplit("/", 1)[1]


def test_a_shop_is_applied_for_approved_filled_and_sends_its_first_parcel(
    new_context: NewContext, newcomer: Newcomer, post: Post
) -> None:
    shop, title, visitor = f"Clay & Straw {uuid4().hex[:8]}", f"Straw Basket {uuid4().hex[:8]}", newcomer()
    keeper, office, shopper = (new_context(viewport=size).new_page() for size in (DESKTOP, DESKTOP, PHONE))

    email = apply(keeper, shop)
    sign_in_as_administrator(office)
    office.get_by_role("table", name="Applications").get_by_role("link", name=shop).click()
    office.get_by_role("button", name="Approve").click()
    office.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(office.get_by_role("button", name="Suspend")).to_be_visible()
    assert "/seller" in post.arrives(email, f"{shop} may sell")["text"]

    keeper.get_by_role("link", name="Go to your shop").click()
    expect(keeper.get_by_role("heading", name=shop)).to_be_visible()
    product_id = put_on_the_shelf(keeper, title)
    eventually(lambda: visitor.call("GET", "/api/products", q=title)["items"], within=PATIENCE_SECONDS, every=0.2)

    shopper.goto(f"/products/-/{product_id}")
    come_alive(shopper)
    shopper.get_by_role("radio", name="Large").check()
    shopper.get_by_role("button", name="Add to cart").click()
    expect(shopper.get_by_role("dialog", name="Your cart")).to_contain_text(title)
    come_to_the_payment(shopper)
    order(shopper, "Test card that pays")
    expect(shopper.get_by_role("heading", name="Thank you")).to_be_visible()
    number = number_of(shopper)

    waiting = keeper.get_by_role("table", name="Orders").get_by_role("link", name=number)

    def is_to_be_sent() -> bool:
        keeper.goto("/seller/orders")
        expect(keeper.get_by_role("main").locator("[aria-busy=true]")).to_have_count(0)
        return waiting.count() == 1

    eventually(is_to_be_sent, within=PATIENCE_SECONDS, every=0.5)
    waiting.click()
    expect(keeper.get_by_role("main")).to_contain_text("Large")
    keeper.get_by_label("Carrier").fill(CARRIER)
    keeper.get_by_label("Parcel number").fill(PARCEL)
    keeper.get_by_role("button", name="Mark as sent").click()
    expect(keeper.get_by_role("main")).to_contain_text(f"with {CARRIER}, number {PARCEL}")

    shopper.goto("/orders")
    shopper.get_by_role("link", name=re.compile(number)).click()
    expect(shopper.get_by_role("main")).to_contain_text(PARCEL)
    expect(shopper.get_by_role("main")).to_contain_text("On its way")
    office.get_by_role("link", name="Orders", exact=True).click()
    office.get_by_role("searchbox").fill(number)
    office.get_by_role("searchbox").press("Enter")
    office.get_by_role("table", name="Orders").get_by_role("link", name=number).click()
    expect(office.get_by_role("main")).to_contain_text(f"with {CARRIER}, number {PARCEL}")
    assert accessibility(office) == []
