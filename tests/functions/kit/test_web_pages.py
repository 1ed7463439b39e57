"""Pages for people answer HTML whatever happens, and their words in the address decide nothing."""

from uuid import UUID

import pytest

from souk.ids import uuid7
from souk.openapi import document
from tests.support import studio
from tests.support.world import World

POT = "GET /pots/{words}/{pot_id}"
HTML = "text/html; charset=utf-8"


def test_a_page_is_html(workshop: World) -> None:
    answer = studio.call(POT, path={"words": "a-jug", "pot_id": uuid7()}, kiln=studio.HotKiln())

    assert (answer.status, answer.headers["Content-Type"], answer.text) == (200, HTML, "<h1>Pots</h1>")


@pytest.mark.parametrize("pot_id", ["none", UUID(int=0)])
def test_what_is_not_there_and_what_cannot_be_is_the_shell_with_not_found(workshop: World, pot_id: object) -> None:
    answer = studio.call(POT, path={"words": "a-jug", "pot_id": pot_id}, kiln=studio.HotKiln())

    assert (answer.status, answer.headers["Content-Type"], answer.text) == (404, HTML, "<h1>Pots</h1>")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("error", "status"), [(ZeroDivisionError(), 500), (OSError(), 503)])
def test_what_fails_is_the_shell_with_its_status(workshop: World, error: Exception, status: int) -> None:
    path = {"words": "a-jug", "pot_id": uuid7()}

    answer = studio.call(POT, path=path, kiln=studio.breaking(error))

    assert (answer.status, answer.headers["Content-Type"], answer.text) == (status, HTML, "<h1>Pots</h1>")
    assert answer.headers.get("Retry-After") == ("3" if status == 503 else None)


def test_who_is_too_fast_sees_the_shell(workshop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_RATE_LIMIT", "1")
    path = {"words": "a-jug", "pot_id": uuid7()}

    first, second = (studio.call(POT, path=path, kiln=studio.HotKiln()) for _ in range(2))

    assert (first.status, second.status, second.text) == (200, 429, "<h1>Pots</h1>")
    assert int(second.headers["Retry-After"]) > 0


def test_what_machines_read_has_its_own_type_and_may_be_kept(workshop: World) -> None:
    answer = studio.call("GET /pots.txt")

    assert (answer.text, answer.headers["Content-Type"]) == ("1", "text/plain; charset=utf-8")
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_pages_are_routed_and_stand_in_no_contract() -> None:
    registry = studio.registry()

    assert {spec.path for spec in registry.pages} == {"/pots/{words}/{pot_id}", "/pots.txt"}
    assert registry.routed == (*registry.operations, *registry.pages)
    assert {spec.path for spec in registry.operations} & {spec.path for spec in registry.pages} == set()
    assert all(path.startswith("/api/") for path in document(registry)["paths"])
