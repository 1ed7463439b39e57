"""How a function finds its database, and what happens when there is none."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.servers import free_port
from souk import invocation, settings
from souk.connection import connect
from souk.database import Database, Transaction
from souk.errors import Unavailable
from tests.support.api import LambdaContext
from tests.support.world import PASSWORD, World


@pytest.fixture
def configured(workshop: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The settings of a function of the pottery."""
    give_secret(tmp_path, monkeypatch, PASSWORD)
    monkeypatch.setenv("SOUK_DATABASE_HOST", workshop.postgres.host)
    monkeypatch.setenv("SOUK_DATABASE_PORT", str(workshop.postgres.port))
    monkeypatch.setenv("SOUK_DATABASE_NAME", workshop.name)
    monkeypatch.setenv("SOUK_DATABASE_TLS", "off")
    monkeypatch.setenv("SOUK_FUNCTION", "pottery-make-pot")
    yield workshop
    settings.forget()


def give_secret(folder: Path, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    file = folder / "secret.json"
    file.write_text(json.dumps({"username": "pottery", "password": password}))
    monkeypatch.setenv("SOUK_DATABASE_SECRET", str(file))


def user(database: Database) -> str:
    try:
        return str(
            database.read(lambda tx: tx.value("SELECT current_user || ' ' || current_setting('application_name')"))
        )
    finally:
        database.close()


def test_the_settings_lead_to_the_service_role(configured: World) -> None:
    assert user(Database.open()) == "pottery pottery-make-pot"


def test_a_connection_is_made_once(configured: World) -> None:
    database = Database.open()

    first, second = (database.read(lambda tx: tx.value("SELECT pg_backend_pid()")) for _ in range(2))

    database.close()
    assert first == second


def test_a_password_that_was_rotated_is_read_again(
    configured: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_secret(tmp_path, monkeypatch, "the one before")
    settings.secret("SOUK_DATABASE_SECRET")

    give_secret(tmp_path, monkeypatch, PASSWORD)

    assert user(Database.open()).startswith("pottery")


def test_a_wrong_password_is_a_503_that_does_not_tell(
    configured: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_secret(tmp_path, monkeypatch, "wrong")

    with pytest.raises(Unavailable) as refused:
        user(Database.open())

    assert "password" not in str(refused.value.body("a-request"))


def test_a_server_is_verified_unless_the_stage_says_otherwise(
    configured: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOUK_DATABASE_TLS")

    with pytest.raises(Unavailable):
        user(Database.open())


def test_nobody_listening_is_a_503(configured: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_DATABASE_PORT", str(free_port()))

    with pytest.raises(Unavailable):
        user(Database.open())


def test_a_server_that_says_nothing_is_given_up(configured: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("souk.connection._CONNECT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("SOUK_DATABASE_PORT", str(silent.getsockname()[1]))

        with pytest.raises(Unavailable):
            user(Database.open())


class TestAnInvocationWithLittleTime:
    """Lambda ends a function that waits too long, and the gateway then answers in its place."""

    @pytest.fixture(autouse=True)
    def hurried(self) -> Iterator[None]:
        with invocation.begun(LambdaContext(milliseconds=1_600)):
            yield

    def test_waits_no_longer_for_a_server_that_hangs(self, configured: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """A stopped server's kernel still accepts connections."""
        with socket.create_server(("127.0.0.1", 0)) as silent:
            monkeypatch.setenv("SOUK_DATABASE_PORT", str(silent.getsockname()[1]))

            with pytest.raises(Unavailable):
                Database.open().write(lambda tx: tx.value("SELECT 1"))

    @pytest.mark.parametrize("door", ["read", "write"])
    def test_waits_no_longer_for_an_answer_and_does_not_ask_again(self, configured: World, door: str) -> None:
        database = Database.open()
        tries: list[int] = []

        def hangs(tx: Transaction) -> None:
            tries.append(1)
            invocation.current().ends = time.monotonic() + 0.05
            tx.value("SELECT pg_sleep(60)")

        with pytest.raises(Unavailable):
            getattr(database, door)(hangs)
        with pytest.raises(Unavailable):
            database.read(lambda tx: tx.value("SELECT 1"))

        assert tries == [1]

    def test_has_a_database_again_in_the_next_invocation(self, configured: World) -> None:
        database = Database.open()
        with pytest.raises(Unavailable):
            database.write(lambda tx: tx.value("SELECT pg_sleep(60)"))

        with invocation.begun(LambdaContext()):
            assert user(database).startswith("pottery")


def test_a_server_that_falls_silent_is_given_up(configured: World) -> None:
    database = Database(lambda: connect(patience=0.05))

    with pytest.raises(Unavailable):
        database.write(lambda tx: tx.execute("SELECT pg_sleep(1)"))

    database.close()
