"""Disputes of buyers: opened and decided by a test, answered by the shop. Version 1 of the API."""

from tests.support.paypal.asked import Asked
from tests.support.paypal.books import Books
from tests.support.paypal.shapes import Document, Refused, Routes, link, new_id, now


def open_dispute(books: Books, capture_id: str, reason: str = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED") -> Document:
    """Let the buyer of a capture complain."""
    _, captured = books.capture(capture_id)
    dispute_id = f"PP-D-{new_id(5)}"
    dispute: Document = {
        "dispute_id": dispute_id,
        "create_time": now(),
        "update_time": now(),
        "disputed_transactions": [
            {
                "seller_transaction_id": capture_id,
                "create_time": captured["create_time"],
                "transaction_status": captured["status"],
                "gross_amount": captured["amount"],
                "custom": captured.get("custom_id", ""),
            }
        ],
        "reason": reason,
        "status": "WAITING_FOR_SELLER_RESPONSE",
        "dispute_amount": captured["amount"],
        "dispute_life_cycle_stage": "CHARGEBACK",
        "dispute_channel": "INTERNAL",
        "seller_response_due_date": "2027-01-05T12:00:00Z",
        "links": [link(f"{books.url}/v1/customer/disputes/{dispute_id}", "self")],
    }
    books.disputes[dispute_id] = dispute
    books.tell("CUSTOMER.DISPUTE.CREATED", "dispute", dispute)
    return dispute


def resolve(books: Books, dispute_id: str, outcome: str) -> None:
    """Decide a dispute, as one of dispute_outcome's codes says."""
    dispute = books.disputes[dispute_id]
    amount = dispute["dispute_amount"]
    dispute |= {
        "status": "RESOLVED",
        "update_time": now(),
        "dispute_outcome": {"outcome_code": outcome, "amount_refunded": amount},
    }
    books.tell("CUSTOMER.DISPUTE.RESOLVED", "dispute", dispute)


def _list(books: Books, _: Asked) -> tuple[int, Document]:
    names = ("dispute_id", "create_time", "update_time", "reason", "status", "dispute_amount", "links")
    return 200, {"items": [{name: one[name] for name in names} for one in books.disputes.values()], "links": []}


def _get(books: Books, _: Asked, dispute_id: str) -> tuple[int, Document]:
    return 200, _found(books, dispute_id)


def _provide(books: Books, asked: Asked, dispute_id: str) -> tuple[int, Document]:
    dispute = _waiting(books, dispute_id)
    given = [{**one, "source": "SUBMITTED_BY_SELLER"} for one in asked.form["input"]["evidences"]]
    dispute |= {"status": "UNDER_REVIEW", "update_time": now(), "evidences": given}
    books.tell("CUSTOMER.DISPUTE.UPDATED", "dispute", dispute)
    return 200, {"links": dispute["links"]}


def _accept(books: Books, _: Asked, dispute_id: str) -> tuple[int, Document]:
    dispute = _waiting(books, dispute_id)
    resolve(books, dispute_id, "ACCEPTED")
    return 200, {"links": dispute["links"]}


def _found(books: Books, dispute_id: str) -> Document:
    if dispute_id not in books.disputes:
        raise Refused(404, "INVALID_RESOURCE_ID")
    return books.disputes[dispute_id]


def _waiting(books: Books, dispute_id: str) -> Document:
    dispute = _found(books, dispute_id)
    if dispute["status"] != "WAITING_FOR_SELLER_RESPONSE":
        raise Refused(422, "ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE")
    return dispute


_DISPUTE = "/v1/customer/disputes/(PP-D-[A-Z0-9]+)"
ROUTES: Routes = [
    ("GET", "/v1/customer/disputes", _list),
    ("GET", _DISPUTE, _get),
    ("POST", f"{_DISPUTE}/provide-evidence", _provide),
    ("POST", f"{_DISPUTE}/accept-claim", _accept),
]
