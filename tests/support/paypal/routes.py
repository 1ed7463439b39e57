"""What answers which request."""

from tests.support.paypal import disputes, payouts, reports, signing, vault
from tests.support.paypal.asked import Asked
from tests.support.paypal.books import Books
from tests.support.paypal.shapes import Answer, Routes


def _whole(asked: Asked) -> bool:
    return asked.headers.get("prefer") == "return=representation"


def _create(books: Books, asked: Asked) -> Answer:
    order = books.create(asked.body, keyed="paypal-request-id" in asked.headers)
    return 201, books.shown(order, whole=_whole(asked))


def _patch(books: Books, asked: Asked, order_id: str) -> Answer:
    books.patch(order_id, asked.body)
    return 204, None


def _complete(books: Books, asked: Asked, order_id: str, action: str) -> Answer:
    return 201, books.shown(books.complete(order_id, action, asked.body), whole=_whole(asked))


def _void(books: Books, asked: Asked, authorization_id: str) -> Answer:
    voided = books.void(authorization_id)
    return (200, voided) if _whole(asked) else (204, None)


def _verify(_: Books, asked: Asked) -> Answer:
    return 200, {"verification_status": "SUCCESS" if signing.verified(asked.raw) else "FAILURE"}


_ID = "([A-Z0-9]+)"
ROUTES: Routes = [
    ("POST", "/v2/checkout/orders", _create),
    ("GET", f"/v2/checkout/orders/{_ID}", lambda books, _, one: (200, books.shown(books.order(one)))),
    ("PATCH", f"/v2/checkout/orders/{_ID}", _patch),
    ("POST", f"/v2/checkout/orders/{_ID}/(capture|authorize)", _complete),
    ("GET", f"/v2/payments/authorizations/{_ID}", lambda books, _, one: (200, books.authorization(one)[1])),
    (
        "POST",
        f"/v2/payments/authorizations/{_ID}/capture",
        lambda books, asked, one: (201, books.capture_authorized(one, asked.body)),
    ),
    ("POST", f"/v2/payments/authorizations/{_ID}/void", _void),
    ("GET", f"/v2/payments/captures/{_ID}", lambda books, _, one: (200, books.capture(one)[1])),
    (
        "POST",
        f"/v2/payments/captures/{_ID}/refund",
        lambda books, asked, one: (201, books.refund(one, asked.body)),
    ),
    ("GET", f"/v2/payments/refunds/{_ID}", lambda books, _, one: (200, books.refunded(one))),
    ("POST", "/v1/notifications/verify-webhook-signature", _verify),
    *disputes.ROUTES,
    *payouts.ROUTES,
    *reports.ROUTES,
    *vault.ROUTES,
]
