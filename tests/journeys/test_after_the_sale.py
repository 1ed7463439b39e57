"""What comes after a sale, in browsers: what goes back and comes back, what is written about it, and what is paid."""

import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from local.catalogue.accounts import ADMIN
from local.catalogue.accounts import PASSWORD as DEMO_PASSWORD
from local.desk import Desk
from local.opening import DATABASE
from local.run import run
from tests.journeys.support.checkout import come_to_the_payment, number_of, order, put_into_cart
from tests.journeys.support.console import open_console, settled
from tests.journeys.support.looks import is_whole
from tests.journeys.support.people import PATIENCE_SECONDS, Person
from tests.journeys.support.post import Post
from tests.journeys.support.shop import Shop
from tests.support.browser import DESKTOP, NewContext
from tests.support.conditions import eventually

SOON = PATIENCE_SECONDS * 1000


def as_admin(page: Page, at: str) -> Page:
    """Come to a page of those who run the place."""
    page.goto(f"/sign-in?back={at}")
    page.locator("input[type=email]").fill(ADMIN)
    page.locator("input[type=password]").fill(DEMO_PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile(f"{re.escape(at)}$"))
    settled(page)
    return page


def sold(shopper: Person, shop: Shop, amount: int = 2000, quantity: int = 2, **offered: Any) -> tuple[Any, Any]:
    """Sell something, and give the order as its customer and as its shop sees it."""
    placed = shopper.order(shop.offer(stock=9, amount=amount, **offered).variant_id, quantity)
    paid = shopper.sees(placed, "paid")
    return paid, shop.seller_order_of(paid)


def send(shop: Shop, seller_order: Any, *, arrived: bool = False) -> None:
    """Send a seller order, and let it arrive."""
    path = f"/api/seller/orders/{seller_order['id']}"
    shop.keeper.call("POST", f"{path}/shipments", {"carrier": "Royal Mail", "tracking_number": "RM 1 GB"})
    if arrived:
        shop.keeper.call("POST", f"{path}/delivered")


def test_a_shop_refunds_one_of_two_and_the_customer_the_ledger_and_a_mail_say_so(
    shopper: Person, shop: Shop, post: Post, new_context: NewContext
) -> None:
    placed, seller_order = sold(shopper, shop)
    post.arrives(shop.keeper.email, f"New order {placed['number']}", f"/seller/orders/{seller_order['id']}")
    page = open_console(new_context(viewport=DESKTOP).new_page(), shop.keeper, f"/seller/orders/{seller_order['id']}")

    page.get_by_role("button", name="Refund", exact=True).click()
    drawer = page.get_by_role("dialog", name="Refund")
    drawer.get_by_role("button", name="Refund").click()
    expect(drawer.get_by_label("Why")).to_have_attribute("aria-invalid", "true")
    drawer.get_by_label("How many").fill("1")
    drawer.get_by_label("Why").select_option(label="Damaged")
    drawer.get_by_label("Note").fill("One came broken")
    is_whole(page)
    drawer.get_by_role("button", name="Refund").click()

    expect(drawer).to_have_count(0)
    refunds = page.get_by_role("table", name="Refunds")
    expect(refunds).to_contain_text("£20.00")
    expect(refunds).to_contain_text("Paid back", timeout=SOON)
    is_whole(page)

    letter = post.arrives(shopper.email, "We sent £20.00 back to you", placed["number"])
    assert f"/orders/{placed['id']}" in letter["text"]
    post.arrives(shopper.email, "Credit note", placed["number"])
    buyer = open_console(new_context(viewport=DESKTOP).new_page(), shopper, f"/orders/{placed['id']}")
    expect(buyer.get_by_role("main")).to_contain_text("A part of what you paid was sent back to you.")
    expect(buyer.get_by_role("main")).to_contain_text("Sent back to you: £20.00")
    is_whole(buyer)

    admin = as_admin(new_context(viewport=DESKTOP).new_page(), f"/admin/orders/{placed['id']}")
    expect(admin.get_by_role("table", name="Refunds")).to_contain_text("One came broken")
    sums = admin.get_by_role("table", name="Sum of all of it")
    expect(sums.get_by_role("row").last).to_contain_text("£0.00")
    back = admin.get_by_role(
        "table", name=re.compile("^Money went back|^The customer was refunded|refund", re.IGNORECASE)
    )
    expect(back.filter(has_text="£20.00").first).to_be_visible()
    is_whole(admin)
    admin.goto("/admin/refunds")
    expect(admin.get_by_role("table", name="Refunds")).to_contain_text(placed["number"])
    is_whole(admin)


def test_what_a_customer_returns_is_accepted_received_and_paid_back(
    shopper: Person, shop: Shop, post: Post, new_context: NewContext
) -> None:
    placed, seller_order = sold(shopper, shop)
    send(shop, seller_order, arrived=True)
    shopper.sees(placed, "completed")
    buyer = open_console(new_context(viewport=DESKTOP).new_page(), shopper, f"/orders/{placed['id']}")

    buyer.get_by_role("button", name="Send something back").click()
    drawer = buyer.get_by_role("dialog", name="Send something back")
    drawer.get_by_role("button", name="Ask the shop").click()
    expect(drawer.get_by_label("Why")).to_have_attribute("aria-invalid", "true")
    drawer.get_by_label("Journey Mug").fill("1")
    drawer.get_by_label("Why").select_option(label="It does not fit")
    is_whole(buyer)
    drawer.get_by_role("button", name="Ask the shop").click()
    expect(drawer).to_have_count(0)
    expect(buyer.get_by_role("main")).to_contain_text("The shop was asked")
    is_whole(buyer)

    letter = post.arrives(shop.keeper.email, "A customer wants to return something", placed["number"])
    address = re.search(r"/seller/returns/\S+", letter["text"])
    assert address
    seller = open_console(new_context(viewport=DESKTOP).new_page(), shop.keeper, address[0])
    seller.get_by_role("radio", name="Accept it").check()
    seller.get_by_label("What the customer reads").fill("Please use the old box")
    is_whole(seller)
    seller.get_by_role("button", name="Send the answer").click()
    seller.get_by_role("radio", name="The goods have arrived: refund it").check()
    seller.get_by_label("The goods go back on the shelf").check()
    seller.get_by_role("button", name="Send the answer").click()
    expect(seller.get_by_role("main")).to_contain_text("There is nothing more to do about it.")
    is_whole(seller)
    seller.goto("/seller/returns")
    expect(seller.get_by_role("table", name="Returns")).to_contain_text(placed["number"])

    post.arrives(shopper.email, f"Your return for order {placed['number']} is accepted")
    post.arrives(shopper.email, "We sent £20.00 back to you", placed["number"])
    buyer.reload()
    expect(buyer.get_by_role("main")).to_contain_text("Please use the old box")
    expect(buyer.get_by_role("main")).to_contain_text("Sent back to you: £20.00")
    [line] = shopper.call("GET", f"/api/orders/{placed['id']}")["sellers"][0]["lines"]
    assert (line["refunded_quantity"], line["returning_quantity"]) == (1, 0)


def test_a_coupon_of_a_shop_takes_off_from_the_cart_to_the_receipt(
    shop: Shop, post: Post, new_context: NewContext
) -> None:
    offer, code = shop.offer(stock=9, amount=2000), f"J{uuid4().hex[:8]}".upper()
    seller = open_console(new_context(viewport=DESKTOP).new_page(), shop.keeper, "/seller/promotions")
    seller.get_by_role("button", name="New promotion").click()
    drawer = seller.get_by_role("dialog", name="New promotion")
    drawer.get_by_label("Title").fill(f"A quarter off {code}")
    drawer.get_by_label("Percent off").fill("25")
    drawer.get_by_label("Code").fill(code.lower())
    drawer.get_by_label("Products").fill(offer.product_id)
    is_whole(seller)
    drawer.get_by_role("button", name="Save").click()
    expect(seller.get_by_role("table", name="Promotions")).to_contain_text(code)
    is_whole(seller)

    guest = new_context(viewport=DESKTOP).new_page()
    put_into_cart(guest, offer)
    guest.goto("/cart")
    settled(guest)
    guest.get_by_label("Coupon code").fill(code)
    guest.get_by_role("button", name="Use the coupon").click()
    expect(guest.get_by_role("main")).to_contain_text(code)
    email = come_to_the_payment(guest)
    expect(guest.get_by_role("main")).to_contain_text(f"A quarter off {code}")
    order(guest, "Test card that pays")
    number = number_of(guest)

    receipt = post.arrives(email, f"receipt for order {number}")
    assert re.search(r"Discount: -£5\.00", receipt["text"]), receipt["text"]


def test_an_invoice_that_is_opened_says_what_was_paid_and_to_whom(
    shopper: Person, shop: Shop, new_context: NewContext
) -> None:
    seller = open_console(new_context(viewport=DESKTOP).new_page(), shop.keeper, "/seller/shop")
    box = seller.get_by_label("Invoices have a name and an address of their own")
    if not box.is_checked():
        box.check()
    seller.get_by_label("First and last name").fill("Journeys Limited")
    seller.get_by_label("Street and number").fill("9 Kiln Yard")
    seller.get_by_label("Town").fill("Stoke")
    seller.get_by_label("Postal code").fill("ST4 4AA")
    seller.get_by_label("VAT number").fill("GB123456789")
    is_whole(seller)
    seller.get_by_role("button", name="Save", exact=True).click()
    eventually(lambda: shop.keeper.call("GET", "/api/sellers/me")["tax_id"] == "GB123456789", within=PATIENCE_SECONDS)

    placed, _ = sold(shopper, shop, amount=1234, quantity=3)
    invoices = f"/api/orders/{placed['id']}/invoices"
    eventually(lambda: any(one["url"] for one in shopper.call("GET", invoices)["items"]), within=PATIENCE_SECONDS)
    buyer = open_console(new_context(viewport=DESKTOP).new_page(), shopper, f"/orders/{placed['id']}")
    link = buyer.get_by_role("link", name=re.compile(r"^Invoice .*PDF"))
    expect(link).to_be_visible(timeout=SOON)
    answer = httpx.get(str(link.get_attribute("href"))).raise_for_status()
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)

    pounds = f"£{placed['total']['amount'] / 100:.2f}"
    for words in ("Journeys Limited", "9 Kiln Yard", "GB123456789", placed["number"], "£37.02", pounds):
        assert words in text, words
    tax = f"£{placed['tax_total']['amount'] / 100:.2f}"
    assert tax in text


def test_a_shop_gives_its_part_up_and_the_customer_reads_why(
    shopper: Person, shop: Shop, post: Post, new_context: NewContext
) -> None:
    placed, seller_order = sold(shopper, shop)
    page = open_console(new_context(viewport=DESKTOP).new_page(), shop.keeper, f"/seller/orders/{seller_order['id']}")

    page.get_by_role("button", name="Cancel the order").click()
    drawer = page.get_by_role("dialog", name="Cancel the order")
    drawer.get_by_label("Why").select_option(label="It is sold out")
    is_whole(page)
    drawer.get_by_role("button", name="Cancel the order").click()

    expect(drawer).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("There is nothing to send: this order was taken back.")
    shopper.sees(placed, "cancelled")
    post.arrives(shopper.email, f"Your order {placed['number']} is cancelled", "The shops could not send")
    post.arrives(shopper.email, "We sent £", placed["number"])


def test_a_shop_sends_by_rates_of_its_own_and_the_checkout_offers_them(shop: Shop, new_context: NewContext) -> None:
    name = f"By cart {uuid4().hex[:6]}"
    seller = open_console(new_context(viewport=DESKTOP).new_page(), shop.keeper, "/seller/shipping")
    seller.get_by_role("button", name="New way of sending").click()
    drawer = seller.get_by_role("dialog", name="New way of sending")
    drawer.get_by_label("Name", exact=True).fill(name)
    drawer.get_by_label("For carts in").select_option("GBP")
    drawer.get_by_label("Working days, at least").fill("2")
    drawer.get_by_label("At most").fill("3")
    drawer.get_by_label("Up to a total of").fill("30")
    drawer.get_by_label("Price of the delivery").fill("3.50")
    drawer.get_by_role("button", name="Add a rate").click()
    free = drawer.get_by_role("group", name="Rate 2")
    free.get_by_label("From a total of").fill("30")
    free.get_by_label("Price of the delivery").fill("0")
    is_whole(seller)
    drawer.get_by_role("button", name="Save").click()
    expect(drawer).to_have_count(0)
    expect(seller.get_by_role("table", name="Ways of sending")).to_contain_text(name)
    is_whole(seller)

    try:
        offer = shop.offer(stock=9, amount=2000)
        person = Person(shop.keeper.url).visit()
        prices = []
        for _ in range(2):
            person.put_into_cart(offer.variant_id)
            quoted = person.call("POST", "/api/cart/quote", {"country": "GB"})
            prices.append(quoted["sellers"][0]["shipping_total"]["amount"])
        person.close()
        assert prices == [350, 0]
    finally:
        seller.get_by_role("button", name=f"Remove {name}").click()
        seller.get_by_role("dialog").get_by_role("button", name="Remove").click()
        expect(seller.get_by_role("main")).to_contain_text("You send as the platform does.")


def test_a_shop_finds_an_order_by_number_name_and_state(shopper: Person, shop: Shop, page: Page) -> None:
    placed, seller_order = sold(shopper, shop)
    open_console(page, shop.keeper, "/seller/orders")

    for words in (placed["number"], "ada b"):
        page.get_by_role("searchbox").fill(words)
        page.get_by_role("searchbox").press("Enter")
        expect(page.get_by_role("link", name=placed["number"])).to_be_visible()
    page.get_by_role("link", name="Delivered", exact=True).click()
    expect(page.get_by_role("link", name=placed["number"])).to_have_count(0)
    send(shop, seller_order, arrived=True)
    page.reload()

    expect(page.get_by_role("link", name=placed["number"])).to_be_visible()
    is_whole(page)


def test_what_a_shop_sold_is_paid_out_and_stands_in_its_statement(
    own_desk: Desk, shopper: Person, shop: Shop, new_context: NewContext
) -> None:
    placed, seller_order = sold(shopper, shop, amount=5000, quantity=1)
    send(shop, seller_order, arrived=True)
    shopper.sees(placed, "completed")
    page = open_console(new_context(viewport=DESKTOP).new_page(), shop.keeper, "/seller/money")
    statement = page.get_by_role("table", name="Statement")

    def is_booked() -> bool:
        page.reload()
        settled(page)
        return statement.count() > 0 and placed["number"] in statement.inner_text()

    eventually(is_booked, within=PATIENCE_SECONDS, every=1)
    let_weeks_pass(own_desk, shop)

    run("payments/make_payouts", "{}", "local", own_desk)

    page.reload()
    payouts = page.get_by_role("table", name="Payouts")
    expect(payouts).to_contain_text("Paid out")
    expect(statement).to_contain_text("Payout")
    balances = shop.keeper.call("GET", "/api/seller/balance")["items"]
    assert [one["available"]["amount"] for one in balances] == [0]
    is_whole(page)
    statement.get_by_role("link", name=placed["number"]).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(placed["number"])


def let_weeks_pass(desk: Desk, shop: Shop) -> None:
    """Let the time be up for which what a shop sold is held, and the ledger be closed since."""
    connection = desk.postgres.connect(DATABASE)
    connection.run("UPDATE payments.holds SET until = now() WHERE seller_id = :seller", seller=shop.id)
    connection.run("SELECT payments.close_ledger(souk.first_id(now()), 10000)")
    connection.close()
