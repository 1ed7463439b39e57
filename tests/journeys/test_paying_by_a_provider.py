"""Paying by card and by wallet, at servers that keep the contracts of those who move the money."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.support.checkout import ORDER, come_to_the_payment, number_of, put_into_cart
from tests.journeys.support.people import PATIENCE_SECONDS
from tests.journeys.support.post import Post
from tests.journeys.support.providers import ASKS, DECLINED, PAYS, Providers, type_card
from tests.journeys.support.shop import Shop
from tests.support.browser import PHONE, Watch, accessibility
from tests.support.conditions import eventually

PAY = re.compile("^Pay £")
LINK = re.compile(r"http\S+/checkout/[\w-]+")
STRIPE = re.compile(r"^https://\w+\.stripe\.com/")


@pytest.fixture
def before(stand_ins: Providers) -> tuple[int, int]:
    """How often money was taken before."""
    return stand_ins.captures


@pytest.fixture(autouse=True)
def script(context: BrowserContext, stand_ins: Providers) -> Iterator[None]:
    """Stripe's script, as far as pages know it."""
    stand_ins.run_the_script_in(context)
    yield
    context.unroute_all()


def taken(stand_ins: Providers, before: tuple[int, int]) -> tuple[int, int]:
    """Say how often Stripe and PayPal took money since."""
    stripe, paypal = stand_ins.captures
    return stripe - before[0], paypal - before[1]


def go_to_paypal(page: Page) -> None:
    """Follow the page that waits for the buyer to agree."""
    page.get_by_role("link", name="On to PayPal").click()
    expect(page.get_by_role("heading", name=re.compile(r"^Pay \d"))).to_be_visible()


def test_a_card_that_is_declined_gives_way_to_a_wallet_by_the_link_in_the_mail(
    page: Page, shop: Shop, post: Post, stand_ins: Providers, before: tuple[int, int], watch: Watch
) -> None:
    # To axe, frames are of the page's own origin.
    watch.expect("postMessage.*recipient window's origin")
    offer, asked = shop.offer(stock=2), list[str]()
    page.on("request", lambda one: asked.append(one.frame.page.url) if STRIPE.search(one.url) else None)
    page.set_viewport_size(PHONE)
    put_into_cart(page, offer)
    email = come_to_the_payment(page)
    type_card(page, DECLINED)
    assert accessibility(page) == []
    page.get_by_role("button", name=ORDER).click()

    expect(page.get_by_text("Your bank declined it. Nothing was charged.")).to_be_visible()
    number = number_of(page)
    mail = post.arrives(email, f"could not take the payment for order {number}")
    page.goto(LINK.search(mail["text"])[0])  # type: ignore[index]
    page.get_by_role("radio", name="PayPal").check()
    page.get_by_role("button", name=PAY).click()
    go_to_paypal(page)
    page.get_by_role("button", name="Pay now").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert number_of(page) == number
    assert taken(stand_ins, before) == (0, 1)
    assert asked
    assert all("/checkout" in address for address in asked), "no other document loads the script"
    post.arrives(email, f"receipt for order {number}")


def test_a_bank_that_asks_is_answered_in_its_frame_and_a_refusal_there_charges_nothing(
    page: Page, shop: Shop, stand_ins: Providers, before: tuple[int, int], watch: Watch
) -> None:
    watch.expect("status of 409.*/confirmation")  # the bank's refusal was told before the page asked
    offer = shop.offer(stock=2)
    put_into_cart(page, offer)
    come_to_the_payment(page)
    type_card(page, ASKS)
    page.get_by_role("button", name=ORDER).click()
    confirm = page.get_by_role("button", name="Confirm with your bank")

    confirm.click()
    page.frame_locator("[title='Your bank']").get_by_role("button", name="Fail").click()

    expect(page.get_by_text("The confirmation of the payment did not succeed. Nothing was charged.")).to_be_visible()
    assert taken(stand_ins, before) == (0, 0)
    type_card(page, ASKS)
    page.get_by_role("button", name=PAY).click()
    expect(confirm).to_be_visible()
    assert accessibility(page) == []
    confirm.click()
    page.frame_locator("[title='Your bank']").get_by_role("button", name="Complete").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert taken(stand_ins, before) == (1, 0)
    eventually(lambda: shop.stock(offer)["on_hand"] == 1, within=PATIENCE_SECONDS, every=0.2)


def test_a_buyer_who_never_comes_back_from_the_wallet_pays_by_card_and_agreeing_later_charges_nothing(
    page: Page, shop: Shop, stand_ins: Providers, before: tuple[int, int]
) -> None:
    put_into_cart(page, shop.offer(stock=2))
    come_to_the_payment(page)
    page.get_by_role("radio", name="PayPal").check()
    page.get_by_role("button", name=ORDER).click()
    expect(page.get_by_role("link", name="On to PayPal")).to_be_visible()
    order_page = page.url
    go_to_paypal(page)
    left_open = page.url

    page.goto(order_page)
    page.get_by_role("button", name="Pay another way").click()
    type_card(page, PAYS)
    page.get_by_role("button", name=PAY).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(left_open)
    page.get_by_role("button", name="Pay now").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert taken(stand_ins, before) == (1, 0)
