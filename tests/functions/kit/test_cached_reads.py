"""Reads that are kept in Valkey: the same bytes, made once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from souk import Json
from souk.cache import Cache
from souk.errors import Conflict
from souk.ids import uuid7
from tests.support import api, studio
from tests.support.conditions import PATIENCE
from tests.support.world import World

POT = "GET /api/pots/{pot_id}"


def made() -> UUID:
    return UUID(studio.make(api.customer()).json["id"])


def test_a_read_is_made_once_and_then_kept(workshop: World) -> None:
    pot, kiln = made(), studio.HotKiln()

    answers = [studio.call(POT, path={"pot_id": pot}, kiln=kiln) for _ in range(3)]

    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].headers["Cache-Control"] == "public, max-age=5"
    assert kiln.fired == 1
    assert workshop.cache.get(f"pot:{pot}") == answers[0].text.encode()
    assert 50 < workshop.cache.command("TTL", f"pot:{pot}") <= 60


def test_a_read_that_is_kept_asks_the_database_nothing(workshop: World) -> None:
    pot = made()
    studio.call(POT, path={"pot_id": pot})
    before = workshop.database("pottery").statements

    studio.call(POT, path={"pot_id": pot})

    assert workshop.database("pottery").statements == before


def test_a_read_with_a_parameter_that_nothing_reads_is_neither_made_nor_kept(workshop: World) -> None:
    pot, kiln = made(), studio.HotKiln()

    answer = studio.call(POT, path={"pot_id": pot}, query={"colour": "blue"}, kiln=kiln)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["colour"])
    assert (kiln.fired, workshop.cache.get(f"pot:{pot}")) == (0, None)


def test_a_purged_read_is_made_again(workshop: World) -> None:
    pot, kiln = made(), studio.HotKiln()
    studio.call(POT, path={"pot_id": pot}, kiln=kiln)
    with workshop.tx_as("admin") as tx:
        tx.execute("UPDATE pottery.pots SET weight = 9")

    stale = studio.call(POT, path={"pot_id": pot}, kiln=kiln).json["weight"]
    workshop.cache.delete(f"pot:{pot}")
    fresh = studio.call(POT, path={"pot_id": pot}, kiln=kiln).json["weight"]

    assert (stale, fresh, kiln.fired) == (750, 9, 2)


def test_the_same_id_in_other_letters_is_the_same_entry(workshop: World) -> None:
    pot, kiln = made(), studio.HotKiln()

    for text in (str(pot), str(pot).upper(), pot.hex):
        assert studio.call(POT, path={"pot_id": text}, kiln=kiln).status == 200

    assert workshop.cache.command("KEYS", "pot:*") == [f"pot:{pot}".encode()]
    assert kiln.fired == 1


def test_what_does_not_exist_is_not_kept_and_holds_nobody_up(workshop: World) -> None:
    pot, kiln = uuid7(), studio.HotKiln()

    answers = [studio.call(POT, path={"pot_id": pot}, kiln=kiln).status for _ in range(3)]

    assert answers == [404, 404, 404]
    assert kiln.fired == 3
    assert workshop.cache.command("KEYS", "pot:*") == []


def test_a_failure_is_not_kept(workshop: World) -> None:
    pot = made()

    failed = studio.call(POT, path={"pot_id": pot}, kiln=studio.breaking(Conflict("cracked")))
    worked = studio.call(POT, path={"pot_id": pot})

    assert (failed.status, worked.status) == (409, 200)


def test_of_many_who_miss_at_once_one_makes_it(workshop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pot, fill = made(), Cache.fill
    all_missed = threading.Barrier(8)

    def fill_when_all_missed(cache: Cache, *arguments: Any) -> Json | None:
        all_missed.wait(PATIENCE)
        return fill(cache, *arguments)

    monkeypatch.setattr(Cache, "fill", fill_when_all_missed)
    kiln = studio.HotKiln()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: studio.call(POT, path={"pot_id": pot}, kiln=kiln), range(8)))

    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert kiln.fired == 1


def test_who_is_refused_leaves_the_making_to_others(workshop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pot, kiln = made(), studio.HotKiln()
    monkeypatch.setenv("SOUK_RATE_LIMIT", "0")

    refused = studio.call(POT, path={"pot_id": pot}, kiln=kiln)

    assert (refused.status, kiln.fired) == (429, 0)
    assert workshop.cache.get(f"pot:{pot}") is None
