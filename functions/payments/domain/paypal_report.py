"""What moved in an account at PayPal: its transaction search, which knows a transaction three hours after it was made.

https://developer.paypal.com/docs/api/transaction-search/v1/ and
https://developer.paypal.com/docs/reports/reference/tcodes/
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.payments.domain.movements import MovedKind, Movement, MovementPage, our_id
from functions.payments.domain.paypal_orders import read_amount

SEARCH = "/v1/reporting/transactions"
MOVEMENTS_AT_ONCE = 500
# One search finds 10,000 transactions at the most, and takes 31 days.
_SLICE = timedelta(hours=6)
_SECOND = timedelta(seconds=1)
_MOVED = frozenset({"S", "V"})
_CODES = {
    "T0001": MovedKind.PAYOUT_MADE,
    "T1107": MovedKind.REFUND,
    "T1110": MovedKind.DISPUTE_OPENED,
    "T1111": MovedKind.DISPUTE_WON,
    "T1201": MovedKind.DISPUTE_OPENED,
    "T1202": MovedKind.DISPUTE_WON,
}
_PAYMENTS = "T00"

type Document = dict[str, Any]


def list_movements(
    ask: Callable[[dict[str, str]], Document], since: datetime, until: datetime, place: str | None
) -> MovementPage:
    """Give the next part of what moved: a page of the search of a few hours, then those of the next ones."""
    begins, _, number = (place or f"{since.isoformat()} 1").partition(" ")
    begin, page = datetime.fromisoformat(begins), int(number)
    end = min(begin + _SLICE, until)
    found = ask(
        {
            "start_date": _at(begin),
            # Both ends are a part of what is searched.
            "end_date": _at(end - _SECOND),
            "fields": "transaction_info",
            "page_size": str(MOVEMENTS_AT_ONCE),
            "page": str(page),
        }
    )
    rows = (one["transaction_info"] for one in found["transaction_details"])
    movements = [_movement(row) for row in rows if row["transaction_status"] in _MOVED]
    if page < found["total_pages"]:
        return MovementPage(movements, f"{begins} {page + 1}")
    return MovementPage(movements, f"{end.isoformat()} 1" if end < until else None)


def _movement(row: Document) -> Movement:
    code = row["transaction_event_code"]
    kind = _CODES.get(code, MovedKind.CHARGE if code.startswith(_PAYMENTS) else MovedKind.OTHER)
    amount = read_amount(row["transaction_amount"])
    fee = row.get("fee_amount")
    return Movement(
        entry=row["transaction_id"],
        kind=kind,
        source=our_id(row.get("custom_field")),
        reference=row.get("paypal_reference_id"),
        amount=amount.amount,
        fee=-read_amount(fee).amount if fee else 0,
        currency=amount.currency,
        moved_at=datetime.fromisoformat(row["transaction_initiation_date"]),
    )


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
