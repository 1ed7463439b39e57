"""A declaration that cannot work is refused when it is made."""

from collections.abc import Callable

import pytest

from souk.registry import Registry
from souk.spec import DeclarationError

type Write = Callable[..., Registry]

REFUSED = {
    "a job that does not take its work": (
        """
        @job(StackShelf)
        def handler(tx: Transaction) -> StackShelf | None:
            "Stack."
        """,
        "a job takes work: StackShelf",
    ),
    "a job that does not say what is left": (
        """
        @job(StackShelf)
        def handler(tx: Transaction, work: StackShelf) -> None:
            "Stack."
        """,
        "a job gives what is left of its work",
    ),
    "a job for a shop whose work names none": (
        """
        @job(StackShelf)
        def handler(tx: SellerTransaction, work: StackShelf) -> StackShelf | None:
            "Stack."
        """,
        "the work of a shop has a seller_id",
    ),
    "a job that has the work of another": (
        """
        @job(StackShelf)
        def handler(tx: Transaction, work: StackShelf) -> StackShelf | None:
            "Stack."
        """,
        "its work is that of pottery-stack-shelf, not of pottery-",
    ),
    "a path parameter that the signature lacks": (
        """
        @operation("GET /api/pots/{pot_id}")
        def handler() -> None:
            "Show."
        """,
        r"the path has \{pot_id\}",
    ),
    "a path parameter of a type that is no text": (
        """
        @operation("GET /api/pots/{pot_id}")
        def handler(pot_id: float) -> None:
            "Show."
        """,
        r"needs pot_id: UUID, str or int",
    ),
    "a parameter that is nothing": (
        """
        @operation("GET /api/pots/{pot_id}")
        def handler(pot_id: UUID, colour: str) -> None:
            "Show."
        """,
        "colour is no path parameter, no resource",
    ),
    "a parameter without an annotation": (
        """
        @every("1 minute")
        def handler(tx) -> None:
            "Count."
        """,
        "tx is no path parameter, no resource",
    ),
    "no docstring": (
        """
        @operation("GET /api/pots")
        def handler() -> None: ...
        """,
        "needs a docstring",
    ),
    "a route without a method": (
        """
        @operation("/api/pots")
        def handler() -> None:
            "List."
        """,
        "a route is like",
    ),
    "a route outside the API": (
        """
        @operation("GET /pots")
        def handler() -> None:
            "List."
        """,
        "a route is like",
    ),
    "a page below the API": (
        """
        @page("GET /api/pots")
        def handler() -> str:
            "Show."
        """,
        "a route is like 'GET /things/{thing_id}'",
    ),
    "a page that changes something": (
        """
        @page("POST /pots")
        def handler() -> str:
            "Make."
        """,
        "a route is like 'GET /things/{thing_id}'",
    ),
    "a page for somebody": (
        """
        @page("GET /pots")
        def handler(caller: Caller) -> str:
            "Show."
        """,
        "caller: Caller goes with a role",
    ),
    "a caller where nobody needs a token": (
        """
        @operation("GET /api/pots")
        def handler(caller: Caller) -> None:
            "List."
        """,
        "caller: Caller goes with a role",
    ),
    "a caller who may be missing where a role is needed": (
        """
        @operation("GET /api/pots", role=CUSTOMER)
        def handler(caller: Caller | None) -> None:
            "List."
        """,
        "caller: Caller goes with a role",
    ),
    "a caller of another type": (
        """
        @operation("GET /api/pots", role=CUSTOMER)
        def handler(caller: str) -> None:
            "List."
        """,
        "caller: Caller goes with a role",
    ),
    "an idempotent GET": (
        """
        @operation("GET /api/pots", idempotent=True)
        def handler(tx: Transaction) -> None:
            "List."
        """,
        "a GET needs no Idempotency-Key",
    ),
    "an idempotent operation whose work is not in the claim's transaction": (
        """
        @operation("POST /api/pots", idempotent=True)
        def handler(database: Database) -> None:
            "Make."
        """,
        "an idempotent operation needs tx: Transaction",
    ),
    "a cached POST": (
        """
        @operation("POST /api/pots", cached="public")
        def handler() -> None:
            "Make."
        """,
        "only a GET can be cached",
    ),
    "a cache entry that is the same for every pot": (
        """
        @operation("GET /api/pots/{pot_id}", cached=Cached(Entry("pot", "pottery", 60, "pots", "slower")))
        def handler(pot_id: UUID) -> None:
            "Show."
        """,
        "the entry must name",
    ),
    "a cache entry that everybody with a role shares": (
        """
        @operation("GET /api/pots", role=CUSTOMER, cached=Cached(Entry("pots", "pottery", 60, "pots", "slower")))
        def handler() -> None:
            "List."
        """,
        "only a public read can be kept for everybody",
    ),
    "a GET with a body": (
        """
        @operation("GET /api/pots")
        def handler(body: Request) -> None:
            "List."
        """,
        "GET takes no body",
    ),
    "a body that is no model": (
        """
        @operation("POST /api/pots")
        def handler(body: dict[str, Any]) -> None:
            "Make."
        """,
        "body must be a Request",
    ),
    "a query that is no model": (
        """
        @operation("GET /api/pots")
        def handler(query: str) -> None:
            "List."
        """,
        "query must be a Request",
    ),
    "a request of another type": (
        """
        @operation("POST /api/pots")
        def handler(request: str) -> None:
            "Make."
        """,
        "request must be a RawRequest",
    ),
    "a version of another type": (
        """
        @operation("PUT /api/pots/{pot_id}")
        def handler(pot_id: UUID, version: str) -> None:
            "Change."
        """,
        r"version is an int, or an int \| None",
    ),
    "a version that the body cannot name": (
        """
        @operation("PUT /api/pots/{pot_id}")
        def handler(pot_id: UUID, version: int, body: Request) -> None:
            "Change."
        """,
        "version goes with a body that is Versioned",
    ),
    "a version that is needed where there is no body": (
        """
        @operation("DELETE /api/pots/{pot_id}")
        def handler(pot_id: UUID, version: int) -> None:
            "Break."
        """,
        r"int \| None also with no body",
    ),
    "a version in the body that nobody takes": (
        """
        from souk.message import Versioned
        @operation("PUT /api/pots/{pot_id}")
        def handler(pot_id: UUID, body: Versioned) -> None:
            "Change."
        """,
        "a body that is Versioned goes with version",
    ),
    "no event": (
        """
        @on()
        def handler(event: PotMade) -> None:
            "Hear nothing."
        """,
        "name the events",
    ),
    "a reaction that does not look": (
        """
        @on(PotMade)
        def handler(tx: Transaction) -> None:
            "Hear nothing."
        """,
        "a reaction takes an event",
    ),
    "a public cache for what a role is needed for": (
        """
        @operation("GET /api/pots", role=CUSTOMER, cached="public, max-age=60")
        def handler() -> None:
            "List."
        """,
        "only a public read can be kept for everybody",
    ),
    "an event without a sample": (
        """
        from souk.event import Event
        class PotBroken(Event):
            "A pot broke."
            name = "pot.broken"
            aggregate = "pot_id"
            pot_id: UUID
        @on(PotBroken)
        def handler(event: PotBroken) -> None:
            "Weep."
        """,
        r"the event pot\.broken needs a sample",
    ),
    "a rate that is none": (
        """
        @every("soon")
        def handler() -> None:
            "Wait."
        """,
        "a rate is like",
    ),
    "a rate of nothing": (
        """
        @every("0 minutes")
        def handler() -> None:
            "Wait."
        """,
        "a rate is like",
    ),
    "no declaration": (
        """
        def handler() -> None:
            "Do it."
        """,
        "there is no handler with a declaration",
    ),
}


@pytest.mark.parametrize(("source", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_bad_declaration_is_refused_by_file(write: Write, source: str, reason: str) -> None:
    with pytest.raises(DeclarationError, match=reason) as refused:
        write(make_pot=source)

    assert "make_pot" in str(refused.value)
