import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from uuid import UUID, uuid4

import pytest

import souk
from souk import ADMIN, CUSTOMER, Caller
from souk.cache import Cache
from souk.database import Database, Transaction
from souk.event import Event
from souk.identity import PublicKeys
from souk.registry import Registry, load
from souk.spec import DeclarationError, Spec
from tests.support import studio
from tests.support.pots import PotGlazed, PotMade
from tests.support.workshop.pottery.domain.model import FindPots, Kiln, MakePot, PotView

type Write = Callable[..., Registry]

USUAL = """
    from typing import Any
    from uuid import UUID
    from souk import *
    from souk.resources import Resource
    from tests.support.pots import PotMade
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write function files into a tree of its own name, and load it."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    root = tmp_path / f"tree_{uuid4().hex}"

    def write_and_load(**files: str) -> Registry:
        for name, source in files.items():
            path = root / "pottery" / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(USUAL) + dedent(source))
        return load(root)

    return write_and_load


def one(write: Write, source: str) -> Spec:
    return write(make_pot=source).functions[0]


REFUSED = {
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
        @operation("GET /api/pots/{pot_id}", cached=Cached("pot"))
        def handler(pot_id: UUID) -> None:
            "Show."
        """,
        "the cache key must name",
    ),
    "a cache entry that everybody with a role shares": (
        """
        @operation("GET /api/pots", role=CUSTOMER, cached=Cached("pots"))
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
    "an ordered reaction whose effect is not in the claim's transaction": (
        """
        @on(PotMade, ordered=True)
        def handler(database: Database, event: PotMade) -> None:
            "Follow."
        """,
        "an ordered reaction needs tx: Transaction",
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


def test_a_route_is_taken_once_whatever_its_parameters_are_called(write: Write) -> None:
    show = """
        @operation("GET /api/pots/{%s}")
        def handler(%s: UUID) -> None:
            "Show."
    """

    with pytest.raises(DeclarationError, match=r"see_pot.*get_pot"):
        write(get_pot=show % ("pot_id", "pot_id"), see_pot=show % ("id", "id"))


def test_a_handler_outside_a_service_is_refused() -> None:
    code = """
from souk import operation
@operation("GET /api/pots")
def handler() -> None:
    "List."
"""

    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(Path(souk.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "a function stands in functions/<service>/<name>.py" in answer.stderr


def test_an_event_names_its_aggregate_and_says_what_happened() -> None:
    with pytest.raises(TypeError, match="there is no field 'pot_id'"):

        class Lost(Event):
            """Nobody knows which."""

            name = "pot.lost"
            aggregate = "pot_id"

    with pytest.raises(TypeError, match="needs a docstring"):

        class Found(Event):
            name = "pot.found"
            aggregate = "pot_id"
            pot_id: UUID


def test_a_declaration_says_everything_about_an_operation() -> None:
    make, show = (studio.registry().operation(route).spec for route in ("POST /api/pots", "GET /api/pots/{pot_id}"))

    assert (make.id, make.service, make.name, make.handler) == (
        "pottery-make-pot",
        "pottery",
        "make_pot",
        "workshop.pottery.make_pot.handler",
    )
    assert (make.summary, make.roles, make.status, make.idempotent) == (
        "Make a pot and fire it.",
        (CUSTOMER,),
        201,
        True,
    )
    assert (make.body, make.result_model, make.injected) == (MakePot, PotView, {"tx": Transaction, "kiln": Kiln})
    assert make.resources == (Transaction, Kiln, Cache, PublicKeys, Database)
    assert set(make.environment) == {
        "SOUK_DATABASE_HOST",
        "SOUK_DATABASE_PORT",
        "SOUK_DATABASE_NAME",
        "SOUK_DATABASE_SECRET",
        "SOUK_DATABASE_TLS",
        "SOUK_CACHE_URL",
        "SOUK_CACHE_SECRET",
        "SOUK_PUBLIC_KEYS_SECRET",
    }
    assert (show.path_types, show.result_model) == ({"pot_id": UUID}, PotView)
    assert show.cached is not None
    assert (show.cached.key, show.cached.ttl) == ("pot:{pot_id}", 60)


def test_the_registry_knows_each_kind() -> None:
    registry = studio.registry()

    assert {spec.name for spec in registry.reactions} == {"shelve_pot", "paint_pot", "call_collector"}
    assert {spec.name: spec.events for spec in registry.reactions}["paint_pot"] == (PotGlazed,)
    assert [(spec.name, spec.rate) for spec in registry.schedules] == [("weigh_all", "5 minutes")]
    assert [spec.name for spec in registry.tasks] == ["open_studio"]
    assert registry.authorizer.name == "check_badge"
    assert registry.services == ("pottery",)
    assert registry.operation("GET /api/pots").spec.query is FindPots
    with pytest.raises(LookupError, match="no operation has the route"):
        registry.operation("GET /api/bowls")


def test_several_roles_and_options_stand_in_the_declaration(write: Write) -> None:
    source = """
        @operation("PUT /api/pots/{number}", role=(ADMIN, SELLER), status=202, timeout=3, memory=1024, max_body=10)
        def handler(number: int, caller: Caller, body: Request) -> None:
            '''Change a pot.

            Nobody reads this line.
            '''
    """

    spec = one(write, source)

    assert [str(role) for role in spec.roles] == ["admin", "seller"]
    assert (spec.status, spec.timeout, spec.memory, spec.max_body) == (202, 3, 1024, 10)
    assert (spec.summary, spec.result_model, spec.path_types) == ("Change a pot.", None, {"number": int})
    assert spec.parameters["caller"] is Caller
    assert ADMIN in spec.roles
    assert PotMade.source == "souk.pots"
