"""Money that goes back, never more than was captured."""

from tests.support.stripe_server import form
from tests.support.stripe_server.books import Books
from tests.support.stripe_server.methods import Behaviour
from tests.support.stripe_server.refusing import Refused, Thing


def create(books: Books, params: Thing, account: str | None) -> Thing:
    """POST /v1/refunds"""
    charge = _charge(books, params, account)
    wanted = form.metadata(params)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if charge["disputed"]:
        raise Refused(f"Charge {charge['id']} has been charged back.", code="charge_disputed")
    if left == 0:
        raise Refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = form.integer(params, "amount", left)
    if amount > left:
        raise Refused(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
    behaviour = books.behaviours.get(charge["payment_method"], Behaviour())
    refund = books.make(
        "re",
        "refund",
        account,
        amount=amount,
        charge=charge["id"],
        currency=charge["currency"],
        destination_details={"type": "card", "card": {"type": "refund"}},
        metadata=wanted,
        payment_intent=charge["payment_intent"],
        reason=params.get("reason"),
        receipt_number=None,
        source_transfer_reversal=None,
        status="pending" if behaviour.refund == "pending" else "succeeded",
        transfer_reversal=None,
    )
    refund["balance_transaction"] = books.enter("refund", -amount, charge["currency"], refund["id"], account=account)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    books.tell("refund.created", refund)
    books.tell("charge.refunded", charge)
    return refund


def finish(books: Books, thing_id: str, *, fails: bool = False) -> None:
    """Let a refund arrive at last, or fail, which puts its money back into the balance."""
    refund = books.find(thing_id, "refund")
    if not fails:
        refund["status"] = "succeeded"
    else:
        refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
        refund["failure_balance_transaction"] = books.enter(
            "refund_failure", refund["amount"], refund["currency"], thing_id, category="refund_failure"
        )
        charge = books.find(refund["charge"], "charge")
        charge |= {"amount_refunded": charge["amount_refunded"] - refund["amount"], "refunded": False}
        books.tell("refund.failed", refund)
    books.tell("refund.updated", refund)
    books.tell("charge.refund.updated", refund)


def find(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/refunds/{id}"""
    return books.find(thing_id, "refund", account=account)


def list_refunds(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/refunds"""
    wanted = {name: params.get(name) for name in ("charge", "payment_intent")}
    return books.listed(books.all("refund", account, **wanted), "/v1/refunds", params)


def _charge(books: Books, params: Thing, account: str | None) -> Thing:
    if thing_id := params.get("payment_intent"):
        intent = books.find(thing_id, "payment_intent", "payment_intent", account)
        if intent["status"] != "succeeded":
            raise Refused(f"This PaymentIntent ({thing_id}) does not have a successful charge to refund.")
        return books.find(intent["latest_charge"], "charge", account=account)
    charge = books.find(form.needed(params, "charge"), "charge", "charge", account)
    if not charge["captured"]:
        raise Refused(f"Charge {charge['id']} has not been captured.")
    return charge


ROUTES = {
    "POST /v1/refunds": create,
    "GET /v1/refunds": list_refunds,
    "GET /v1/refunds/{id}": find,
}
