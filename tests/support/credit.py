"""Gift cards and store credit, issued and spent as their people do it."""

from typing import Any
from uuid import UUID

from souk.identity import Caller
from tests.support import api, market, sales, world


def gbp(amount: int) -> dict[str, Any]:
    """Give an amount in pounds."""
    return {"amount": amount, "currency": "GBP"}


def issue(amount: int = 5000, currency: str = "GBP", **other: Any) -> dict[str, Any]:
    """Let an administrator issue a gift card."""
    body = {"amount": {"amount": amount, "currency": currency}} | other
    return dict(api.made("POST /api/admin/gift-cards", as_=api.admin(), body=body))


def code_of(card: dict[str, Any]) -> str:
    """Let an administrator have a gift card's code."""
    path = {"card_id": card["id"]}
    return str(api.made("POST /api/admin/gift-cards/{card_id}/code", as_=api.admin(), path=path)["code"])


def card(amount: int = 5000, currency: str = "GBP", **other: Any) -> str:
    """Issue a gift card and give its code."""
    with market.beforehand():
        return code_of(issue(amount, currency, **other))


def grant(customer_id: UUID, amount: int, note: str = "For the late parcel") -> None:
    """Let an administrator grant a customer store credit."""
    body = {"customer_id": str(customer_id), "amount": gbp(amount), "note": note}
    api.made("POST /api/admin/store-credit", as_=api.admin(), body=body)


def member(amount: int = 0) -> Caller:
    """Give a customer with an account and so much store credit."""
    customer_id = sales.person()
    if amount:
        grant(customer_id, amount)
    return api.customer(customer_id)


def check(code: str, **request: Any) -> api.Answer:
    """Ask what is left on a gift card."""
    return api.call("POST /api/payments/gift-cards/balance", as_=api.guest(), body={"code": code}, **request)


def left_on(code: str) -> int:
    """Give what can be spent of a gift card."""
    answer = check(code)
    return int(answer.json["balance"]["amount"]) if answer.status == 200 else 0


def store_credit(customer: Caller) -> int:
    """Give a customer's store credit in pounds."""
    items = api.made("GET /api/payments/store-credit", as_=customer)["items"]
    return sum(item["balance"]["amount"] for item in items if item["balance"]["currency"] == "GBP")


def movements() -> list[tuple[str, int]]:
    """Give every movement of every account, in the order they happened."""
    with world.current().tx_as("admin") as tx:
        rows = tx.rows("SELECT kind, amount FROM payments.credit_movements ORDER BY id")
    return [(row["kind"], row["amount"]) for row in rows]


def liability() -> dict[str, int]:
    """Give what the ledger says that is owed to holders and customers, and what that cost or brought."""
    sums = "SELECT account, sum(amount)::bigint AS sum FROM payments.ledger_entries GROUP BY account"
    with world.current().tx_as("admin") as tx:
        found = {row["account"]: row["sum"] for row in tx.rows(sums)}
    return {name: found[name] for name in ("gift_cards", "store_credit", "goodwill", "breakage") if found.get(name)}
