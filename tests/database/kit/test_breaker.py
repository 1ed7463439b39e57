"""A party that gives no answers is left alone by all, and tried again by one."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from souk import invocation
from souk.breaker import LONGEST_REST_SECONDS, Breaker, OutOfReach
from souk.cache import Cache
from tests.support.conditions import at_once
from tests.support.world import World

BANK = Breaker("bank", failures=3, window=60, rest=30)


class NoAnswer(Exception):
    """The bank did not answer."""


class Declined(Exception):
    """The bank answered no."""


def later(world: World, seconds: int) -> None:
    """Let so many seconds pass for what Valkey holds."""
    for key in world.cache.command("KEYS", "*"):
        world.cache.command("PEXPIRE", key, world.cache.command("PTTL", key) - seconds * 1000)


def ask(cache: Cache, failure: Exception | None = None, breaker: Breaker = BANK) -> str:
    """Ask the bank; give what came of it."""
    try:
        with breaker.guard(cache, NoAnswer):
            if failure:
                raise failure
    except (NoAnswer, Declined) as error:
        return type(error).__name__
    except OutOfReach:
        return "refused"
    return "answered"


def fail(cache: Cache, times: int = BANK.failures) -> list[str]:
    return [ask(cache, NoAnswer()) for _ in range(times)]


def rest(cache: Cache) -> int:
    """Give how long the bank is left alone."""
    with pytest.raises(OutOfReach) as refused, BANK.guard(cache):
        raise AssertionError("nobody may ask")
    assert refused.value.retry_after is not None
    return int(cache.command("TTL", "breaker:bank:rest"))


@pytest.fixture
def another(valkey: World) -> Iterator[Cache]:
    """Another environment's connection."""
    cache = Cache(valkey.valkey.url)
    yield cache
    cache.close()


def test_failures_of_all_environments_are_counted_together_and_all_are_refused(valkey: World, another: Cache) -> None:
    assert fail(valkey.cache, 2) == ["NoAnswer", "NoAnswer"]
    assert ask(another) == "answered"
    assert ask(another, NoAnswer()) == "NoAnswer"

    assert [ask(valkey.cache), ask(another)] == ["refused", "refused"]


def test_failures_that_are_far_apart_open_nothing(valkey: World) -> None:
    for _ in range(3):
        fail(valkey.cache, 2)
        later(valkey, BANK.window)

    assert ask(valkey.cache) == "answered"


def test_an_answer_that_says_no_is_no_failure(valkey: World) -> None:
    assert {ask(valkey.cache, Declined()) for _ in range(10)} == {"Declined"}

    assert ask(valkey.cache) == "answered"


def test_others_are_still_asked(valkey: World) -> None:
    fail(valkey.cache)

    assert ask(valkey.cache, breaker=Breaker("post")) == "answered"


def test_who_is_refused_learns_when_to_come_back(valkey: World) -> None:
    fail(valkey.cache)

    waits = set()
    for _ in range(100):
        with pytest.raises(OutOfReach, match="bank gives no answers") as refused, BANK.guard(valkey.cache):
            raise AssertionError("nobody may ask")
        waits.add(refused.value.retry_after)

    assert all(wait and 29 <= wait <= 45 for wait in waits)
    assert len(waits) > 1


def test_after_the_rest_one_environment_tries_and_its_success_closes_for_all(valkey: World, another: Cache) -> None:
    fail(valkey.cache)
    later(valkey, 30)

    with BANK.guard(valkey.cache, NoAnswer):
        meanwhile = [ask(another), ask(another)]

    assert meanwhile == ["refused", "refused"]
    assert [ask(another), ask(valkey.cache)] == ["answered", "answered"]
    assert fail(another, 2) == ["NoAnswer", "NoAnswer"]
    assert ask(valkey.cache) == "answered"


def test_of_many_who_come_when_the_rest_is_over_one_gets_through(valkey: World) -> None:
    fail(valkey.cache)
    later(valkey, 30)

    came = at_once([lambda: ask(valkey.cache, NoAnswer())] * 8)

    assert sorted(came) == ["NoAnswer", *["refused"] * 7]


def test_each_failed_try_makes_the_rest_longer_up_to_the_longest(valkey: World) -> None:
    fail(valkey.cache)
    rests = [rest(valkey.cache)]
    for _ in range(6):
        later(valkey, rests[-1] + 1)
        assert ask(valkey.cache, NoAnswer()) == "NoAnswer"
        rests.append(rest(valkey.cache))

    expected = [30, 60, 120, 240, 480, LONGEST_REST_SECONDS, LONGEST_REST_SECONDS]
    assert all(wanted - 1 <= found <= wanted for wanted, found in zip(expected, rests, strict=True))


def test_a_try_that_was_answered_no_lets_the_next_one_try_at_once(valkey: World) -> None:
    fail(valkey.cache)
    later(valkey, 30)

    assert [ask(valkey.cache, Declined()), ask(valkey.cache)] == ["Declined", "answered"]


def test_one_who_tries_and_is_not_heard_of_again_is_followed_by_another(valkey: World, another: Cache) -> None:
    fail(valkey.cache)
    later(valkey, 30)

    with BANK.guard(valkey.cache, NoAnswer):
        while_it_may_be_alive = ask(another)
        later(valkey, 30)
        afterwards = ask(another)

    assert (while_it_may_be_alive, afterwards) == ("refused", "answered")


def test_an_opening_is_counted_once(valkey: World, another: Cache) -> None:
    with invocation.begun(None):
        with suppress(NoAnswer), BANK.guard(another, NoAnswer):
            fail(valkey.cache)
            raise NoAnswer
        counted = dict(invocation.current().counts)

    assert counted == {"BreakersOpened": 1}


def test_without_valkey_everybody_asks(valkey: World) -> None:
    gone = Cache("redis://127.0.0.1:1")

    assert fail(gone, 10) == ["NoAnswer"] * 10
    assert ask(gone) == "answered"


def test_what_valkey_forgot_is_closed(valkey: World) -> None:
    fail(valkey.cache)

    valkey.cache.command("FLUSHALL")

    assert ask(valkey.cache) == "answered"
