"""PayPal's own report of what it moved: Transaction Search, version 1, with pages as it has them."""

from typing import Any

from tests.support.paypal.books import Books, Order
from tests.support.paypal.shapes import Document, Refused, Routes, fee_of, minor, money

# https://developer.paypal.com/docs/reports/reference/tcodes/: an Express Checkout payment, and a refund of one.
_PAYMENT, _REFUND = "T0006", "T1107"


def _search(books: Books, asked: Any) -> tuple[int, Document]:
    begin, end = (asked.query.get(name) for name in ("start_date", "end_date"))
    if not begin or not end:
        raise Refused(400, "MISSING_REQUIRED_PARAMETER")
    size, page = int(asked.query.get("page_size", 100)), int(asked.query.get("page", 1))
    rows = [row for order in books.orders.values() for row in _rows(order)]
    rows = [
        row for row in rows if begin[:19] <= row["transaction_info"]["transaction_initiation_date"][:19] <= end[:19]
    ]
    return 200, {
        "transaction_details": rows[size * (page - 1) : size * page],
        "account_number": "XZXSPECPDZHZU",
        "start_date": begin,
        "end_date": end,
        "page": page,
        "total_items": len(rows),
        "total_pages": -(-len(rows) // size),
        "links": [],
    }


def _rows(order: Order) -> list[Document]:
    captured = [
        _row(one, _PAYMENT, order.id, "ODR", minor(one["amount"]), -fee_of(minor(one["amount"])))
        for one in order.captures
        if one["status"] not in ("DECLINED", "PENDING")
    ]
    refunded = [_row(one, _REFUND, order.captures[0]["id"], "TXN", -minor(one["amount"]), 0) for one in order.refunds]
    return captured + refunded


def _row(one: Document, code: str, reference: str, kind: str, amount: int, fee: int) -> Document:
    currency = one["amount"]["currency_code"]
    return {
        "transaction_info": {
            "transaction_id": one["id"],
            "paypal_reference_id": reference,
            "paypal_reference_id_type": kind,
            "transaction_event_code": code,
            "transaction_initiation_date": one["create_time"],
            "transaction_updated_date": one["create_time"],
            "transaction_amount": _signed(amount, currency),
            "fee_amount": _signed(fee, currency),
            "transaction_status": "S",
            "custom_field": one.get("custom_id", ""),
        }
    }


def _signed(amount: int, currency: str) -> Document:
    written = money(abs(amount), currency)
    return written | {"value": f"-{written['value']}"} if amount < 0 else written


ROUTES: Routes = [("GET", "/v1/reporting/transactions", _search)]
