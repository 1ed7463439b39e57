"""Connections that die, and others who want the same rows."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from souk.database import Database, Transaction
from souk.errors import Unavailable
from souk.sqlstate import Conflicted
from tests.support import studio
from tests.support.conditions import PATIENCE, eventually
from tests.support.world import World

ADD = "INSERT INTO pots (name, weight, maker) VALUES (:name, :weight, uuidv7())"
NAMES = "SELECT name FROM pottery.pots ORDER BY name"


def names() -> list[str]:
    return [row["name"] for row in studio.rows(NAMES)]


def add(tx: Transaction, name: str, weight: int = 1) -> int:
    return tx.execute(ADD, name=name, weight=weight)


def end_connections() -> None:
    """End every connection of the pottery, as a failover or an impatient administrator does."""
    studio.rows("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'pottery'")


class TestConnectionThatDied:
    """A connection may die at any moment; nobody sees more than a 503 and nothing is half done."""

    def test_while_idle_is_made_anew(self, workshop: World) -> None:
        database = workshop.database("pottery")
        database.write(lambda tx: add(tx, "Jug"))

        end_connections()
        read = database.read(lambda tx: tx.value("SELECT count(*) FROM pots"))
        end_connections()
        database.write(lambda tx: add(tx, "Cup"))

        assert read == 1
        assert names() == ["Cup", "Jug"]

    def test_in_the_middle_of_a_transaction_undoes_it(self, workshop: World) -> None:
        database = workshop.database("pottery")

        def dies(tx: Transaction) -> None:
            add(tx, "Jug")
            end_connections()
            add(tx, "Cup")

        with pytest.raises(Unavailable):
            database.write(dies)
        database.write(lambda tx: add(tx, "Bowl"))

        assert names() == ["Bowl"]

    def test_once_in_the_middle_of_a_transaction_is_done_again(self, workshop: World) -> None:
        database = workshop.database("pottery")
        tries: list[int] = []

        def dies_once(tx: Transaction) -> None:
            tries.append(1)
            add(tx, "Jug")
            if len(tries) == 1:
                end_connections()
            add(tx, "Cup")

        database.write(dies_once)

        assert len(tries) == 2
        assert names() == ["Cup", "Jug"]

    def test_just_before_the_commit_undoes_it(self, workshop: World) -> None:
        """And is not done again, for from here it looks like one that died just after."""
        database = workshop.database("pottery")
        tries: list[int] = []

        def dies(tx: Transaction) -> None:
            tries.append(1)
            add(tx, "Jug")
            end_connections()

        with pytest.raises(Unavailable):
            database.write(dies)

        assert len(tries) == 1
        assert names() == []
        assert database.write(lambda tx: add(tx, "Bowl")) == 1

    def test_in_the_middle_of_a_read_is_made_anew(self, workshop: World) -> None:
        database = workshop.database("pottery")
        tries: list[int] = []

        def dies_once(tx: Transaction) -> int:
            tries.append(1)
            if len(tries) == 1:
                end_connections()
            return int(tx.value("SELECT 7"))

        assert database.read(dies_once) == 7
        assert len(tries) == 2

    def test_and_a_server_that_is_gone_is_a_503(self) -> None:
        def refuse() -> None:
            raise ConnectionRefusedError

        database = Database(refuse)  # type: ignore[arg-type]

        with pytest.raises(Unavailable):
            database.write(lambda tx: tx.value("SELECT 1"))
        with pytest.raises(Unavailable):
            database.read(lambda tx: tx.value("SELECT 1"))


class TestOthers:
    """Other transactions that want the same rows."""

    @pytest.fixture
    def two(self, workshop: World) -> World:
        with workshop.tx_as("pottery") as tx:
            add(tx, "Jug")
            add(tx, "Cup")
        return workshop

    @pytest.fixture
    def impatient(self, two: World) -> Database:
        """Wait for nobody longer than 100 ms."""
        database = two.database("pottery")
        database.write(lambda tx: tx.execute("SET lock_timeout = '100ms'"))
        return database

    def test_a_deadlock_is_run_again(self, two: World) -> None:
        """Each takes one row and then wants the other's; PostgreSQL ends one of them, which then starts over."""
        both_hold_one = threading.Barrier(2)
        tries: list[str] = []

        def take(first: str, second: str) -> None:
            def work(tx: Transaction) -> None:
                tries.append(first)
                tx.execute("UPDATE pots SET weight = weight + 1 WHERE name = :name", name=first)
                if tries.count(first) == 1:
                    both_hold_one.wait(PATIENCE)
                tx.execute("UPDATE pots SET weight = weight + 1 WHERE name = :name", name=second)

            two.database("pottery").write(work)

        with ThreadPoolExecutor(2) as pool:
            for done in (pool.submit(take, "Jug", "Cup"), pool.submit(take, "Cup", "Jug")):
                done.result()

        assert len(tries) > 2
        assert studio.rows("SELECT DISTINCT weight FROM pottery.pots") == [{"weight": 3}]

    def test_a_race_that_is_lost_three_times_is_a_503(self, workshop: World) -> None:
        tries: list[int] = []

        def loses(_: Transaction) -> None:
            tries.append(1)
            raise Conflicted

        with pytest.raises(Unavailable):
            workshop.database("pottery").write(loses)
        assert len(tries) == 3

    def test_a_row_that_somebody_keeps_is_a_503(self, two: World, impatient: Database) -> None:
        with two.tx_as("admin") as other:
            other.execute("SELECT FROM pottery.pots WHERE name = 'Jug' FOR UPDATE")

            with pytest.raises(Unavailable) as busy:
                impatient.write(lambda tx: tx.execute("UPDATE pots SET weight = 9 WHERE name = 'Jug'"))

        assert busy.value.retry_after == 1
        assert impatient.write(lambda tx: tx.execute("UPDATE pots SET weight = 9 WHERE name = 'Jug'")) == 1

    def test_a_single_statement_has_the_same_answers(self, two: World, impatient: Database) -> None:
        tries: list[int] = []

        def loses(_: Transaction) -> None:
            tries.append(1)
            raise Conflicted

        with two.tx_as("admin") as other:
            other.execute("SELECT FROM pottery.pots WHERE name = 'Jug' FOR UPDATE")

            with pytest.raises(Unavailable) as busy:
                impatient.read(lambda tx: tx.value("SELECT weight FROM pots WHERE name = 'Jug' FOR UPDATE"))
        with pytest.raises(Unavailable):
            impatient.read(loses)

        assert busy.value.retry_after == 1
        assert len(tries) == 3

    def test_a_statement_that_takes_too_long_is_a_503_and_not_run_again(self, two: World) -> None:
        database = two.database("pottery")
        database.write(lambda tx: tx.execute("SET statement_timeout = '500ms'"))
        tries: list[int] = []

        def slow(tx: Transaction) -> None:
            tries.append(1)
            tx.execute("SELECT pg_sleep(60)")

        with pytest.raises(Unavailable):
            database.write(slow)
        with pytest.raises(Unavailable):
            database.read(slow)

        assert len(tries) == 2, "a slow read that is tried again takes longer than its function may"

    def test_a_transaction_that_dawdles_is_ended(self, two: World) -> None:
        database = two.database("pottery")

        def dawdles(tx: Transaction) -> None:
            tx.execute("SET idle_in_transaction_session_timeout = '50ms'")
            pid = tx.value("SELECT pg_backend_pid()")
            gone = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = :pid)"
            eventually(lambda: studio.rows(gone, pid=pid))
            add(tx, "Bowl")

        with pytest.raises(Unavailable):
            database.write(dawdles)
        assert names() == ["Cup", "Jug"]
