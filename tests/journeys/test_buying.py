"""From the catalogue to the doorstep, and what can go wrong on the way."""

from http import HTTPStatus
from uuid import uuid4

from tests.journeys.conftest import Newcomer
from tests.journeys.support.people import PATIENCE_SECONDS, Person
from tests.journeys.support.post import Post
from tests.journeys.support.shop import Shop
from tests.support.conditions import eventually


def test_somebody_finds_something_buys_it_and_gets_it(newcomer: Newcomer, shop: Shop, post: Post) -> None:
    mug, bowl = shop.offer(stock=5, amount=1450, title="Mug"), shop.offer(stock=5, amount=2100, title="Bowl")
    phone = f"+4479{uuid4().int % 10**8:08d}"
    person = newcomer(phone).register().log_in()

    [found] = person.call("GET", "/api/products", q=mug.title)["items"]
    product = person.call("GET", f"/api/products/{found['id']}")
    person.put_into_cart(product["variants"][0]["id"], 2)
    person.put_into_cart(bowl.variant_id, 1)
    cart = person.call("GET", "/api/cart")
    placed = person.try_to_order()
    order = placed.json()

    assert cart["total"] == {"amount": 5000, "currency": "GBP"}
    assert placed.status_code == HTTPStatus.CREATED, placed.text
    assert (order["status"], order["items_total"]["amount"]) == ("pending", 5000)
    assert person.call("GET", "/api/cart")["lines"] == []

    order = person.sees(order, "paid")
    receipt = post.arrives(person.email, f"receipt for order {order['number']}")
    assert f"2 x {mug.title}" in receipt["text"]
    assert f"1 x {bowl.title}" in receipt["text"]
    assert shop.stock(mug) == {"on_hand": 3, "reserved": 0, "available": 3}
    assert [(one["status"], one["amount"]) for one in person.payments(order)] == [("completed", order["total"])]

    seller_order = shop.seller_order_of(order)
    shipment = {"carrier": "Royal Mail", "tracking_number": "RM 123 GB"}
    shop.keeper.call("POST", f"/api/seller/orders/{seller_order['id']}/shipments", shipment)
    person.sees(order, "shipped")
    letter = post.arrives(person.email, f"order {order['number']} is on its way", "RM 123 GB")
    assert mug.title in letter["text"]
    assert post.arrives(phone, order["number"], "RM 123 GB")["kind"] == "sms"

    shop.keeper.call("POST", f"/api/seller/orders/{seller_order['id']}/delivered")
    person.sees(order, "completed")
    assert person.history(order) == ["placed", "paid", "last_seller_order_shipped", "last_seller_order_delivered"]
    assert len([one for one in post.sent_to(person.email) if "receipt" in one["subject"]]) == 1


def test_a_declined_card_leaves_the_order_to_be_paid_with_another(shopper: Person, shop: Shop, post: Post) -> None:
    offer = shop.offer(stock=4)

    order = shopper.order(offer.variant_id, 3, method="sandbox_declined")

    post.arrives(shopper.email, order["number"], f"/checkout/{order['id']}")
    assert shop.stock(offer) == {"on_hand": 4, "reserved": 3, "available": 1}
    shopper.call("POST", f"/api/orders/{order['id']}/payments", {"payment_method": "sandbox_visa"})
    order = shopper.sees(order, "paid")
    assert shopper.history(order) == ["placed", "payment_failed", "payment_requested", "paid"]
    assert sorted(one["status"] for one in shopper.payments(order)) == ["completed", "failed"]
    post.arrives(shopper.email, order["number"], "receipt")


def test_a_card_with_a_second_step_is_paid_after_it(shopper: Person, shop: Shop) -> None:
    order = shopper.order(shop.offer(stock=2).variant_id, method="sandbox_3ds")
    order = shopper.sees(order, "awaiting_action")
    [payment] = shopper.payments(order)

    shopper.call("POST", f"/api/payments/transactions/{payment['id']}/confirmation", {"code": "123456"})

    order = shopper.sees(order, "paid")
    assert payment["status"] == "requires_action"
    assert [one["status"] for one in shopper.payments(order)] == ["completed"]
    assert shopper.history(order) == ["placed", "action_required", "paid"]


def test_a_wrong_second_step_leaves_the_order_to_be_paid_or_cancelled(shopper: Person, shop: Shop) -> None:
    offer = shop.offer(stock=2)
    order = shopper.sees(shopper.order(offer.variant_id, method="sandbox_3ds"), "awaiting_action")
    [payment] = shopper.payments(order)

    shopper.call("POST", f"/api/payments/transactions/{payment['id']}/confirmation", {"code": "000000"})

    shopper.sees(order, "pending")
    shopper.call("PUT", f"/api/orders/{order['id']}/cancel")
    eventually(lambda: shop.stock(offer)["available"] == 2, within=PATIENCE_SECONDS, every=0.2)


def test_a_provider_that_answers_too_late_charges_once(shopper: Person, shop: Shop, post: Post) -> None:
    order = shopper.order(shop.offer(stock=2).variant_id, method="sandbox_timeout")

    order = shopper.sees(order, "paid")

    assert [(one["status"], one["amount"]) for one in shopper.payments(order)] == [("completed", order["total"])]
    post.arrives(shopper.email, f"receipt for order {order['number']}")
    assert shopper.history(order) == ["placed", "paid"]


def test_a_paid_order_that_is_cancelled_is_refunded(shopper: Person, shop: Shop, post: Post) -> None:
    offer = shop.offer(stock=3)
    order = shopper.sees(shopper.order(offer.variant_id, 2), "paid")

    shopper.call("PUT", f"/api/orders/{order['id']}/cancel")

    shopper.sees(order, "cancelled")
    eventually(lambda: shop.stock(offer)["available"] == 3, within=PATIENCE_SECONDS, every=0.2)
    eventually(
        lambda: [one["refunded"] for one in shopper.payments(order)] == [order["total"]],
        within=PATIENCE_SECONDS,
        every=0.2,
    )
    post.arrives(shopper.email, order["number"], "cancelled")


def test_the_same_order_sent_twice_is_one_order(shopper: Person, shop: Shop) -> None:
    offer, key = shop.offer(stock=5), str(uuid4())
    shopper.put_into_cart(offer.variant_id, 2)

    first, second = (shopper.try_to_order(key=key) for _ in range(2))
    other = shopper.try_to_order(method="sandbox_3ds", key=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(shopper.call("GET", "/api/orders")["items"]) == 1
    shopper.sees(first.json(), "paid")
    assert shop.stock(offer)["on_hand"] == 3


def test_an_order_without_a_key_is_not_taken(shopper: Person, shop: Shop) -> None:
    shopper.put_into_cart(shop.offer(stock=1).variant_id)

    answer = shopper.try_to_order(key="")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert shopper.call("GET", "/api/orders")["items"] == []


def test_an_empty_cart_cannot_be_ordered(shopper: Person) -> None:
    answer = shopper.try_to_order()

    assert (answer.status_code, answer.json()["code"]) == (409, "empty_cart")


def test_who_comes_too_late_is_told_which_line_is_gone(shopper: Person, newcomer: Newcomer, shop: Shop) -> None:
    offer = shop.offer(stock=2)
    shopper.put_into_cart(offer.variant_id, 2)
    quicker = newcomer().register().log_in()
    quicker.sees(quicker.order(offer.variant_id, 1), "paid")

    answer = shopper.try_to_order()

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "out_of_stock")
    assert problem["lines"] == [{"variant_id": offer.variant_id, "requested": 2, "available": 1}]
    assert problem["errors"][0]["field"] == f"items.{offer.variant_id}"
    assert [line["quantity"] for line in shopper.call("GET", "/api/cart")["lines"]] == [2]


def test_a_price_that_changed_is_shown_before_it_is_charged(shopper: Person, shop: Shop) -> None:
    offer = shop.offer(stock=5, amount=1000)
    shopper.put_into_cart(offer.variant_id)
    shopper.call("GET", "/api/cart")
    shop.reprice(offer, 1200)

    refused = shopper.try_to_order()
    [line] = shopper.call("GET", "/api/cart")["lines"]
    accepted = shopper.try_to_order()

    assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")
    assert (line["unit_price"]["amount"], line["previous_price"]["amount"]) == (1200, 1000)
    assert accepted.status_code == HTTPStatus.CREATED
    assert accepted.json()["items_total"]["amount"] == 1200
