"""Money to many at once: Payouts, version 1."""

from decimal import Decimal
from typing import Any

from tests.support.paypal.books import Books
from tests.support.paypal.shapes import Document, Refused, Routes, link, new_id, now


def _create(books: Books, asked: Any) -> tuple[int, Document]:
    sender = asked.body["sender_batch_header"]
    if any(one["batch_header"]["sender_batch_header"] == sender for one in books.payouts.values()):
        raise Refused(400, "DUPLICATE_REQUEST_ID")
    batch_id = new_id(13)
    currency = asked.body["items"][0]["amount"]["currency"]
    header = {
        "payout_batch_id": batch_id,
        "batch_status": "SUCCESS",
        "time_created": now(),
        "sender_batch_header": sender,
        "amount": {
            "currency": currency,
            "value": str(sum(Decimal(one["amount"]["value"]) for one in asked.body["items"])),
        },
        "fees": {"currency": currency, "value": "0.25"},
    }
    items = [
        {
            "payout_item_id": new_id(13),
            "payout_batch_id": batch_id,
            "transaction_id": new_id(),
            "transaction_status": "SUCCESS",
            "payout_item_fee": {"currency": currency, "value": "0.25"},
            "payout_item": item,
        }
        for item in asked.body["items"]
    ]
    here = link(f"{books.url}/v1/payments/payouts/{batch_id}", "self")
    books.payouts[batch_id] = {"batch_header": header, "items": items, "links": [here]}
    names = ("payout_batch_id", "batch_status", "sender_batch_header")
    return 201, {"batch_header": {name: header[name] for name in names} | {"batch_status": "PENDING"}, "links": [here]}


def _get(books: Books, _: Any, batch_id: str) -> tuple[int, Document]:
    if batch_id not in books.payouts:
        raise Refused(404, "INVALID_RESOURCE_ID")
    return 200, books.payouts[batch_id]


def _item(books: Books, _: Any, item_id: str) -> tuple[int, Document]:
    for batch in books.payouts.values():
        for item in batch["items"]:
            if item["payout_item_id"] == item_id:
                return 200, item
    raise Refused(404, "INVALID_RESOURCE_ID")


ROUTES: Routes = [
    ("POST", "/v1/payments/payouts", _create),
    ("GET", "/v1/payments/payouts/([A-Z0-9]+)", _get),
    ("GET", "/v1/payments/payouts-item/([A-Z0-9]+)", _item),
]
