"""How much one address may ask for."""

from dataclasses import replace
from typing import Any

import pytest

from souk.identity import SESSION, Caller
from souk.ids import uuid7
from souk.limits import TOGETHER, Limit
from tests.support import api, studio
from tests.support.conditions import eventually
from tests.support.world import World

LIST = "GET /api/pots"
DAY = 86_400


@pytest.fixture
def three(workshop: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Three requests in a window that outlasts the test, however slow it is."""
    monkeypatch.setattr("souk.limits.of_stage", lambda: Limit(3, DAY))
    return workshop


@pytest.fixture
def three_a_second(workshop: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("souk.limits.of_stage", lambda: Limit(3, seconds=1))
    return workshop


def ask(address: str = "192.0.2.1", **request: Any) -> api.Answer:
    return studio.call(LIST, address=address, **request)


def now(world: World) -> float:
    seconds, microseconds = world.cache.command("TIME")
    return int(seconds) + int(microseconds) / 1e6


def test_what_is_left_is_counted_down_and_then_refused(three: World) -> None:
    answers = [ask() for _ in range(4)]

    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer.headers["RateLimit-Limit"] for answer in answers} == {"3"}
    assert all(0 < int(answer.headers["RateLimit-Reset"]) <= DAY for answer in answers)
    assert answers[-1].code == "rate_limited"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 2 * DAY


def test_the_stage_says_how_many_a_minute(workshop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_RATE_LIMIT", "7")

    headers = ask().headers

    assert (headers["RateLimit-Limit"], headers["RateLimit-Remaining"]) == ("7", "6")
    assert 0 < int(headers["RateLimit-Reset"]) <= 60


def test_a_refused_request_does_nothing_and_does_not_count(three: World) -> None:
    maker = api.customer()
    for name in ("Jug", "Cup", "Bowl"):
        studio.make(maker, name)

    refused = [studio.make(maker, name).status for name in ("Vase", "Plate")]

    assert refused == [429, 429]
    assert len(studio.rows("SELECT * FROM pottery.pots")) == 3
    for who in (f"user:{maker.user_id}", "all:192.0.2.1"):
        [counted] = three.cache.command("KEYS", f"limit:{who}:*")
        assert three.cache.get(counted.decode()) == b"3"
        assert 0 < three.cache.command("TTL", counted) <= 2 * DAY


def test_each_address_has_its_own(three: World) -> None:
    for _ in range(4):
        ask()

    assert ask("192.0.2.2").status == 200


def _make(maker: Caller, **request: Any) -> api.Answer:
    return studio.make(maker, f"Jug {uuid7()}", **request)


def test_whoever_shows_a_token_has_their_own_wherever_they_are(three: World) -> None:
    one, another = api.customer(), api.customer()

    assert [_make(one, address=f"192.0.2.{place}").status for place in range(4)] == [201, 201, 201, 429]
    assert _make(another).status == 201
    assert [ask().status for _ in range(4)] == [200, 200, 200, 429]
    assert _make(another).status == 201


def test_callers_at_one_address_may_be_as_many_as_ten(three: World) -> None:
    statuses = [_make(api.customer()).status for _ in range(3 * TOGETHER + 1)]

    assert statuses == [201] * 3 * TOGETHER + [429]
    last = _make(api.customer())
    assert (last.headers["RateLimit-Limit"], last.headers["RateLimit-Remaining"]) == (str(3 * TOGETHER), "0")
    assert _make(api.customer(), address="192.0.2.2").status == 201
    assert ask().status == 200


def test_a_stranger_with_a_bad_token_is_counted_too(three: World) -> None:
    answers = [studio.call("POST /api/pots", token="nonsense").status for _ in range(4)]

    assert answers == [401, 401, 401, 429]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        ("0", "203.0.113.9", "192.0.2.1"),
        ("0", "203.0.113.9, 203.0.113.8", "192.0.2.1"),
        ("1", "203.0.113.9", "203.0.113.9"),
        ("1", "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("2", "10.0.0.1, 203.0.113.9, 198.51.100.1", "203.0.113.9"),
        ("2", " 203.0.113.9 ,, 198.51.100.1 ", "203.0.113.9"),
        ("2", "203.0.113.9", "192.0.2.1"),
        ("1", "", "192.0.2.1"),
    ],
)
def test_what_a_client_writes_into_forwarded_for_is_not_believed(
    workshop: World, monkeypatch: pytest.MonkeyPatch, proxies: str, forwarded: str, seen: str
) -> None:
    monkeypatch.setenv("SOUK_TRUSTED_PROXIES", proxies)

    answer = studio.call("POST /api/notes", body="hello", headers={"X-Forwarded-For": forwarded})

    assert answer.json["address"] == seen


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("192.0.2.1", "192.0.2.1"),
        ("no:address", "no:address"),
    ],
)
def test_all_addresses_of_one_subscriber_are_counted_together(workshop: World, address: str, counted: str) -> None:
    assert studio.call("POST /api/notes", body="hello", address=address).json["address"] == counted


def test_an_operation_with_a_limit_of_its_own_is_counted_by_itself(
    three: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    function = studio.registry().operation("POST /api/notes")
    monkeypatch.setattr(function, "spec", replace(function.spec, limit=Limit(2, DAY)))
    for _ in range(4):
        ask()

    notes = [studio.call("POST /api/notes", body="hello") for _ in range(3)]

    assert [note.status for note in notes] == [200, 200, 429]
    assert [note.headers["RateLimit-Limit"] for note in notes] == ["2", "2", "2"]
    assert int(notes[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("route", "request_", "status"),
    [
        ("POST /api/pots", {"token": "nonsense"}, 401),
        ("POST /api/pots", {"as_": api.guest()}, 403),
        ("GET /api/pots/{pot_id}", {"path": {"pot_id": "jug"}}, 422),
        ("POST /api/notes", {"body": "x" * 2000}, 413),
    ],
)
def test_every_refusal_says_what_is_left(three: World, route: str, request_: dict[str, Any], status: int) -> None:
    answer = studio.call(route, **request_)

    assert answer.status == status
    assert (answer.headers["RateLimit-Limit"], answer.headers["RateLimit-Remaining"]) == ("3", "2")
    assert 0 < int(answer.headers["RateLimit-Reset"]) <= DAY


def test_an_address_that_nobody_knows_is_limited_as_well(three: World) -> None:
    event = api.gateway_event(LIST)
    event["requestContext"].pop("identity")

    assert [studio.send(LIST, event).status for _ in range(4)] == [200, 200, 200, 429]


def test_the_window_slides(three_a_second: World) -> None:
    """Where windows merely follow each other, three at the end of one are followed by three at once in the next."""
    eventually(lambda: now(three_a_second) % 1 > 0.8)
    served: list[tuple[float, float]] = []

    def seven() -> bool:
        before = now(three_a_second)
        if ask().status == 200:
            served.append((before, now(three_a_second)))
        return len(served) == 7

    eventually(seven)

    assert all(fourth[1] - first[0] > 0.3 for first, fourth in zip(served, served[3:], strict=False))


def test_who_waits_as_long_as_the_answer_says_is_served(three_a_second: World) -> None:
    refused = eventually(lambda: answer if (answer := ask()).status == 429 else None)
    began = now(three_a_second)

    eventually(lambda: now(three_a_second) >= began + int(refused.headers["Retry-After"]))

    assert ask().status == 200


def test_a_revoked_session_spends_the_allowance(three: World) -> None:
    caller = api.customer()
    three.cache.set(SESSION.key(session_id=caller.session_id), "revoked", 60)

    assert [studio.make(caller).status for _ in range(4)] == [401, 401, 401, 429]
