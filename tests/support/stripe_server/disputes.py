"""Customers who ask their bank to take the money back."""

from tests.support.stripe_server import form
from tests.support.stripe_server.books import Books
from tests.support.stripe_server.refusing import Refused, Thing

FEE = 1500
_DAY = 24 * 60 * 60
_ANSWERED_WITHIN = 9 * _DAY
DECIDES = {"winning_evidence": True, "losing_evidence": False}
"""What decides a dispute in test mode, as ``uncategorized_text``. Source: https://docs.stripe.com/testing#evidence"""


def open_dispute(books: Books, charge_id: str, reason: str = "fraudulent", amount: int | None = None) -> Thing:
    """Dispute a charge: its money and a fee leave the balance."""
    charge = books.find(charge_id, "charge")
    disputed = amount or charge["amount_captured"]
    dispute = books.make(
        "du",
        "dispute",
        amount=disputed,
        balance_transactions=[],
        charge=charge_id,
        currency=charge["currency"],
        evidence={"uncategorized_text": None},
        evidence_details={
            "due_by": books.now() + _ANSWERED_WITHIN,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        is_charge_refundable=False,
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="needs_response",
    )
    charge["disputed"] = True
    books.tell("charge.dispute.created", dispute)
    _enter(books, dispute, -disputed, FEE, "charge.dispute.funds_withdrawn")
    return dispute


def close(books: Books, dispute: Thing, *, won: bool) -> Thing:
    """Decide a dispute; what was won comes back without the fee."""
    dispute["status"] = "won" if won else "lost"
    if won:
        _enter(books, dispute, dispute["amount"], 0, "charge.dispute.funds_reinstated")
        books.find(dispute["charge"], "charge")["disputed"] = False
    books.tell("charge.dispute.closed", dispute)
    return dispute


def _enter(books: Books, dispute: Thing, amount: int, fee: int, happened: str) -> None:
    category = "dispute" if amount < 0 else "dispute_reversal"
    entered = books.enter("adjustment", amount, dispute["currency"], dispute["id"], fee=fee, category=category)
    dispute["balance_transactions"].append(books.things[entered])
    books.tell(happened, dispute)


def find(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/disputes/{id}"""
    dispute = books.find(thing_id, "dispute", account=account)
    dispute["evidence_details"]["past_due"] = _is_past_due(books, dispute)
    return dispute


def list_disputes(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/disputes"""
    wanted = {name: params.get(name) for name in ("charge", "payment_intent")}
    return books.listed(books.all("dispute", account, **wanted), "/v1/disputes", params)


def update(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/disputes/{id}"""
    dispute = _open(books, account, thing_id)
    evidence = params.get("evidence") or {}
    dispute["metadata"] |= form.metadata(params)
    dispute["evidence"] |= evidence
    dispute["evidence_details"]["has_evidence"] = True
    if params.get("submit", "true") == "true" and evidence:
        dispute["evidence_details"]["submission_count"] += 1
        dispute["status"] = "under_review"
    books.tell("charge.dispute.updated", dispute)
    decided = DECIDES.get(dispute["evidence"]["uncategorized_text"] or "")
    if dispute["status"] == "under_review" and decided is not None:
        close(books, dispute, won=decided)
    return dispute


def give_in(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/disputes/{id}/close"""
    return close(books, _open(books, account, thing_id), won=False)


def _open(books: Books, account: str | None, thing_id: str) -> Thing:
    dispute = books.find(thing_id, "dispute", account=account)
    if dispute["status"] in ("won", "lost"):
        raise Refused("This dispute is already closed.")
    if _is_past_due(books, dispute):
        raise Refused("The time to answer this dispute is over.")
    return dispute


def _is_past_due(books: Books, dispute: Thing) -> bool:
    return bool(books.now() > dispute["evidence_details"]["due_by"])


ROUTES = {
    "GET /v1/disputes": list_disputes,
    "GET /v1/disputes/{id}": find,
    "POST /v1/disputes/{id}": update,
    "POST /v1/disputes/{id}/close": give_in,
}
