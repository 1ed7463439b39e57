"""Accounts of sellers, what the platform sends them, and what goes to their banks."""

from urllib.parse import quote

from tests.support.stripe_server import form
from tests.support.stripe_server.amounts import paid_out_amount, sent_amount
from tests.support.stripe_server.books import Books
from tests.support.stripe_server.refusing import Refused, Thing

_LINK_LIFE = 300
_ARRIVES_AFTER = 2 * 24 * 60 * 60


def create_account(books: Books, params: Thing, account: str | None) -> Thing:
    """POST /v1/accounts"""
    capabilities = params.get("capabilities") or {}
    return books.make(
        "acct",
        "account",
        business_profile=params.get("business_profile") or {},
        business_type=params.get("business_type"),
        capabilities={name: "inactive" for name, each in capabilities.items() if form.is_true(each, "requested")},
        charges_enabled=False,
        controller=params.get("controller") or {"type": "application"},
        country=params.get("country", "US"),
        default_currency=params.get("default_currency", "usd"),
        details_submitted=False,
        email=params.get("email"),
        metadata=form.metadata(params),
        payouts_enabled=False,
        requirements={"currently_due": ["external_account"], "disabled_reason": "requirements.past_due"},
        type=params.get("type", "none"),
    )


def onboard(books: Books, thing_id: str, *, refused: str | None = None) -> None:
    """Let a seller fill in what Stripe asks for; one who is refused may be paid nothing."""
    account = books.find(thing_id, "account")
    active = refused is None
    account |= {"details_submitted": True, "charges_enabled": active, "payouts_enabled": active}
    account["capabilities"] = dict.fromkeys(account["capabilities"], "active" if active else "inactive")
    account["requirements"] = {"currently_due": [], "disabled_reason": refused}
    books.tell("account.updated", account, account=thing_id)


def find_account(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/accounts/{id}"""
    return books.find(thing_id, "account")


def delete_account(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """DELETE /v1/accounts/{id}"""
    del books.things[books.find(thing_id, "account")["id"]]
    return {"id": thing_id, "object": "account", "deleted": True}


def link(books: Books, params: Thing, account: str | None) -> Thing:
    """POST /v1/account_links"""
    linked = books.find(form.needed(params, "account"), "account", "account")
    form.needed(params, "refresh_url")
    back = form.needed(params, "return_url")
    if params.get("type") not in ("account_onboarding", "account_update"):
        raise Refused("Invalid type.", param="type")
    return {
        "object": "account_link",
        "created": books.now(),
        "expires_at": books.now() + _LINK_LIFE,
        "url": f"{books.url}/onboard/{linked['id']}?return_url={quote(back, safe='')}",
    }


def transfer(books: Books, params: Thing, account: str | None) -> Thing:
    """POST /v1/transfers"""
    amount, currency = sent_amount(params)
    destination = books.find(form.needed(params, "destination"), "account", "destination")
    if destination["capabilities"].get("transfers") != "active":
        raise Refused("The destination may receive no transfers.", code="insufficient_capabilities_for_transfer")
    source = params.get("source_transaction")
    if source:
        _leave_enough(books, books.find(source, "charge", "source_transaction"), amount)
    elif books.balance(currency) < amount:
        raise Refused("You have insufficient funds in your Stripe account.", code="balance_insufficient")
    made = books.make(
        "tr",
        "transfer",
        amount=amount,
        amount_reversed=0,
        currency=currency,
        description=params.get("description"),
        destination=destination["id"],
        metadata=form.metadata(params),
        reversed=False,
        source_transaction=source,
        source_type="card",
        transfer_group=params.get("transfer_group"),
    )
    made["balance_transaction"] = books.enter("transfer", -amount, currency, made["id"])
    payment = books.make("py", "charge", destination["id"], amount=amount, currency=currency)
    books.enter("payment", amount, currency, payment["id"], account=destination["id"], category="transfer")
    made["destination_payment"] = payment["id"]
    books.tell("transfer.created", made)
    return made


def _leave_enough(books: Books, charge: Thing, amount: int) -> None:
    sent = sum(each["amount"] for each in books.all("transfer", source_transaction=charge["id"]))
    if sent + amount > charge["amount_captured"]:
        raise Refused("Transfers using this source_transaction cannot exceed its amount.", param="amount")


def reverse(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """POST /v1/transfers/{id}/reversals"""
    made = books.find(thing_id, "transfer")
    left = made["amount"] - made["amount_reversed"]
    amount = form.integer(params, "amount", left or 1)
    if amount > left:
        raise Refused("The amount is above what is left of the transfer.", param="amount")
    reversal = books.make(
        "trr",
        "transfer_reversal",
        amount=amount,
        currency=made["currency"],
        destination_payment_refund=None,
        metadata=form.metadata(params),
        source_refund=None,
        transfer=thing_id,
    )
    reversal["balance_transaction"] = books.enter("transfer_refund", amount, made["currency"], reversal["id"])
    books.enter("payment_refund", -amount, made["currency"], reversal["id"], account=made["destination"])
    made["amount_reversed"] += amount
    made["reversed"] = made["amount_reversed"] == made["amount"]
    books.tell("transfer.reversed" if made["reversed"] else "transfer.updated", made)
    return reversal


def find_transfer(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/transfers/{id}"""
    return books.find(thing_id, "transfer")


def list_transfers(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/transfers"""
    wanted = {name: params.get(name) for name in ("destination", "transfer_group")}
    return books.listed(books.all("transfer", **wanted), "/v1/transfers", params)


def pay_out(books: Books, params: Thing, account: str | None) -> Thing:
    """POST /v1/payouts, of the account that the request is about"""
    amount, currency = paid_out_amount(params)
    if books.balance(currency, account) < amount:
        raise Refused("You have insufficient funds in your Stripe account.", code="balance_insufficient")
    payout = books.make(
        "po",
        "payout",
        account,
        amount=amount,
        arrival_date=books.now() + _ARRIVES_AFTER,
        automatic=False,
        currency=currency,
        description=params.get("description"),
        destination="ba_of_the_account",
        failure_balance_transaction=None,
        failure_code=None,
        failure_message=None,
        metadata=form.metadata(params),
        method="standard",
        source_type="card",
        status="pending",
        type="bank_account",
    )
    payout["balance_transaction"] = books.enter("payout", -amount, currency, payout["id"], account=account)
    books.tell("payout.created", payout, account)
    return payout


def finish_payout(books: Books, thing_id: str, *, failure: str | None = None) -> None:
    """Let a payout arrive, or fail, which puts its money back into the balance."""
    payout, account = books.things[thing_id], books.accounts[thing_id]
    if failure is None:
        payout["status"] = "paid"
        books.tell("payout.paid", payout, account)
        return
    payout |= {"status": "failed", "failure_code": failure}
    payout["failure_balance_transaction"] = books.enter(
        "payout_failure", payout["amount"], payout["currency"], thing_id, account=account
    )
    books.tell("payout.failed", payout, account)


def find_payout(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/payouts/{id}"""
    return books.find(thing_id, "payout", account=account)


def list_payouts(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/payouts"""
    return books.listed(books.all("payout", account, status=params.get("status")), "/v1/payouts", params)


ROUTES = {
    "POST /v1/accounts": create_account,
    "GET /v1/accounts/{id}": find_account,
    "DELETE /v1/accounts/{id}": delete_account,
    "POST /v1/account_links": link,
    "POST /v1/transfers": transfer,
    "GET /v1/transfers": list_transfers,
    "GET /v1/transfers/{id}": find_transfer,
    "POST /v1/transfers/{id}/reversals": reverse,
    "POST /v1/payouts": pay_out,
    "GET /v1/payouts": list_payouts,
    "GET /v1/payouts/{id}": find_payout,
}
