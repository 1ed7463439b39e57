"""A guest orders with a mail address, and an account claims the order by the link in the guest's mail."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderClaimed
from functions.notifications.domain import store
from functions.notifications.domain.model import CustomerOrder
from functions.payments import follow_claim
from souk import Transaction
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, bus, market, paying, sales
from tests.support.post import Letter, Mailbox, Phones
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
EMAIL = "ada@example.com"
LINK = re.compile(r"https://souk\.test/orders/claim#(\S+)")


def ordered(guest: Caller, variant: market.Variant, **wish: Any) -> dict[str, Any]:
    return market.ordered(guest, (variant, 1), email=EMAIL, **wish)


def let_things_happen() -> list[tuple[str, Letter]]:
    mail = Mailbox()
    bus.drain(times=2, providers=paying.sandbox(), mail=mail, sms=Phones())
    return mail.letters


def bought(method: str = "sandbox_visa") -> tuple[Caller, dict[str, Any], str]:
    """Let a guest buy something; give the token of the link in the first mail."""
    guest = api.guest()
    order = ordered(guest, market.put_on_sale(market.open_shop()), payment_method=method)
    [(address, letter)] = let_things_happen()
    assert address == EMAIL
    return guest, order, token_in(letter)


def token_in(letter: Letter) -> str:
    assert "for 30 days" in letter.text
    assert "for 30 days" in letter.html
    [in_text], [in_html] = LINK.findall(letter.text), re.findall(LINK.pattern.replace(r"\S", '[^"]'), letter.html)
    assert in_text == in_html
    return str(in_text)


def claim(customer: Caller, token: Any, **request: Any) -> api.Answer:
    return api.call("POST /api/orders/claim", as_=customer, body={"token": token}, **request)


def test_a_guest_buys_sees_and_cancels_with_the_token_that_placed_the_order() -> None:
    guest, order, _ = bought()

    seen = market.look(guest, order)
    path = {"order_id": order["id"]}
    timeline = api.made("GET /api/orders/{order_id}/timeline", as_=guest, path=path)["items"]
    payments = api.made("GET /api/payments/transactions", as_=guest, query=path)["items"]
    cancelled = api.made("PUT /api/orders/{order_id}/cancel", as_=guest, path=path)
    letters = let_things_happen()

    assert (seen["status"], seen["email"]) == ("paid", EMAIL)
    assert [entry["kind"] for entry in timeline] == ["placed", "paid"]
    assert [one["status"] for one in payments] == ["completed"]
    assert [one["id"] for one in api.made("GET /api/orders", as_=guest)["items"]] == [order["id"]]
    assert cancelled["status"] == "cancelled"
    assert {address for address, _ in letters} == {EMAIL}
    assert sum("is cancelled" in letter.subject for _, letter in letters) == 1
    assert paying.charged(UUID(order["id"])) == 0


@pytest.mark.parametrize(("language", "subject"), [("de", "Dein Beleg"), ("ar", "إيصال طلبك"), ("fr", "Your receipt")])
def test_a_guest_is_written_to_in_the_language_of_the_pages(language: str, subject: str) -> None:
    guest, mug = api.guest(), market.put_on_sale(market.open_shop())
    assert market.add(guest, mug, 1).status == 201
    api.made("POST /api/orders", as_=guest, body=market.wish(email=EMAIL), headers={"Cookie": f"lang={language}"})

    [(_, letter)] = let_things_happen()

    assert subject in letter.subject


def test_a_guest_whose_card_is_declined_pays_again() -> None:
    guest, order, _ = bought("sandbox_declined")

    assert market.pay_again(guest, order, "sandbox_3ds").status == 202
    let_things_happen()
    waiting = market.look(guest, order)
    api.made(
        "POST /api/payments/transactions/{transaction_id}/confirmation",
        as_=guest,
        path={"transaction_id": waiting["payment_transaction_id"]},
        body={"code": "123456"},
    )
    [(address, letter)] = let_things_happen()

    assert waiting["status"] == "awaiting_action"
    assert market.look(guest, order)["status"] == "paid"
    assert (address, letter.subject) == (EMAIL, f"Your receipt for order {order['number']}")
    assert letter.text.startswith(f"Hello {market.ADDRESS['name']},")


@pytest.mark.parametrize("wish", [{}, {"email": None}, {"email": "ada"}, {"email": "ada@example.com\nBcc: all"}])
def test_a_guest_without_an_address_is_refused_by_name(wish: dict[str, Any]) -> None:
    guest, mug = api.guest(), market.put_on_sale(market.open_shop())
    market.add(guest, mug)

    answer = market.place(guest, **wish)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["email"])
    assert market.cart(guest)["quantity"] == 1
    assert levels(mug.id) == [(10, 0)]


@pytest.mark.parametrize("who", [api.customer, api.seller, api.admin])
def test_whoever_has_an_account_names_no_address(who: Any) -> None:
    customer, mug = who(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)

    answer = market.place(customer, email=EMAIL)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["email"])
    assert market.cart(customer)["quantity"] == 1
    assert market.place(customer).json["email"] is None


def test_a_mail_about_an_order_that_is_claimed_while_it_is_written_has_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    guest, order, token = bought()
    read, tokens = store.order, [token]

    def read_before_it_is_claimed(tx: Transaction, order_id: UUID) -> CustomerOrder | None:
        found = read(tx, order_id)
        while tokens:
            assert claim(api.customer(), tokens.pop()).status == 200
        return found

    monkeypatch.setattr(store, "order", read_before_it_is_claimed)
    api.made("PUT /api/orders/{order_id}/cancel", as_=guest, path={"order_id": order["id"]})
    [(address, letter)] = let_things_happen()

    assert tokens == []
    assert (address, LINK.findall(letter.text + letter.html)) == (EMAIL, [])


def test_an_account_claims_the_order_by_the_link_and_hears_of_it_from_then_on() -> None:
    guest, order, token = bought()
    customer = api.customer(sales.person())

    claimed = claim(customer, token)
    let_things_happen()

    assert (claimed.status, claimed.json["id"], claimed.json["email"]) == (200, order["id"], None)
    assert [one["id"] for one in api.made("GET /api/orders", as_=customer)["items"]] == [order["id"]]
    assert [one["status"] for one in api.made("GET /api/payments/transactions", as_=customer)["items"]] == ["completed"]
    assert api.made("GET /api/orders", as_=guest)["items"] == []
    assert api.made("GET /api/payments/transactions", as_=guest)["items"] == []
    api.made("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})
    letters = let_things_happen()
    assert {address for address, _ in letters} == {sales.email(customer.user_id)}
    assert [LINK.findall(letter.text) for _, letter in letters] == [[], [], []]
    assert [entry["kind"] for entry in market.history(order["id"])] == [
        "placed",
        "paid",
        "claimed",
        "cancelled",
        "refund_requested",
        "refunded",
    ]


def test_a_link_works_once_and_only_whoever_used_it_gets_the_answer_again() -> None:
    guest, order, token = bought()
    customer, other = api.customer(), api.customer()
    first, again = (claim(customer, token, key="once") for _ in range(2))

    late = [claim(customer, token), claim(other, token)]

    assert (first.status, first.text) == (again.status, again.text)
    assert {(answer.status, answer.json["errors"][0]["field"]) for answer in late} == {(422, "token")}
    assert [event.guest_id for event in bus.recorded_as(OrderClaimed)] == [guest.user_id]
    assert market.look(customer, order)["id"] == order["id"]


def test_links_in_several_mails_claim_the_order_once() -> None:
    guest, order, first = bought("sandbox_declined")
    market.pay_again(guest, order)
    [(_, letter)] = let_things_happen()
    customers = [api.customer(), api.customer()]

    with ThreadPoolExecutor(2) as people:
        asked = [people.submit(claim, *one) for one in zip(customers, (first, token_in(letter)), strict=True)]
    answers = [one.result() for one in asked]

    assert sorted(answer.status for answer in answers) == [200, 422]
    [winner] = [who for who, answer in zip(customers, answers, strict=True) if answer.status == 200]
    assert market.look(winner, order)["status"] == "paid"
    assert len(bus.recorded_as(OrderClaimed)) == 1


def test_a_link_that_has_expired_claims_nothing(database: World) -> None:
    guest, order, token = bought()
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE orders.order_claims SET expires_at = now()")

    answer = claim(api.customer(), token)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["token"])
    assert market.look(guest, order)["email"] == EMAIL


@pytest.mark.parametrize("token", ["", "no token of ours", "x" * 129, 1, None])
def test_what_is_no_link_of_ours_is_refused_by_name(token: Any) -> None:
    answer = claim(api.customer(), token)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["token"])


def test_a_guest_has_no_account_to_claim_into() -> None:
    guest, _, token = bought()

    assert claim(guest, token).status == 403
    assert claim(api.customer(), token).status == 200


def test_nothing_that_is_kept_gives_a_link_away(database: World) -> None:
    _, _, token = bought()

    with database.tx_as("admin") as tx:
        kept = [
            *tx.rows("SELECT * FROM orders.order_claims"),
            *tx.rows("SELECT * FROM notifications.notification_logs"),
            *tx.rows("SELECT * FROM souk.outbox"),
        ]
        life = tx.value("SELECT expires_at - now() FROM orders.order_claims")
    assert token not in str(kept)
    assert timedelta(days=29) < life <= timedelta(days=30)


def test_payments_follow_a_claim_that_is_delivered_twice_and_before_the_charge() -> None:
    guest, mug = api.guest(), market.put_on_sale(market.open_shop())
    order = ordered(guest, mug)
    claimed = OrderClaimed(order_id=order["id"], customer_id=uuid7(), guest_id=guest.user_id, sequence=2)

    assert bus.deliver(follow_claim, claimed, times=2) == []
    let_things_happen()
    assert bus.deliver(follow_claim, OrderClaimed(**claimed.model_dump()), times=2) == []

    assert {row["customer_id"] for row in paying.transactions(UUID(order["id"]))} == {claimed.customer_id}


def test_a_claimed_order_that_is_given_up_comes_back_into_the_cart_of_its_account() -> None:
    guest, order, token = bought("sandbox_declined")
    customer = api.customer(sales.person())
    claim(customer, token)

    market.let_time_run_out(order)

    assert (market.cart(customer)["quantity"], market.cart(guest)["quantity"]) == (1, 0)


def test_claiming_and_paying_again_at_once_leave_one_order_that_is_paid_once() -> None:
    for _ in range(3):
        guest, order, token = bought("sandbox_declined")
        customer = api.customer(sales.person())
        with ThreadPoolExecutor(2) as people:
            paid, claimed = (
                people.submit(market.pay_again, guest, order),
                people.submit(partial(claim, customer, token)),
            )

        let_things_happen()

        assert claimed.result().status == 200
        assert paid.result().status in (202, 404)
        if paid.result().status == 404:
            assert market.pay_again(customer, order).status == 202
            let_things_happen()
        assert market.look(customer, order)["status"] == "paid"
        assert paying.charged(UUID(order["id"])) == order["total"]["amount"]
