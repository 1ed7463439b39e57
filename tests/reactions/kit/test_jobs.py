"""From work that is enqueued to the effect of each of its parts, once."""

import json
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from souk.event import correlation
from souk.ids import uuid7
from souk.queue import ATTEMPTS
from souk.work import Work
from tests.support import api, bus, studio
from tests.support.conditions import eventually
from tests.support.workshop.pottery.domain.model import FireBatch, StackShelf
from tests.support.world import World

STACK, FIRE = (
    studio.registry().by_handler[f"workshop.pottery.{name}.handler"] for name in ("stack_shelf", "fire_batch")
)
FIRST = [uuid7() for _ in range(3)]


def enqueue(world: World, work: Work) -> Work:
    with world.tx_as("pottery") as tx:
        tx.enqueue(work)
    return work


def parts() -> list[dict[str, Any]]:
    """Take the messages of parts as the relay does."""
    waiting = bus.enqueued()
    bus.taken()
    return waiting


def arrived(work: Work) -> dict[str, Any]:
    return {"bucket": {"name": "a"}, "object": {"key": f"uploads/{work.file}", "size": 1}}


def shelf() -> dict[UUID, int]:
    return {row["pot_id"]: row["arrivals"] for row in studio.rows("SELECT pot_id, arrivals FROM pottery.shelf")}


def state(work: Work) -> tuple[str, int]:
    [row] = studio.rows("SELECT state, part FROM souk.jobs WHERE id = :id", id=work.id)
    return row["state"], row["part"]


def lease_ends(world: World) -> None:
    with world.tx_as("admin") as tx:
        tx.execute("UPDATE souk.jobs SET leased_until = now() - interval '1 second'")


def finish() -> None:
    while waiting := parts():
        assert bus.deliver(STACK, *waiting) == []


def test_work_is_done_part_by_part_each_delivered_often(workshop: World) -> None:
    work = enqueue(workshop, StackShelf(pots=FIRST))
    seen = [state(work)]

    while waiting := parts():
        assert bus.deliver(STACK, *waiting, times=3) == []
        seen.append(state(work))

    assert seen == [("running", 1), ("running", 2), ("running", 3), ("done", 3)]
    assert shelf() == dict.fromkeys(FIRST, 1)


def test_what_a_transaction_took_back_is_never_begun(workshop: World) -> None:
    with workshop.undone("pottery") as tx:
        tx.enqueue(StackShelf(pots=FIRST))

    assert parts() == []
    assert studio.rows("SELECT * FROM souk.jobs") == []


def test_an_earlier_part_that_comes_late_does_nothing(workshop: World) -> None:
    enqueue(workshop, StackShelf(pots=FIRST))
    [first] = parts()
    bus.deliver(STACK, first)
    [second] = parts()
    bus.deliver(STACK, second)

    assert bus.deliver(STACK, first, second) == []

    assert shelf() == dict.fromkeys(FIRST[:2], 1)
    assert len(parts()) == 1


def test_a_part_that_comes_twice_at_once_is_done_once(workshop: World) -> None:
    work = enqueue(workshop, StackShelf(pots=FIRST[:1]))
    [part] = parts()
    working, go_on = threading.Event(), threading.Event()

    def happens() -> None:
        working.set()
        assert go_on.wait(10)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(bus.deliver, STACK, part, kiln=studio.HotKiln(happens))
        assert working.wait(10)
        twin = bus.deliver(STACK, part)
        go_on.set()
        assert first.result() == []

    assert len(twin) == 1, "it comes again, for the first may yet fail"
    assert bus.deliver(STACK, part) == []
    assert shelf() == {FIRST[0]: 1}
    assert state(work) == ("done", 1)


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_a_worker_dies_in_a_part_and_the_next_delivery_does_it(workshop: World, dies_at: int) -> None:
    work = enqueue(workshop, StackShelf(pots=FIRST))
    for _ in range(dies_at - 1):
        bus.deliver(STACK, *parts())
    [part] = parts()

    with pytest.raises(KeyboardInterrupt):
        bus.deliver(STACK, part, kiln=studio.breaking(KeyboardInterrupt))
    while_leased = bus.deliver(STACK, part)
    lease_ends(workshop)
    bus.deliver(STACK, part)
    finish()

    assert len(while_leased) == 1
    assert shelf() == dict.fromkeys(FIRST, 1)
    assert state(work) == ("done", 3)


@pytest.mark.parametrize(
    ("pots", "reached"), [(FIRST[:1], ("done", 1)), (FIRST, ("running", 2))], ids=["the last", "not the last"]
)
def test_a_worker_that_lost_its_part_takes_its_effect_back(
    workshop: World, pots: list[UUID], reached: tuple[str, int]
) -> None:
    work = enqueue(workshop, StackShelf(pots=pots))
    [part] = parts()
    others: list[Future[list[str]]] = []

    with ThreadPoolExecutor(1) as pool:

        def another_takes_it() -> None:
            lease_ends(workshop)
            others.append(pool.submit(bus.deliver, STACK, part))
            eventually(lambda: studio.rows("SELECT 1 FROM souk.jobs WHERE attempts = 2"))

        late = bus.deliver(STACK, part, kiln=studio.HotKiln(another_takes_it))
        [other] = others

        assert other.result() == []
    assert len(late) == 1
    assert shelf() == {FIRST[0]: 1}
    assert state(work) == reached


def test_a_part_that_fails_comes_again_at_once_and_works_the_next_time(workshop: World) -> None:
    work = enqueue(workshop, StackShelf(pots=FIRST[:1]))
    [part] = parts()

    failed = bus.deliver(STACK, part, kiln=studio.breaking(RuntimeError("crash")))
    after_failure = (shelf(), state(work))
    again = bus.deliver(STACK, part)

    assert len(failed) == 1
    assert after_failure == ({}, ("running", 1))
    assert again == []
    assert (shelf(), state(work)) == ({FIRST[0]: 1}, ("done", 1))


def test_a_job_has_failed_after_the_last_attempt_and_goes_on_when_it_is_sent_again(workshop: World) -> None:
    work = enqueue(workshop, StackShelf(pots=FIRST))
    [part] = parts()
    states = []

    for attempt in range(1, ATTEMPTS + 1):
        bus.deliver(STACK, part, attempt=attempt, kiln=studio.breaking(RuntimeError("out of clay")))
        states.append(state(work)[0])
    reason = studio.rows("SELECT last_error FROM souk.jobs")
    bus.deliver(STACK, part)
    finish()

    assert states == ["running"] * (ATTEMPTS - 1) + ["failed"]
    assert reason == [{"last_error": "out of clay"}]
    assert state(work) == ("done", 3)
    assert shelf() == dict.fromkeys(FIRST, 1)


def test_work_that_waits_for_a_file_begins_when_it_is_there_and_once(workshop: World) -> None:
    work = enqueue(workshop, FireBatch(times=2))
    kiln = studio.HotKiln()
    before = (parts(), state(work))

    bus.deliver(FIRE, arrived(work), times=2, kiln=kiln)
    bus.deliver(FIRE, *parts(), times=2, kiln=kiln)

    assert before == ([], ("waiting", 1))
    assert state(work) == ("done", 2)
    assert kiln.fired == 2


def test_what_is_done_without_a_transaction_is_done_again_when_its_end_was_not_stored(workshop: World) -> None:
    work = enqueue(workshop, FireBatch(times=1))
    kiln = studio.HotKiln()
    with workshop.tx_as("admin") as tx:
        tx.execute("ALTER TABLE souk.jobs ADD CONSTRAINT never_done CHECK (state <> 'done')")
    try:
        failed = bus.deliver(FIRE, arrived(work), kiln=kiln)
    finally:
        with workshop.tx_as("admin") as tx:
            tx.execute("ALTER TABLE souk.jobs DROP CONSTRAINT never_done")

    again = bus.deliver(FIRE, arrived(work), kiln=kiln)

    assert (len(failed), again) == (1, [])
    assert kiln.fired == 2
    assert state(work) == ("done", 1)


@pytest.mark.parametrize("job", ["fire-batch", "stack-shelf"])
def test_a_file_that_no_work_waits_for_is_passed_over(workshop: World, job: str) -> None:
    key = f"uploads/pottery-{job}/{uuid7()}"

    assert bus.deliver(FIRE, {"object": {"key": key}}) == []


def test_a_file_for_another_job_begins_nothing(workshop: World) -> None:
    work = enqueue(workshop, FireBatch(times=1))

    assert bus.deliver(STACK, arrived(work)) == []

    assert state(work) == ("waiting", 1)


def test_all_parts_carry_on_the_request_that_enqueued_the_work(
    workshop: World, capsys: pytest.CaptureFixture[str]
) -> None:
    token = correlation.set("one-import")
    enqueue(workshop, StackShelf(pots=FIRST[:2]))
    batch = enqueue(workshop, FireBatch(times=1))
    correlation.reset(token)

    finish_all = parts()
    bus.deliver(STACK, *finish_all)
    finish()
    bus.deliver(FIRE, arrived(batch), kiln=studio.HotKiln())

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["message"] for line in lines if line.get("function", "").startswith("pottery")] == ["worked"] * 3
    assert {line["correlation_id"] for line in lines} == {"one-import"}


def test_another_service_sees_no_job_and_leaves_it(workshop: World) -> None:
    enqueue(workshop, StackShelf(pots=FIRST))

    with workshop.tx_as("ops") as tx:
        assert tx.rows("SELECT * FROM souk.jobs") == []
        assert tx.execute("UPDATE souk.jobs SET part = 7") == 0


def test_jobs_that_do_not_move_are_given_up(workshop: World) -> None:
    waiting, running, new = (
        enqueue(workshop, work) for work in (FireBatch(times=1), StackShelf(pots=FIRST), StackShelf(pots=FIRST))
    )
    with workshop.tx_as("admin") as tx:
        for work, age in ((waiting, "3 hours"), (running, "25 hours"), (new, "23 hours")):
            tx.execute("UPDATE souk.jobs SET moved_at = now() - :age::interval WHERE id = :id", age=age, id=work.id)

    with workshop.tx_as("ops") as tx:
        given_up = tx.value("SELECT souk.fail_abandoned_jobs()")

    assert given_up == 2
    assert [state(work)[0] for work in (waiting, running, new)] == ["failed", "failed", "running"]


def test_a_batch_with_a_message_that_is_none_is_answered(workshop: World) -> None:
    batch = bus.batch({"id": "1"})
    batch["Records"][0]["body"] = "nonsense"

    assert len(api.invoke(STACK, batch)["batchItemFailures"]) == 1
