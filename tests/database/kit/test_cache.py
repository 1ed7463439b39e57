"""Valkey as a cache that may go away at any moment."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import hiredis
import pytest

from local.servers import Valkey, free_port
from souk import Json, settings
from souk.cache import Cache
from tests.support.conditions import PATIENCE, eventually


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """A Valkey of this module's own, which the tests may stop."""
    with Valkey(tmp_path_factory.mktemp("valkey-of-its-own")) as running:
        yield running


@pytest.fixture
def cache(server: Valkey, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cache]:
    monkeypatch.setattr("souk.cache._REST_SECONDS", 0.02)
    server.start()
    opened = Cache(server.url)
    opened.command("FLUSHALL")
    yield opened
    opened.close()


def remember(cache: Cache, make: Callable[[], Json | None], key: str = "pot") -> Json | None:
    return cache.fill(key, 60, make, cache.command(*cache.look(key)))


def test_a_value_lives_as_long_as_it_was_given(cache: Cache) -> None:
    cache.set("pot", "Jug", 60)

    assert cache.get("pot") == b"Jug"
    assert 0 < cache.command("TTL", "pot") <= 60
    assert cache.get("nothing") is None
    cache.delete("pot", "nothing")
    cache.delete()
    assert cache.get("pot") is None


def test_one_refused_command_does_not_spoil_the_others(cache: Cache) -> None:
    cache.set("pot", "Jug", 60)

    answers = cache.pipeline(("GET", "pot"), ("INCR", "pot"), ("GET", "pot"))

    assert (answers[0], answers[2]) == (b"Jug", b"Jug")
    assert isinstance(answers[1], hiredis.ReplyError)
    assert cache.command("INCR", "pot") is None


@pytest.mark.parametrize("value", ["é", b"\x00\xff\r\n", "x" * 300_000])
def test_any_bytes_come_back(cache: Cache, value: str | bytes) -> None:
    cache.set("pot", value, 60)

    assert cache.get("pot") == (value.encode() if isinstance(value, str) else value)


def test_what_is_told_is_not_waited_for_and_mixes_up_nothing(cache: Cache) -> None:
    cache.send(("SET", "pot", "Jug"), ("INCR", "pot"), ("GET", "pot"))
    cache.send(("SET", "cup", "Mug"))

    assert cache.pipeline(("GET", "cup"), ("GET", "pot")) == [b"Mug", b"Jug"]
    assert cache.get("pot") == b"Jug"


def test_what_is_told_to_a_valkey_that_went_away_is_lost_and_the_next_question_is_answered(
    cache: Cache, server: Valkey
) -> None:
    cache.set("pot", "Jug", 60)
    server.stop()
    cache.send(("SET", "pot", "Mug"))
    cache.send(("SET", "pot", "Mug"))
    server.start()

    eventually(lambda: cache.available)
    assert cache.get("pot") in (b"Jug", None)


class TestFill:
    """What is made once and then kept."""

    def test_is_made_once(self, cache: Cache, server: Valkey) -> None:
        made: list[int] = []

        def make() -> Json:
            made.append(1)
            return Json('{"n": 1}')

        first = [remember(cache, make) for _ in range(2)]
        another = Cache(server.url)
        elsewhere = remember(another, make)
        another.close()

        assert [*first, elsewhere] == ['{"n": 1}'] * 3
        assert len(made) == 1
        assert 53 < cache.command("TTL", "pot") <= 60

    def test_is_seen_to_be_gone_where_it_was_deleted(self, cache: Cache) -> None:
        remember(cache, lambda: Json("1"))
        cache.delete("pot")

        assert remember(cache, lambda: Json("2")) == "2"

    def test_is_not_kept_when_there_is_nothing(self, cache: Cache) -> None:
        assert remember(cache, lambda: None) is None
        assert remember(cache, lambda: Json("1")) == "1"

    def test_frees_the_others_when_making_fails(self, cache: Cache) -> None:
        def fails() -> Json:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            remember(cache, fails)

        assert cache.command("KEYS", "*") == []

    def test_is_made_by_one_of_many_who_miss_at_once(self, cache: Cache, server: Valkey) -> None:
        everybody = threading.Barrier(8)
        made: list[int] = []

        def make() -> Json:
            made.append(1)
            return Json("1")

        def look(_: int) -> Json | None:
            mine = Cache(server.url)
            try:
                assert mine.get("pot") is None
                everybody.wait(PATIENCE)
                return remember(mine, make)
            finally:
                mine.close()

        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(look, range(8)))

        assert found == ["1"] * 8
        assert len(made) == 1

    def test_is_made_by_each_when_the_one_takes_too_long(
        self, cache: Cache, server: Valkey, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("souk.cache._POLLS", 2)
        another = Cache(server.url)
        another.command(*another.look("pot"))
        another.close()

        assert remember(cache, lambda: Json("1")) == "1"

    def test_is_not_kept_when_it_was_forgotten_while_it_was_made(self, cache: Cache, server: Valkey) -> None:
        another = Cache(server.url)
        said = []

        def make() -> Json:
            another.delete("pot")
            return Json("old")

        said.append(remember(cache, make))
        said.append(remember(another, lambda: Json("new")))
        said.append(remember(cache, lambda: Json("newer")))
        another.close()

        assert said == ["old", "new", "new"]

    def test_does_not_take_the_place_of_what_was_made_after_it_was_forgotten(
        self, cache: Cache, server: Valkey
    ) -> None:
        another = Cache(server.url)

        def make() -> Json:
            another.delete("pot")
            remember(another, lambda: Json("new"))
            return Json("old")

        assert remember(cache, make) == "old"
        assert remember(cache, lambda: Json("newer")) == "new"
        another.close()


class TestGone:
    """Without Valkey everything is slower and nothing fails."""

    def test_reads_miss_and_writes_are_dropped(self, cache: Cache, server: Valkey) -> None:
        cache.set("pot", "Jug", 60)
        server.stop()

        assert cache.get("pot") is None
        assert cache.pipeline(("GET", "pot"), ("PING",)) == [None, None]
        cache.set("pot", "Cup", 60)
        cache.delete("pot")
        assert remember(cache, lambda: Json("1")) == "1"
        assert cache.available is False

    def test_comes_back_by_itself(self, cache: Cache, server: Valkey) -> None:
        cache.set("pot", "Jug", 60)
        server.stop()
        assert cache.get("pot") is None

        server.start()

        eventually(lambda: cache.available)
        cache.set("pot", "Cup", 60)
        assert cache.get("pot") == b"Cup"

    def test_in_the_middle_of_work_nobody_sees_an_error(self, cache: Cache, server: Valkey) -> None:
        stopped = threading.Event()
        answers: list[bool] = []

        def work() -> None:
            mine = Cache(server.url)
            while not (stopped.is_set() and mine.available):
                mine.set("pot", "Jug", 60)
                answers.append(mine.get("pot") in (b"Jug", None))
                remember(mine, lambda: Json("1"), "other")
            mine.close()

        with ThreadPoolExecutor(3) as pool:
            working = [pool.submit(work) for _ in range(3)]
            eventually(lambda: len(answers) > 30)
            server.stop()
            server.start()
            stopped.set()
            for one in working:
                one.result()

        assert all(answers)

    def test_a_connection_that_broke_is_made_anew_unseen(self, cache: Cache, server: Valkey) -> None:
        cache.set("pot", "Jug", 60)
        another = Cache(server.url)
        another.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        another.close()

        assert cache.get("pot") == b"Jug"

    def test_is_not_asked_again_for_a_moment(self, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
        moment = [1000.0]
        monkeypatch.setattr("souk.cache.time.monotonic", lambda: moment[0])
        tries: list[int] = []

        def refuse(*_: object) -> None:
            tries.append(1)
            raise ConnectionRefusedError

        monkeypatch.setattr("souk.cache.socket.create_connection", refuse)
        cache.close()

        for _ in range(5):
            assert cache.get("pot") is None
        during = len(tries)
        moment[0] += 2
        cache.get("pot")

        assert (during, len(tries)) == (1, 2)

    def test_a_server_that_says_nothing_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("souk.cache._ANSWER_SECONDS", 0.05)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            cache = Cache(f"valkey://127.0.0.1:{silent.getsockname()[1]}")

            assert cache.get("pot") is None
            cache.close()

    def test_a_server_that_speaks_another_language_is_given_up(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as foreign, ThreadPoolExecutor(1) as pool:
            cache = Cache(f"valkey://127.0.0.1:{foreign.getsockname()[1]}")
            asked = pool.submit(cache.get, "pot")
            line, _ = foreign.accept()
            with line:
                line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                assert asked.result() is None
            cache.close()


class TestPassword:
    """A cache that wants a password."""

    @pytest.fixture
    def guarded(self, cache: Cache) -> Iterator[None]:
        cache.command("CONFIG", "SET", "requirepass", "open sesame")
        yield
        cache.command("CONFIG", "SET", "requirepass", "")

    def test_is_opened_with_the_secret(
        self, guarded: None, server: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secret = tmp_path / "cache.json"
        secret.write_text('{"password": "open sesame"}')
        monkeypatch.setenv("SOUK_CACHE_URL", server.url)
        monkeypatch.setenv("SOUK_CACHE_SECRET", str(secret))
        settings.forget()

        opened = Cache.open()

        assert opened.available
        opened.close()

    @pytest.mark.parametrize("password", [None, "wrong"])
    def test_misses_without_it(self, guarded: None, server: Valkey, password: str | None) -> None:
        opened = Cache(server.url, password)

        assert not opened.available
        assert opened.get("pot") is None
        opened.close()


def test_without_a_secret_it_opens_without_a_password(server: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_CACHE_URL", f"valkey://127.0.0.1:{free_port()}")
    monkeypatch.delenv("SOUK_CACHE_SECRET", raising=False)

    assert not Cache.open().available
