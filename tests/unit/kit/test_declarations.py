import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

import souk
from souk import CUSTOMER, Caller
from souk.cache import Cache
from souk.database import Database, Transaction
from souk.event import Event
from souk.identity import PublicKeys
from souk.registry import Registry
from souk.spec import DeclarationError, Spec
from tests.support import studio
from tests.support.pots import PotMade
from tests.support.workshop.pottery.domain.model import FindPots, FireBatch, Kiln, MakePot, PotView, StackShelf

type Write = Callable[..., Registry]


def one(write: Write, source: str) -> Spec:
    return write(make_pot=source).functions[0]


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

    assert "a function stands in functions/<service>/[<area>/]<name>.py" in answer.stderr


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
        "SOUK_DATABASE_AUTHORITY",
        "SOUK_CACHE_URL",
        "SOUK_CACHE_SECRET",
        "SOUK_PUBLIC_KEYS_SECRET",
    }
    assert (show.path_types, show.result_model) == ({"pot_id": UUID}, PotView)
    assert show.cached is not None
    assert show.cached.entry is not None
    assert (show.cached.entry.pattern, show.cached.life) == ("pot:{pot_id}", 60)


def test_the_registry_knows_each_kind() -> None:
    registry = studio.registry()

    assert {spec.name for spec in registry.reactions} == {"shelve_pot", "call_collector", "clear_stall"}
    assert {spec.name: spec.events for spec in registry.reactions}["shelve_pot"] == (PotMade,)
    assert {spec.name: str(spec.work) for spec in registry.jobs} == {
        "fire_batch": str(FireBatch),
        "stack_shelf": str(StackShelf),
    }
    assert [(spec.name, spec.rate) for spec in registry.schedules] == [("weigh_all", "5 minutes")]
    assert [spec.name for spec in registry.tasks] == ["open_studio"]
    assert registry.authorizer.name == "check_badge"
    assert registry.services == ("pottery",)
    assert registry.operation("GET /api/pots").spec.query is FindPots
    with pytest.raises(LookupError, match="no function has the route"):
        registry.operation("GET /api/bowls")


def test_several_roles_and_options_stand_in_the_declaration(write: Write) -> None:
    source = """
        @operation("PUT /api/pots/{number}", role=(CUSTOMER, SELLER), status=202, timeout=3, memory=1024, max_body=10)
        def handler(number: int, caller: Caller, body: Request) -> None:
            '''Change a pot.

            Nobody reads this line.
            '''
    """

    spec = one(write, source)

    assert [str(role) for role in spec.roles] == ["customer", "seller"]
    assert (spec.status, spec.timeout, spec.memory, spec.max_body) == (202, 3, 1024, 10)
    assert (spec.summary, spec.result_model, spec.path_types) == ("Change a pot.", None, {"number": int})
    assert spec.parameters["caller"] is Caller
    assert CUSTOMER in spec.roles
    assert PotMade.source == "souk.pots"


LIST_POTS = """
    @operation("GET /api/pots")
    def handler() -> None:
        "List."
"""


def test_a_function_in_an_area_keeps_its_name_and_is_deployed_with_its_area(write: Write) -> None:
    registry = write(shelves__list_pots=LIST_POTS, throw_pot=LIST_POTS.replace("/pots", "/pots/thrown"))

    listed, thrown = sorted(registry.functions, key=lambda spec: spec.id)
    assert (listed.service, listed.area, listed.id, listed.stack) == (
        "pottery", "shelves", "pottery-list-pots", "pottery-shelves",
    )  # fmt: skip
    assert (thrown.area, thrown.stack) == (None, "pottery")
    assert registry.services == ("pottery",)
    assert list(registry.stacks) == ["pottery", "pottery-shelves"]


def test_two_areas_cannot_have_a_function_of_one_name(write: Write) -> None:
    with pytest.raises(DeclarationError, match=r"a function of this name stands in .*kilns.list_pots already"):
        write(kilns__list_pots=LIST_POTS, shelves__list_pots=LIST_POTS.replace("/pots", "/shelves"))


def test_two_operations_cannot_share_a_name_which_is_their_id_in_the_contract(tmp_path: Path) -> None:
    for service in ("clay", "glaze"):
        (tmp_path / "functions" / service).mkdir(parents=True)
        code = f'from souk import operation\n@operation("GET /api/{service}")\ndef handler() -> None:\n    "List."\n'
        (tmp_path / "functions" / service / "list_all.py").write_text(code)
    code = "import sys; from pathlib import Path; from souk.registry import load; load(Path(sys.argv[1]))"

    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "functions")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(souk.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "glaze.list_all: an operation of this name stands in functions.clay.list_all already" in answer.stderr
