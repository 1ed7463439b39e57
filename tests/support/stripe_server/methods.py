"""Customers and what they pay with: the test methods, tokens of a page, and intents to keep a method."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.stripe_server import form
from tests.support.stripe_server.books import Books
from tests.support.stripe_server.refusing import Refused, Thing, missing, unexpected_state

_TOKEN_LIFE = 12 * 60 * 60
_TEST_METHOD = re.compile(r"pm_card_(?:visa_)?(\w+)")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a test method does: the code and the decline code it is refused with, and what comes of the rest."""

    code: str | None = None
    decline_code: str | None = None
    asks: bool = False
    refund: str = "succeeded"
    available_at_once: bool = False
    disputed: bool = False


PAYS = Behaviour()
_ASKS = Behaviour(asks=True)
BEHAVIOURS: Mapping[str, Behaviour] = {
    "visa": PAYS,
    "mastercard": PAYS,
    "bypassPending": Behaviour(available_at_once=True),
    "chargeCustomerFail": Behaviour("card_declined", "generic_decline"),
    "chargeDeclined": Behaviour("card_declined", "generic_decline"),
    "chargeDeclinedInsufficientFunds": Behaviour("card_declined", "insufficient_funds"),
    "chargeDeclinedLostCard": Behaviour("card_declined", "lost_card"),
    "chargeDeclinedExpiredCard": Behaviour("expired_card", "expired_card"),
    "chargeDeclinedIncorrectCvc": Behaviour("incorrect_cvc", "incorrect_cvc"),
    "chargeDeclinedProcessingError": Behaviour("processing_error", "processing_error"),
    "threeDSecureRequired": _ASKS,
    "threeDSecure2Required": _ASKS,
    "authenticationRequired": _ASKS,
    "authenticationRequiredChargeDeclinedInsufficientFunds": Behaviour(
        "card_declined", "insufficient_funds", asks=True
    ),
    "createDispute": Behaviour(disputed=True),
    "pendingRefund": Behaviour(refund="pending"),
    "refundFail": Behaviour(refund="fails_later"),
}
"""By the name that follows ``pm_card_`` or ``pm_card_visa_``. Source: https://docs.stripe.com/testing"""


def resolved(books: Books, thing_id: str, account: str | None = None, param: str = "payment_method") -> Thing:
    """Give a method; asked for by the name of a test method, a new one is made."""
    named = _TEST_METHOD.fullmatch(thing_id)
    if not named or named[1] not in BEHAVIOURS:
        return books.find(thing_id, "payment_method", param, account)
    method = books.make(
        "pm",
        "payment_method",
        account,
        allow_redisplay="unspecified",
        billing_details={"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
        card={"brand": "visa", "country": "US", "exp_month": 8, "exp_year": 2030, "funding": "credit", "last4": "4242"},
        customer=None,
        metadata={},
        type="card",
    )
    books.behaviours[method["id"]] = BEHAVIOURS[named[1]]
    return method


def to_pay_with(books: Books, params: Mapping[str, Any]) -> Thing | None:
    """Give the method that a request names, by itself or by the token of a page."""
    if token := params.get("confirmation_token"):
        return _spent(books, token)
    if not params.get("payment_method"):
        return None
    method = resolved(books, params["payment_method"])
    if method["customer"] and method["customer"] != params.get("customer"):
        raise Refused("The payment method belongs to another customer, or to one not named.", param="payment_method")
    if method["id"] in books.spent:
        raise Refused("The method was used before without a customer, or detached from one.", param="payment_method")
    return method


def _spent(books: Books, thing_id: str) -> Thing:
    token = books.find(thing_id, "confirmation_token", "confirmation_token")
    if token["expires_at"] <= books.now():
        raise Refused("The confirmation token was used before or ran out.", param="confirmation_token")
    token["expires_at"] = books.now()
    return resolved(books, books.behind[thing_id])


def create_customer(books: Books, params: Thing, account: str | None) -> Thing:
    """POST /v1/customers"""
    customer = books.make(
        "cus",
        "customer",
        account,
        balance=0,
        currency=None,
        delinquent=False,
        description=params.get("description"),
        email=params.get("email"),
        metadata=form.metadata(params),
        name=params.get("name"),
        phone=params.get("phone"),
        preferred_locales=[],
        tax_exempt="none",
    )
    books.tell("customer.created", customer)
    return customer


def find_customer(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/customers/{id}"""
    return books.find(thing_id, "customer", account=account)


def delete_customer(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """DELETE /v1/customers/{id}"""
    books.find(thing_id, "customer", account=account)
    for method in books.all("payment_method", customer=thing_id):
        method["customer"] = None
    del books.things[thing_id]
    return {"id": thing_id, "object": "customer", "deleted": True}


def find_method(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/payment_methods/{id}"""
    return resolved(books, thing_id, account, "id")


def list_methods(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/payment_methods"""
    customer = form.needed(params, "customer")
    found = books.all("payment_method", account, customer=customer, type=params.get("type"))
    return books.listed(found, "/v1/payment_methods", params)


def list_methods_of(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/customers/{id}/payment_methods"""
    books.find(thing_id, "customer", account=account)
    return list_methods(books, {**params, "customer": thing_id}, account)


def attach(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/payment_methods/{id}/attach"""
    customer = books.find(form.needed(params, "customer"), "customer", "customer", account)
    method = resolved(books, thing_id, account, "id")
    if method["customer"] not in (None, customer["id"]):
        raise Refused("The payment method you provided has already been attached to a customer.")
    behaviour = behaviour_of(books, method)
    if behaviour.code and not behaviour.asks:
        raise Refused("Your card was declined.", status=402, kind="card_error", code=behaviour.code)
    keep(books, method, customer["id"])
    return method


def detach(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/payment_methods/{id}/detach"""
    method = books.find(thing_id, "payment_method", account=account)
    if method["customer"] is None:
        raise Refused("The payment method you provided is not attached to a customer so detachment is impossible.")
    method["customer"] = None
    books.spent.add(thing_id)
    books.tell("payment_method.detached", method)
    return method


def keep(books: Books, method: Thing, customer: str) -> None:
    """Keep a method for a customer."""
    method["customer"] = customer
    books.tell("payment_method.attached", method)


def behaviour_of(books: Books, method: Thing) -> Behaviour:
    """Give what a method does."""
    found: Behaviour = books.behaviours.get(method["id"], PAYS)
    return found


def create_token(books: Books, params: Thing, account: str | None) -> Thing:
    """POST /v1/test_helpers/confirmation_tokens, in place of the page's script"""
    method = resolved(books, form.needed(params, "payment_method"))
    token = books.make(
        "ctoken",
        "confirmation_token",
        account,
        expires_at=books.now() + _TOKEN_LIFE,
        payment_intent=None,
        payment_method_preview={"type": "card", "card": method["card"]},
        return_url=params.get("return_url"),
        setup_future_usage=params.get("setup_future_usage"),
        setup_intent=None,
        use_stripe_sdk=True,
    )
    books.behind[token["id"]] = method["id"]
    return token


def create_setup(books: Books, params: Thing, account: str | None) -> Thing:
    """POST /v1/setup_intents"""
    method = to_pay_with(books, params)
    setup = books.make(
        "seti",
        "setup_intent",
        account,
        cancellation_reason=None,
        customer=params.get("customer"),
        description=params.get("description"),
        last_setup_error=None,
        latest_attempt=None,
        metadata=form.metadata(params),
        next_action=None,
        payment_method=method and method["id"],
        payment_method_types=["card"],
        status="requires_confirmation" if method else "requires_payment_method",
        usage=params.get("usage", "off_session"),
    )
    setup["client_secret"] = f"{setup['id']}_secret_{books.now()}"
    return confirm_setup(books, params, account, setup["id"]) if form.is_true(params, "confirm") else setup


def find_setup(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/setup_intents/{id}"""
    return books.find(thing_id, "setup_intent", account=account)


def confirm_setup(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/setup_intents/{id}/confirm"""
    setup = books.find(thing_id, "setup_intent", account=account)
    if setup["status"] in ("succeeded", "canceled"):
        raise unexpected_state(setup, "confirm")
    method = to_pay_with(books, {"payment_method": setup["payment_method"], "customer": setup["customer"], **params})
    if method is None:
        raise missing("payment_method", "", "payment_method")
    setup["payment_method"] = method["id"]
    if behaviour_of(books, method).asks:
        setup |= {"status": "requires_action", "next_action": {"type": "use_stripe_sdk", "use_stripe_sdk": {}}}
        return setup
    return _kept(books, setup, method)


def authenticated(books: Books, thing_id: str, *, succeeds: bool) -> None:
    """Let a customer take the second step of keeping a card, or fail it."""
    setup = books.find(thing_id, "setup_intent")
    method = books.things[setup["payment_method"]]
    setup["next_action"] = None
    if succeeds:
        _kept(books, setup, method)
    else:
        setup |= {"status": "requires_payment_method", "payment_method": None}
        books.tell("setup_intent.setup_failed", setup)


def _kept(books: Books, setup: Thing, method: Thing) -> Thing:
    behaviour = behaviour_of(books, method)
    if behaviour.code:
        setup |= {"status": "requires_payment_method", "payment_method": None}
        raise Refused("Your card was declined.", status=402, kind="card_error", code=behaviour.code, setup_intent=setup)
    setup |= {"status": "succeeded", "next_action": None}
    if setup["customer"] and method["customer"] is None:
        keep(books, method, setup["customer"])
    books.tell("setup_intent.succeeded", setup)
    return setup


def cancel_setup(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/setup_intents/{id}/cancel"""
    setup = books.find(thing_id, "setup_intent", account=account)
    if setup["status"] in ("succeeded", "canceled"):
        raise unexpected_state(setup, "cancel")
    setup |= {"status": "canceled", "next_action": None}
    return setup


ROUTES = {
    "POST /v1/customers": create_customer,
    "GET /v1/customers/{id}": find_customer,
    "DELETE /v1/customers/{id}": delete_customer,
    "GET /v1/customers/{id}/payment_methods": list_methods_of,
    "GET /v1/payment_methods": list_methods,
    "GET /v1/payment_methods/{id}": find_method,
    "POST /v1/payment_methods/{id}/attach": attach,
    "POST /v1/payment_methods/{id}/detach": detach,
    "POST /v1/test_helpers/confirmation_tokens": create_token,
    "POST /v1/setup_intents": create_setup,
    "GET /v1/setup_intents/{id}": find_setup,
    "POST /v1/setup_intents/{id}/confirm": confirm_setup,
    "POST /v1/setup_intents/{id}/cancel": cancel_setup,
}
