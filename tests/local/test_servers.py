"""The real servers start, outlive their starter and stop."""

import os
import socket
from pathlib import Path

import pg8000.native
import pytest

from local.servers import Postgres, Valkey, first_free_port, free_port, is_free


def test_a_database_answers_with_the_extensions_that_souk_needs(tmp_path: Path) -> None:
    with Postgres(tmp_path / "postgres") as server:
        server.make_database("souk")
        server.make_database("souk")
        connection = server.connect("souk")

        for extension in ("pg_trgm", "unaccent", "vector"):
            connection.run(f"CREATE EXTENSION {extension}")

        assert connection.run("SHOW server_version")[0][0].startswith("18")
        connection.close()


def test_a_database_refuses_who_does_not_know_the_password(tmp_path: Path) -> None:
    with Postgres(tmp_path / "postgres") as server, pytest.raises(pg8000.exceptions.DatabaseError, match="28P01"):
        pg8000.native.Connection(
            server.user, password="guessed", host=server.host, port=server.port, database="postgres"
        )


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


def say(server: Valkey, command: bytes) -> bytes:
    with socket.create_connection((server.host, server.port), timeout=5) as line:
        line.sendall(command)
        return line.recv(100)
