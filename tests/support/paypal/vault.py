"""Wallets that buyers let a shop keep: Payment Method Tokens, version 3."""

from typing import Any

from tests.support.paypal.books import Books, Funding
from tests.support.paypal.shapes import Document, Refused, Routes, link, new_id


def _setup(books: Books, asked: Any) -> tuple[int, Document]:
    if "payment_source" not in asked.body:
        raise Refused(400, "MISSING_REQUIRED_PARAMETER")
    token = new_id(17)
    page = link(f"{books.url}/agreements/approve?approval_session_id={token}", "approve")
    return 201, {"id": token, "status": "PAYER_ACTION_REQUIRED", "customer": {"id": "customer_1"}, "links": [page]}


def _create(books: Books, asked: Any) -> tuple[int, Document]:
    token = new_id(8).lower()
    books.saved[token] = Funding.GOOD
    return 201, _shown(books, token)


def _list(books: Books, asked: Any) -> tuple[int, Document]:
    found = [_shown(books, token) for token in books.saved]
    return 200, {"customer": {"id": asked.query["customer_id"]}, "payment_tokens": found, "total_items": len(found)}


def _get(books: Books, _: Any, token: str) -> tuple[int, Document]:
    if token not in books.saved:
        raise Refused(404, "INVALID_RESOURCE_ID")
    return 200, _shown(books, token)


def _delete(books: Books, _: Any, token: str) -> tuple[int, None]:
    books.saved.pop(token, None)
    return 204, None


def _shown(books: Books, token: str) -> Document:
    return {
        "id": token,
        "customer": {"id": "customer_1"},
        "payment_source": {"paypal": {"email_address": "ada@example.com"}},
        "links": [link(f"{books.url}/v3/vault/payment-tokens/{token}", "self")],
    }


_TOKEN = "/v3/vault/payment-tokens/([a-z0-9]+)"
ROUTES: Routes = [
    ("POST", "/v3/vault/setup-tokens", _setup),
    ("POST", "/v3/vault/payment-tokens", _create),
    ("GET", "/v3/vault/payment-tokens", _list),
    ("GET", _TOKEN, _get),
    ("DELETE", _TOKEN, _delete),
]
