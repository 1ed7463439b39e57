"""The same request twice is done once."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from souk import idempotency
from souk.errors import Conflict
from tests.support import api, studio
from tests.support.conditions import PATIENCE, eventually
from tests.support.world import World


def made() -> int:
    return len(studio.rows("SELECT * FROM pottery.pots"))


def recorded() -> int:
    return len(studio.rows("SELECT * FROM souk.outbox"))


def waiting_for_a_lock() -> bool:
    sql = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return bool(studio.rows(sql))


def twins(second_kiln: studio.HotKiln) -> tuple[api.Answer, api.Answer]:
    """Send a request, and its twin while the first is in the middle of its work."""
    maker = api.customer()
    working, go_on = threading.Event(), threading.Event()

    def happens() -> None:
        working.set()
        assert go_on.wait(PATIENCE)

    def send(kiln: studio.HotKiln) -> api.Answer:
        return studio.make(maker, key="a-key", kiln=kiln)

    with ThreadPoolExecutor(2) as pool:
        first: Future[api.Answer] = pool.submit(send, studio.HotKiln(happens))
        assert working.wait(PATIENCE)
        twin = pool.submit(send, second_kiln)
        eventually(lambda: waiting_for_a_lock() or twin.done())
        go_on.set()
        return first.result(), twin.result()


def test_a_key_is_required(workshop: World) -> None:
    answer = studio.make(api.customer(), key=None)

    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "Idempotency-Key"
    assert made() == 0


@pytest.mark.parametrize("key", ["", "x" * 256, "with space", "é"])
def test_a_key_is_up_to_255_printable_characters(workshop: World, key: str) -> None:
    assert studio.make(api.customer(), key=key).status == 422
    assert made() == 0


def test_the_second_request_is_answered_like_the_first(workshop: World) -> None:
    maker = api.customer()

    first, second = (studio.make(maker, key="a-key") for _ in range(2))

    assert (first.status, second.status) == (201, 201)
    assert second.json == first.json
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert (made(), recorded()) == (1, 1)


def test_twins_at_once_are_one_piece_of_work_and_one_answer(workshop: World) -> None:
    kiln = studio.HotKiln()

    first, twin = twins(kiln)

    assert (first.status, twin.status) == (201, 201)
    assert twin.json == first.json
    assert twin.headers["Idempotent-Replayed"] == "true"
    assert kiln.fired == 0
    assert (made(), recorded()) == (1, 1)


def test_without_the_claim_twins_do_the_work_twice(workshop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The race is real: what holds it back is the claim."""
    monkeypatch.setattr(idempotency, "claim", lambda *_: None)
    with workshop.tx_as("admin") as tx:
        tx.execute("ALTER TABLE pottery.pots DROP CONSTRAINT pots_name")

    try:
        first, twin = twins(studio.HotKiln())

        assert (first.status, twin.status) == (201, 201)
        assert first.json["id"] != twin.json["id"]
        assert (made(), recorded()) == (2, 2)
    finally:
        with workshop.tx_as("admin") as tx:
            tx.execute("DELETE FROM pottery.pots")
            tx.execute("ALTER TABLE pottery.pots ADD CONSTRAINT pots_name UNIQUE (name)")


def test_a_crowd_of_twins_is_one_piece_of_work(workshop: World) -> None:
    maker = api.customer()
    start = threading.Barrier(8)

    def send(_: int) -> api.Answer:
        start.wait()
        return studio.make(maker, key="a-key")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert {answer.status for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 7
    assert (made(), recorded()) == (1, 1)


@pytest.mark.parametrize("change", [{"name": "Cup"}, {"weight": 751}])
def test_the_key_of_another_request_is_refused(workshop: World, change: dict[str, object]) -> None:
    maker = api.customer()
    studio.make(maker, key="a-key")

    answer = studio.call("POST /api/pots", as_=maker, key="a-key", body={"name": "Jug", "weight": 750} | change)

    assert (answer.status, answer.code) == (422, "idempotency_key_reused")
    assert made() == 1


def test_a_key_belongs_to_its_caller(workshop: World) -> None:
    mine = studio.make(api.customer(), "Mine", key="a-key")
    yours = studio.make(api.customer(), "Yours", key="a-key")

    assert (mine.status, yours.status) == (201, 201)
    assert made() == 2


@pytest.mark.parametrize("failure", [RuntimeError("cold"), Conflict("cracked")])
def test_work_that_failed_leaves_its_key_free(workshop: World, failure: Exception) -> None:
    maker = api.customer()

    failed = studio.make(maker, key="a-key", kiln=studio.breaking(failure))
    again = studio.make(maker, key="a-key")

    assert failed.status in (500, 409)
    assert again.status == 201
    assert "Idempotent-Replayed" not in again.headers
    assert (made(), recorded()) == (1, 1)


def test_a_twin_takes_over_when_the_first_fails(workshop: World) -> None:
    maker = api.customer()
    working, go_on = threading.Event(), threading.Event()

    def breaks() -> None:
        working.set()
        assert go_on.wait(PATIENCE)
        raise Conflict("cracked")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: studio.make(maker, key="a-key", kiln=studio.HotKiln(breaks)))
        assert working.wait(PATIENCE)
        twin = pool.submit(lambda: studio.make(maker, key="a-key"))
        eventually(lambda: waiting_for_a_lock())
        go_on.set()

        assert first.result().status == 409
        assert twin.result().status == 201
    assert (made(), recorded()) == (1, 1)


def test_a_twin_that_waits_too_long_is_told_to_come_again(workshop: World) -> None:
    maker = api.customer()
    working, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        working.set()
        assert go_on.wait(PATIENCE)

    with shorter_patience(workshop), ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: studio.make(maker, key="a-key", kiln=studio.HotKiln(slow)))
        assert working.wait(PATIENCE)
        twin = pool.submit(lambda: studio.make(maker, key="a-key")).result()
        go_on.set()

        assert first.result().status == 201
    assert (twin.status, twin.code) == (409, "request_in_progress")
    assert twin.headers["Retry-After"] == "1"
    assert studio.make(maker, key="a-key").json == first.result().json
    assert made() == 1


@contextmanager
def shorter_patience(world: World) -> Iterator[None]:
    """Wait 200 ms for a lock instead of three seconds."""
    try:
        with world.tx_as("admin") as tx:
            tx.execute("ALTER ROLE pottery SET lock_timeout = '200ms'")
        yield
    finally:
        with world.tx_as("admin") as tx:
            tx.execute("ALTER ROLE pottery SET lock_timeout = '3s'")


def test_an_answer_is_kept_with_its_status_and_headers(workshop: World) -> None:
    maker = api.customer()
    first = studio.make(maker, key="a-key")

    [kept] = studio.rows("SELECT status, body, service FROM souk.idempotency")

    assert kept == {"status": 201, "body": first.text, "service": "pottery"}


def test_the_work_and_its_answer_become_true_together(workshop: World) -> None:
    """A claim is never seen without its answer, so a twin never finds one that is half done."""
    seen: list[int] = []

    def look() -> None:
        seen.append(len(studio.rows("SELECT * FROM souk.idempotency")))

    studio.make(api.customer(), kiln=studio.HotKiln(look))

    assert seen == [0]
    assert studio.rows("SELECT * FROM souk.idempotency WHERE status IS NULL") == []
