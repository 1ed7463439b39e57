"""What a balance has, what it changed by, and what happened."""

from tests.support.stripe_server.books import Books
from tests.support.stripe_server.refusing import Thing


def balance(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/balance"""
    currencies = sorted({entered["currency"] for entered in books.all("balance_transaction", account)})

    def amounts(*, pending: bool) -> list[Thing]:
        return [{"amount": books.balance(each, account, pending=pending), "currency": each} for each in currencies]

    return {
        "object": "balance",
        "livemode": False,
        "available": amounts(pending=False),
        "pending": amounts(pending=True),
    }


def find_transaction(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/balance_transactions/{id}"""
    return books.find(thing_id, "balance_transaction", account=account)


def list_transactions(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/balance_transactions"""
    wanted = {name: params.get(name) for name in ("type", "currency", "source")}
    return books.listed(books.all("balance_transaction", account, **wanted), "/v1/balance_transactions", params)


def find_event(books: Books, params: Thing, account: str | None, thing_id: str) -> Thing:
    """GET /v1/events/{id}"""
    return books.find(thing_id, "event", account=account)


def list_events(books: Books, params: Thing, account: str | None) -> Thing:
    """GET /v1/events"""
    return books.listed(books.all("event", account, type=params.get("type")), "/v1/events", params)


ROUTES = {
    "GET /v1/balance": balance,
    "GET /v1/balance_transactions": list_transactions,
    "GET /v1/balance_transactions/{id}": find_transaction,
    "GET /v1/events": list_events,
    "GET /v1/events/{id}": find_event,
}
