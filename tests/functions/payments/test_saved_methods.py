"""Methods that customers let be kept: who lists them, pays with them, and removes them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderCreated
from functions.payments import charge_order, forget_method
from functions.payments.domain.provider import Providers
from souk.identity import Caller
from souk.ids import uuid7
from souk.paying import PaymentMethods
from tests.support import api, bus, market, paying, sales
from tests.support.paying_by_stripe import METHOD, stripe_for
from tests.support.stripe_server.server import ContractServer, Fault
from tests.support.world import World

CONFIRM = "POST /api/payments/transactions/{transaction_id}/confirmation"
SAVED = "GET /api/payments/methods/saved"
REMOVE = "DELETE /api/payments/methods/saved/{method_id}"


@pytest.fixture
def stripe(database: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[ContractServer, Any]]:
    with stripe_for(database, monkeypatch, tmp_path) as (server, adapter):
        yield server, Providers(adapter)


@pytest.fixture
def customer() -> Caller:
    return api.customer()


def placed(customer: Caller, **payment: Any) -> OrderCreated:
    """Give an order that is paid by card."""
    return sales.placed(customer_id=customer.user_id).model_copy(update={"payment_method": METHOD, **payment})


def saved(customer: Caller) -> list[dict[str, Any]]:
    """List what somebody let be kept."""
    items: list[dict[str, Any]] = api.made(SAVED, as_=customer)["items"]
    return items


def keep(stripe: tuple[ContractServer, Any], customer: Caller) -> UUID:
    """Pay by a card that is to be kept; give what it is called here."""
    order = placed(customer, payment_token="pm_card_visa", keeps_method=True)
    bus.deliver(charge_order, order, providers=stripe[1], times=2)
    assert paying.statuses(order.order_id) == ["completed"]
    return UUID(saved(customer)[0]["id"])


def things(server: ContractServer, kind: str) -> list[Any]:
    """Give what Stripe has of a kind."""
    return [thing for thing in server.books.things.values() if thing["object"] == kind]


def test_a_card_is_kept_by_who_asked_for_it_and_pays_again(
    stripe: tuple[ContractServer, Any], customer: Caller
) -> None:
    method_id = keep(stripe, customer)
    [item] = saved(customer)
    again = placed(customer, saved_method_id=method_id)

    bus.deliver(charge_order, again, providers=stripe[1])

    printed = {name: item[name] for name in ("method", "brand", "last4", "expiry_year", "expiry_month")}
    assert printed == {"method": METHOD, "brand": "visa", "last4": "4242", "expiry_year": 2030, "expiry_month": 8}
    assert paying.statuses(again.order_id) == ["completed"]
    assert len(things(stripe[0], "customer")) == 1
    assert not {"token", "holder"} & item.keys()


def test_a_card_that_nobody_asked_to_keep_or_that_did_not_pay_is_not_kept(
    stripe: tuple[ContractServer, Any], customer: Caller
) -> None:
    for payment in (
        {"payment_token": "pm_card_visa"},
        {"payment_token": "pm_card_chargeDeclined", "keeps_method": True},
    ):
        bus.deliver(charge_order, placed(customer, **payment), providers=stripe[1])

    assert saved(customer) == []


def test_a_card_whose_bank_asked_first_is_kept_once_it_has_paid(
    stripe: tuple[ContractServer, Any], customer: Caller
) -> None:
    server, providers = stripe
    order = placed(customer, payment_token="pm_card_threeDSecureRequired", keeps_method=True)
    bus.deliver(charge_order, order, providers=providers)
    (payment,) = paying.transactions(order.order_id)
    before = saved(customer)
    server.authenticate(payment["reference"])

    for _ in range(2):
        api.made(
            CONFIRM,
            as_=customer,
            path={"transaction_id": payment["id"]},
            body={},
            providers=providers,
        )

    assert (before, [item["brand"] for item in saved(customer)]) == ([], ["visa"])


def test_nobody_sees_pays_with_or_removes_what_somebody_else_let_be_kept(
    stripe: tuple[ContractServer, Any], customer: Caller
) -> None:
    server, providers = stripe
    method_id, other = keep(stripe, customer), api.customer()
    token = next(thing["id"] for thing in things(server, "payment_method") if thing["customer"])
    orders = [placed(other, saved_method_id=method_id), placed(other, payment_token=token)]

    bus.deliver(charge_order, *orders, providers=providers)
    answer = api.call(REMOVE, as_=other, path={"method_id": method_id})

    assert [paying.statuses(order.order_id) for order in orders] == [["failed"], ["failed"]]
    assert (answer.status, answer.code) == (404, "saved_method_not_found")
    assert saved(other) == []
    assert len(server.events("payment_intent.succeeded")) == 1
    assert len(saved(customer)) == 1


def test_what_is_removed_pays_no_more_and_is_forgotten_by_its_provider(
    stripe: tuple[ContractServer, Any], customer: Caller
) -> None:
    server, providers = stripe
    method_id = keep(stripe, customer)

    answers = [api.call(REMOVE, as_=customer, path={"method_id": method_id}).status for _ in range(2)]
    parts = bus.enqueued()
    server.fail(Fault.RATE_LIMITED, "DELETE /v1/customers")
    unheard = bus.deliver(forget_method, *parts, providers=providers)
    still_there = len(things(server, "customer"))
    heard = bus.deliver(forget_method, *parts, providers=providers, times=2)
    late = placed(customer, saved_method_id=method_id)
    bus.deliver(charge_order, late, providers=providers)

    assert (answers, len(parts)) == ([204, 404], 1)
    assert (len(unheard), still_there, heard) == (1, 1, [])
    assert things(server, "customer") == []
    assert saved(customer) == []
    assert paying.statuses(late.order_id) == ["failed"]


def test_a_list_is_paged_and_what_is_no_method_is_not_found(customer: Caller, database: World) -> None:
    assert api.made(SAVED, as_=customer) == {"items": [], "next_cursor": None}
    assert api.call(REMOVE, as_=customer, path={"method_id": uuid7()}).status == 404
    assert api.call(SAVED, as_=api.guest()).status == 403


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("somebody else's", {"saved_method_id": "theirs"}, "saved_method_id", "method_not_saved"),
    ("unknown", {"saved_method_id": str(uuid7())}, "saved_method_id", "method_not_saved"),
    ("and a token", {"saved_method_id": "own", "payment_token": "pm_1"}, "payment_token", "token_and_saved_method"),
    ("kept twice", {"saved_method_id": "own", "keep_method": True}, "keep_method", "method_not_kept"),
    ("of another kind", {"payment_method": "paypal", "saved_method_id": "own"}, "saved_method_id", "method_not_saved"),
    ("a wallet's token", {"payment_method": "paypal", "payment_token": "v1"}, "payment_token", "token_not_taken"),
    ("a wallet", {"payment_method": "paypal", "keep_method": True}, "keep_method", "method_not_kept"),
]


@pytest.mark.parametrize(("payment", "field", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_not_theirs_to_pay_with_is_refused_by_name_and_nothing_is_ordered(
    stripe: tuple[ContractServer, Any], customer: Caller, payment: dict[str, Any], field: str, code: str
) -> None:
    named = {"own": keep(stripe, customer), "theirs": keep(stripe, api.customer())}
    market.add(customer, market.put_on_sale(market.open_shop()), 1)
    wanted = {
        name: str(named.get(value, value)) if isinstance(value, str) else value for name, value in payment.items()
    }
    before = len(bus.recorded_as(OrderCreated))

    answer = order(customer, **wanted)

    assert answer.status == 422
    assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [(field, code)]
    assert len(bus.recorded_as(OrderCreated)) == before


def order(customer: Caller, **payment: Any) -> api.Answer:
    """Order what is in the cart, to be paid by card unless something else is said."""
    body = market.wish(**{"payment_method": METHOD, **payment})
    return api.call("POST /api/orders", as_=customer, body=body, methods=PaymentMethods("stripe", "paypal"))


def test_a_saved_method_pays_what_it_is_ordered_with(stripe: tuple[ContractServer, Any], customer: Caller) -> None:
    method_id = keep(stripe, customer)
    market.add(customer, market.put_on_sale(market.open_shop()), 1)

    placed_order = order(customer, saved_method_id=str(method_id))

    assert placed_order.status == 201
    [created] = bus.recorded_as(OrderCreated)[-1:]
    assert (created.saved_method_id, created.keeps_method, created.payment_token) == (method_id, False, None)


def test_a_guest_keeps_no_method(stripe: tuple[ContractServer, Any]) -> None:
    guest = api.guest()
    market.add(guest, market.put_on_sale(market.open_shop()), 1)

    answer = order(guest, email="ada@example.com", payment_token="ctoken_1", keep_method=True)

    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "method_not_kept")
