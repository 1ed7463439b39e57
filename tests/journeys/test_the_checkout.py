"""Buying in a browser: as a guest, with what can go wrong between the button and the bank."""

import re
from typing import Any

from playwright.sync_api import Page, Request, Route, expect

from tests.journeys.support.checkout import ORDER, come_alive, come_to_the_payment, number_of, order, put_into_cart
from tests.journeys.support.people import PATIENCE_SECONDS
from tests.journeys.support.post import Post
from tests.journeys.support.shop import Offer, Shop
from tests.support.browser import DESKTOP, PHONE, Watch, accessibility
from tests.support.conditions import eventually

PAYS, DECLINED, SECOND_STEP = (
    f"Test card {words}" for words in ("that pays", "that is declined", "with a second step")
)
UNANSWERED = "We do not know yet whether your order was placed"


def sold(shop: Shop, offer: Offer) -> list[Any]:
    """Wait until some of an offer was sold, and give the seller orders that hold it."""
    eventually(lambda: shop.stock(offer)["reserved"] == 0, within=PATIENCE_SECONDS, every=0.2)
    found = shop.keeper.call("GET", "/api/seller/orders", limit=100)["items"]
    return [one for one in found if any(line["variant_id"] == offer.variant_id for line in one["lines"])]


def placing(page: Page) -> list[Request]:
    """Note every request that would place an order."""
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one) if one.method == "POST" and one.url.endswith("/orders") else None)
    return sent


def keys(requests: list[Request]) -> set[str | None]:
    """Give the keys that requests went out under."""
    return {request.header_value("Idempotency-Key") for request in requests}


def test_a_guest_buys_on_a_phone_from_a_search_to_the_receipt(page: Page, shop: Shop, post: Post) -> None:
    offer = shop.offer(stock=5, amount=1450, title="Pocket Mug")
    page.set_viewport_size(PHONE)

    page.goto("/")
    come_alive(page)
    page.get_by_label("Search all shops").fill(offer.title)
    page.get_by_label("Search all shops").press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile(offer.title)).first.click()
    page.wait_for_url("**/products/**")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("dialog", name="Your cart")).to_contain_text(offer.title)
    email = come_to_the_payment(page)
    expect(page.get_by_role("complementary")).to_contain_text("£18.49")
    assert accessibility(page) == []
    order(page, PAYS)

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert accessibility(page) == []
    number = number_of(page)
    post.arrives(email, f"receipt for order {number}", offer.title)
    page.goto(f"/mail?to={email}")
    expect(page.get_by_text(re.compile(f"receipt.*{number}")).first).to_be_visible()
    assert shop.stock(offer) == {"on_hand": 4, "reserved": 0, "available": 4}


def test_what_is_missing_is_said_at_its_field(page: Page, shop: Shop) -> None:
    put_into_cart(page, shop.offer(stock=1))
    page.get_by_role("link", name="To the checkout").click()
    page.get_by_label("Country").select_option("GB")

    page.get_by_role("button", name="On to delivery").click()

    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    assert accessibility(page) == []


def test_a_second_step_is_taken_on_the_page_that_waits_for_it(page: Page, shop: Shop) -> None:
    offer = shop.offer(stock=2)
    put_into_cart(page, offer)
    come_to_the_payment(page)
    order(page, SECOND_STEP)

    page.get_by_label("Code from your bank").fill("123456")
    assert accessibility(page) == []
    page.get_by_role("button", name="Confirm the payment").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert len(sold(shop, offer)) == 1


def test_a_declined_order_is_paid_with_another_method(page: Page, shop: Shop) -> None:
    offer = shop.offer(stock=2)
    page.set_viewport_size(PHONE)
    put_into_cart(page, offer)
    come_to_the_payment(page)
    order(page, DECLINED)

    expect(page.get_by_text("Your bank declined it. Nothing was charged.")).to_be_visible()
    assert accessibility(page) == []
    number = number_of(page)
    page.reload()
    page.get_by_role("radio", name=PAYS, exact=True).check()
    page.get_by_role("button", name=re.compile("^Pay £")).click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert number_of(page) == number
    assert [one["number"] for one in sold(shop, offer)] == [number]


def test_a_network_that_is_cut_while_ordering_leaves_one_order(page: Page, shop: Shop, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    offer = shop.offer(stock=3)
    put_into_cart(page, offer)
    come_to_the_payment(page)
    sent = placing(page)

    def answer_is_lost(route: Route) -> None:
        route.fetch()
        route.abort("internetdisconnected")

    page.route("**/api/orders", answer_is_lost)
    order(page, PAYS)

    expect(page.get_by_role("heading", name=UNANSWERED)).to_be_visible()
    expect(page.get_by_role("button", name=ORDER)).to_be_hidden()
    assert accessibility(page) == []
    page.reload()
    expect(page.get_by_role("heading", name=UNANSWERED)).to_be_visible()
    page.unroute("**/api/orders")
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert (len(sent), len(keys(sent))) == (2, 1)
    assert [one["number"] for one in sold(shop, offer)] == [number_of(page)]
    assert shop.stock(offer)["on_hand"] == 2


def test_the_button_pressed_five_times_makes_one_order_and_the_way_back_makes_none(page: Page, shop: Shop) -> None:
    offer = shop.offer(stock=9)
    page.set_viewport_size(DESKTOP)
    put_into_cart(page, offer)
    come_to_the_payment(page)
    sent = placing(page)
    page.get_by_role("radio", name=PAYS, exact=True).check()

    page.get_by_role("button", name=ORDER).evaluate("(button) => { for (let i = 0; i < 5; i++) button.click(); }")

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert len(keys(sent)) == 1
    assert len(sold(shop, offer)) == 1
    with page.expect_response("**/api/cart"):
        page.go_back()
    expect(page.get_by_role("button", name="Cart, empty")).to_be_visible()
    page.goto("/checkout")
    expect(page.get_by_role("main")).to_contain_text("Your cart is empty")
    assert shop.stock(offer)["on_hand"] == 8
