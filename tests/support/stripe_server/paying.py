"""Payment intents and the charges that come of them."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tests.support.stripe_server import form
from tests.support.stripe_server.amounts import charged_amount
from tests.support.stripe_server.books import Books
from tests.support.stripe_server.disputes import open_dispute
from tests.support.stripe_server.methods import Behaviour, behaviour_of, keep, resolved, to_pay_with
from tests.support.stripe_server.refusing import Refused, Thing, unexpected_state

SEARCHABLE_AFTER = 60
"""Seconds until a search finds something. Source: https://docs.stripe.com/search#data-freshness"""
_QUERY = re.compile(r"""metadata\[["'](\w+)["']\]:["']([\w-]+)["']""")
_CANCELABLE = {"requires_payment_method", "requires_capture", "requires_confirmation", "requires_action"}
_UNAUTHENTICATED = {
    "code": "payment_intent_authentication_failure",
    "message": "The provided PaymentMethod has failed authentication.",
    "type": "invalid_request_error",
}


def create(books: Books, params: Thing, account: str | None) -> Thing:
    """POST /v1/payment_intents"""
    amount, currency = charged_amount(params)
    if params.get("customer"):
        books.find(params["customer"], "customer", "customer", account)
    wanted = form.metadata(params)
    confirms = form.is_true(params, "confirm")
    types = params.get("allowed_payment_method_types")
    redirects = (params.get("automatic_payment_methods") or {}).get("allow_redirects") != "never"
    if confirms and types is None and redirects and not params.get("return_url"):
        raise Refused("Some payment methods might redirect your customer; you must provide a `return_url`.")
    if params.get("off_session") and not confirms:
        raise Refused("off_session takes confirm=true.", param="off_session")
    method = to_pay_with(books, params)
    if confirms and method is None:
        raise Refused("You cannot confirm this PaymentIntent because it's missing a payment method.")
    intent = books.make(
        "pi",
        "payment_intent",
        account,
        amount=amount,
        amount_capturable=0,
        amount_received=0,
        automatic_payment_methods=None if types else {"enabled": True, "allow_redirects": "always"},
        canceled_at=None,
        cancellation_reason=None,
        capture_method=params.get("capture_method", "automatic_async"),
        confirmation_method="automatic",
        currency=currency,
        customer=params.get("customer"),
        description=params.get("description"),
        last_payment_error=None,
        latest_charge=None,
        metadata=wanted,
        next_action=None,
        payment_method=method and method["id"],
        payment_method_types=types or ["card"],
        setup_future_usage=params.get("setup_future_usage"),
        status="requires_confirmation" if method else "requires_payment_method",
        transfer_group=params.get("transfer_group"),
    )
    intent["client_secret"] = f"{intent['id']}_secret_{intent['id'][-8:]}"
    books.tell("payment_intent.created", intent)
    return _confirmed(books, intent, params) if confirms else intent


def confirm(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/payment_intents/{id}/confirm"""
    intent = books.find(thing_id, "payment_intent", account=account)
    if intent["status"] not in ("requires_payment_method", "requires_confirmation", "requires_action"):
        raise unexpected_state(intent, "confirm")
    method = to_pay_with(books, {"customer": intent["customer"], **params})
    if method is not None:
        intent["payment_method"] = method["id"]
    if intent["payment_method"] is None:
        raise Refused("You cannot confirm this PaymentIntent because it's missing a payment method.")
    return _confirmed(books, intent, params)


def authenticated(books: Books, thing_id: str, *, succeeds: bool) -> None:
    """Let a customer take the second step, or fail it."""
    intent = books.find(thing_id, "payment_intent", account=books.accounts.get(thing_id))
    if intent["status"] != "requires_action":
        return
    intent["next_action"] = None
    method = resolved(books, intent["payment_method"])
    if succeeds:
        _charged(books, intent, method)
    else:
        intent |= {"status": "requires_payment_method", "payment_method": None}
        intent["last_payment_error"] = _UNAUTHENTICATED | {"payment_method": method}
        books.tell("payment_intent.payment_failed", intent)


def _confirmed(books: Books, intent: Thing, params: Mapping[str, Any]) -> Thing:
    method = resolved(books, intent["payment_method"])
    intent["last_payment_error"] = None
    asks = behaviour_of(books, method).asks
    if asks and (form.is_true(params, "off_session") or form.is_true(params, "error_on_requires_action")):
        _fail(books, intent, method, Behaviour("authentication_required", "authentication_required"))
    elif asks:
        intent |= {"status": "requires_action", "next_action": _next_action(books, intent, params)}
        books.tell("payment_intent.requires_action", intent)
    else:
        _charged(books, intent, method)
    if error := intent["last_payment_error"]:
        more = {name: error[name] for name in ("charge", "code", "decline_code", "payment_method")}
        raise Refused(error["message"], status=402, kind=error["type"], **more, payment_intent=intent)
    return intent


def _next_action(books: Books, intent: Thing, params: Mapping[str, Any]) -> Thing:
    page = f"{books.url}/authenticate/{intent['id']}?secret={intent['client_secret']}"
    # The token of a page has the script of the page take the step, unless something else is asked for.
    by_script = form.is_true(params, "use_stripe_sdk") or "confirmation_token" in params
    if not by_script and (back := params.get("return_url")):
        return {
            "type": "redirect_to_url",
            "redirect_to_url": {"url": f"{page}&return_url={quote(back, safe='')}", "return_url": back},
        }
    return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": page}}


def _charged(books: Books, intent: Thing, method: Thing) -> None:
    behaviour = behaviour_of(books, method)
    if behaviour.code:
        _fail(books, intent, method, behaviour)
        return
    charge = _charge(books, intent, method)
    intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
    if intent["setup_future_usage"] and intent["customer"] and method["customer"] is None:
        keep(books, method, intent["customer"])
    elif method["customer"] is None:
        books.spent.add(method["id"])
    if intent["capture_method"] == "manual":
        books.tell("payment_intent.amount_capturable_updated", intent)
        return
    _take(books, intent, charge, intent["amount"])
    if behaviour.disputed:
        open_dispute(books, charge["id"])


def _charge(books: Books, intent: Thing, method: Thing, behaviour: Behaviour | None = None) -> Thing:
    refused = behaviour is not None
    charge = books.make(
        "ch",
        "charge",
        books.accounts[intent["id"]],
        amount=intent["amount"],
        amount_captured=0,
        amount_refunded=0,
        balance_transaction=None,
        captured=False,
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        disputed=False,
        failure_code=behaviour and behaviour.code,
        failure_message="Your card was declined." if refused else None,
        metadata=intent["metadata"],
        paid=not refused,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details={
            "type": "card",
            "card": {"brand": "visa", "last4": "4242", "exp_month": 8, "exp_year": 2030},
        },
        refunded=False,
        status="failed" if refused else "succeeded",
        transfer_group=intent["transfer_group"],
    )
    intent["latest_charge"] = charge["id"]
    return charge


def _fail(books: Books, intent: Thing, method: Thing, behaviour: Behaviour) -> None:
    charge = _charge(books, intent, method, behaviour)
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent["last_payment_error"] = {
        "charge": charge["id"],
        "code": behaviour.code,
        "decline_code": behaviour.decline_code,
        "message": charge["failure_message"],
        "payment_method": method,
        "type": "card_error",
    }
    books.tell("charge.failed", charge)
    books.tell("payment_intent.payment_failed", intent)


def _take(books: Books, intent: Thing, charge: Thing, amount: int) -> None:
    currency, behaviour = intent["currency"], books.behaviours.get(charge["payment_method"], Behaviour())
    fee = amount * 15 // 1000 + 20
    charge |= {"captured": True, "amount_captured": amount}
    charge["balance_transaction"] = books.enter(
        "charge", amount, currency, charge["id"], fee=fee, waits=not behaviour.available_at_once
    )
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
    books.tell("charge.succeeded" if intent["capture_method"] != "manual" else "charge.captured", charge)
    books.tell("payment_intent.succeeded", intent)


def capture(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/payment_intents/{id}/capture"""
    intent = books.find(thing_id, "payment_intent", account=account)
    if intent["status"] != "requires_capture":
        raise unexpected_state(intent, "capture")
    amount = form.integer(params, "amount_to_capture", intent["amount_capturable"])
    if amount > intent["amount_capturable"]:
        raise Refused("The amount is above what is capturable.", code="amount_too_large", param="amount_to_capture")
    _take(books, intent, books.find(intent["latest_charge"], "charge", account=account), amount)
    return intent


def cancel(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/payment_intents/{id}/cancel"""
    intent = books.find(thing_id, "payment_intent", account=account)
    if intent["status"] not in _CANCELABLE:
        raise unexpected_state(intent, "cancel")
    reason = params.get("cancellation_reason")
    give_up(books, intent, reason)
    return intent


def give_up(books: Books, intent: Thing, reason: str | None) -> None:
    """Cancel an intent; what it holds goes back to the customer."""
    intent |= {"status": "canceled", "canceled_at": books.now(), "cancellation_reason": reason}
    intent |= {"amount_capturable": 0, "next_action": None}
    books.tell("payment_intent.canceled", intent)


def find(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/payment_intents/{id}"""
    return books.find(thing_id, "payment_intent", account=account)


def list_intents(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/payment_intents"""
    found = books.all("payment_intent", account, customer=params.get("customer"))
    return books.listed(found, "/v1/payment_intents", params)


def search(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/payment_intents/search, which knows of nothing that is younger than a minute"""
    query = _QUERY.fullmatch(form.needed(params, "query"))
    if query is None:
        raise Refused("This server searches for metadata['key']:'value' alone.", param="query")
    found = [
        intent
        for intent in books.all("payment_intent", account)
        if intent["metadata"].get(query[1]) == query[2] and intent["created"] <= books.now() - SEARCHABLE_AFTER
    ]
    limit = form.integer(params, "limit", 10)
    return {
        "object": "search_result",
        "url": "/v1/payment_intents/search",
        "data": found[:limit],
        "has_more": len(found) > limit,
        "next_page": None,
    }


def find_charge(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/charges/{id}"""
    return books.find(thing_id, "charge", account=account)


def list_charges(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/charges"""
    found = books.all("charge", account, payment_intent=params.get("payment_intent"))
    return books.listed(found, "/v1/charges", params)


ROUTES = {
    "POST /v1/payment_intents": create,
    "GET /v1/payment_intents": list_intents,
    "GET /v1/payment_intents/search": search,
    "GET /v1/payment_intents/{id}": find,
    "POST /v1/payment_intents/{id}/confirm": confirm,
    "POST /v1/payment_intents/{id}/capture": capture,
    "POST /v1/payment_intents/{id}/cancel": cancel,
    "GET /v1/charges": list_charges,
    "GET /v1/charges/{id}": find_charge,
}
