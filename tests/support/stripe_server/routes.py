"""Which request is answered by what."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import stripe.params

from tests.support.stripe_server import accounting, connect, disputes, form, methods, paying, refunds
from tests.support.stripe_server.books import Books
from tests.support.stripe_server.refusing import Refused, Thing

type Operation = Callable[..., Thing]

_ROUTES: Mapping[str, Operation] = {
    route: operation
    for module in (accounting, connect, disputes, methods, paying, refunds)
    for route, operation in module.ROUTES.items()
}
_PATTERNS = [
    (re.compile(route.replace("{id}", r"([^/]+)").replace("/", r"\/")), operation)
    for route, operation in _ROUTES.items()
]
# The names of the library's types for what a request may say; it knows more than the server heeds.
_KNOWN = {
    "POST /v1/accounts": "AccountCreateParams",
    "POST /v1/account_links": "AccountLinkCreateParams",
    "POST /v1/customers": "CustomerCreateParams",
    "POST /v1/payment_intents": "PaymentIntentCreateParams",
    "POST /v1/payouts": "PayoutCreateParams",
    "POST /v1/refunds": "RefundCreateParams",
    "POST /v1/setup_intents": "SetupIntentCreateParams",
    "POST /v1/transfers": "TransferCreateParams",
}


def answered(books: Books, method: str, path: str, sent: str, account: str | None) -> Thing:
    """Do what a request asks for. Raises Refused."""
    asked = f"{method} {path}"
    params: dict[str, Any] = form.read(sent)
    expand = params.pop("expand", [])
    _refuse_unknown(asked, params)
    for pattern, operation in _PATTERNS:
        if found := pattern.fullmatch(asked):
            thing = operation(books, params, account, *found.groups())
            return books.expanded(thing, expand)
    raise Refused(f"Unrecognized request URL ({asked}).", status=404)


def _refuse_unknown(asked: str, params: Mapping[str, Any]) -> None:
    if asked not in _KNOWN:
        return
    if "payment_method_types" in params:
        # https://docs.stripe.com/changelog/endive/2026-09-30/removes-the-payment-method-types-parameter-from-payment-intents-and-setup-intents
        raise Refused("payment_method_types is no longer supported.", code="payment_method_types_no_longer_supported")
    known = getattr(stripe.params, _KNOWN[asked]).__annotations__
    if unknown := sorted(set(params) - set(known)):
        raise Refused(f"Received unknown parameter: {unknown[0]}", code="parameter_unknown", param=unknown[0])
