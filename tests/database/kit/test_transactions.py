"""What a transaction promises, on a real PostgreSQL."""

import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pg8000.exceptions import DatabaseError

from souk.database import Transaction
from souk.ids import uuid7
from souk.sqlstate import CheckViolation, ForeignKeyViolation, UniqueViolation
from tests.support import studio
from tests.support.pots import PotMade
from tests.support.world import World

ADD = "INSERT INTO pots (name, weight, maker) VALUES (:name, :weight, uuidv7())"
NAMES = "SELECT name FROM pottery.pots ORDER BY name"


def names() -> list[str]:
    return [row["name"] for row in studio.rows(NAMES)]


def add(tx: Transaction, name: str, weight: int = 1) -> int:
    return tx.execute(ADD, name=name, weight=weight)


@dataclass
class Pot:
    name: str
    weight: int


def test_values_come_back_as_they_went_in(workshop: World) -> None:
    key, moment = uuid7(), datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    sql = """
        SELECT
            :key::uuid AS key, :moment::timestamptz AS moment, :keys::uuid[] AS keys, :numbers::int[] AS numbers,
            :text AS text, :nothing::text AS nothing, :yes::boolean AS yes, :document::jsonb AS document
    """

    with workshop.tx_as("pottery") as tx:
        row = tx.row(
            sql, key=key, moment=moment, keys=[key], numbers=[1, 2], text="é'\"\\:x", nothing=None, yes=True,
            document='{"a": [1]}',
        )  # fmt: skip

    assert row == {
        "key": key,
        "moment": moment,
        "keys": [key],
        "numbers": [1, 2],
        "text": "é'\"\\:x",
        "nothing": None,
        "yes": True,
        "document": '{"a": [1]}',
    }


def test_each_way_of_reading(workshop: World) -> None:
    with workshop.tx_as("pottery") as tx:
        assert add(tx, "Jug", 3) == 1
        assert add(tx, "Cup", 1) == 1
        named = "SELECT name, weight FROM pots WHERE name = :name"

        assert tx.rows("SELECT name FROM pots ORDER BY name") == [{"name": "Cup"}, {"name": "Jug"}]
        assert tx.fetch(Pot, "SELECT name, weight FROM pots ORDER BY weight") == [Pot("Cup", 1), Pot("Jug", 3)]
        assert tx.fetch_one(Pot, named, name="Jug") == Pot("Jug", 3)
        assert tx.fetch_one(Pot, named, name="Bowl") is None
        assert tx.row(named, name="Bowl") is None
        assert tx.value("SELECT weight FROM pots WHERE name = :name", name="Bowl") is None
        assert tx.json("SELECT json_agg(name ORDER BY name) FROM pots") == '["Cup", "Jug"]'
        assert tx.json("SELECT NULL::json") is None
        assert tx.execute("UPDATE pots SET weight = 2") == 2
        assert tx.execute("DELETE FROM pots WHERE name = :name", name="Bowl") == 0


def test_what_fails_leaves_nothing(workshop: World) -> None:
    def fails(tx: Transaction) -> None:
        add(tx, "Jug")
        tx.record(PotMade(pot_id=uuid7(), weight=1))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        workshop.database("pottery").write(fails)

    with workshop.tx_as("pottery") as tx:
        add(tx, "Cup")
    assert names() == ["Cup"]
    assert studio.rows("SELECT * FROM souk.outbox") == []


def test_a_refused_row_names_its_constraint(workshop: World) -> None:
    for name, weight, kind, constraint in (
        ("Jug", 1, UniqueViolation, "pots_name"),
        ("Cup", 0, CheckViolation, "pots_weight"),
    ):
        with workshop.tx_as("pottery") as tx:
            tx.execute("DELETE FROM pots")
            add(tx, "Jug")

        with pytest.raises(kind) as refused, workshop.tx_as("pottery") as tx:
            add(tx, name, weight)
        assert refused.value.constraint == constraint
    assert names() == ["Jug"]


@pytest.mark.parametrize(("weight", "kind"), [(0, CheckViolation), (None, DatabaseError)])
def test_what_is_logged_of_a_refused_row_does_not_say_what_was_in_it(
    workshop: World, weight: int | None, kind: type[Exception]
) -> None:
    name = uuid7().hex

    with pytest.raises(kind) as refused, workshop.tx_as("pottery") as tx:
        tx.execute(ADD, name=name, weight=weight)

    logged = "".join(traceback.format_exception(refused.value))
    assert "weight" in logged
    assert name not in logged


def test_a_row_that_points_nowhere_is_refused_at_commit_too(workshop: World) -> None:
    with workshop.tx_as("admin") as tx:
        tx.execute("CREATE TEMP TABLE chips_of (id uuid PRIMARY KEY)")
        tx.execute(
            """
            CREATE TEMP TABLE chips (
                pot_id uuid CONSTRAINT chips_pot REFERENCES chips_of (id) DEFERRABLE INITIALLY DEFERRED
            )
            """
        )

    with pytest.raises(ForeignKeyViolation) as refused, workshop.tx_as("admin") as tx:
        tx.execute("INSERT INTO chips VALUES (:id)", id=uuid7())

    assert refused.value.constraint == "chips_pot"


def test_a_misspelt_parameter_is_ours(workshop: World) -> None:
    """It was answered as an outage, which nobody looks into."""
    with pytest.raises(TypeError, match=r"'name' .* Given are \['nmae'\]"), workshop.tx_as("pottery") as tx:
        tx.rows("SELECT name FROM pots WHERE name = :name", nmae="Jug")


def test_an_error_that_was_swallowed_is_ours(workshop: World) -> None:
    def swallows(tx: Transaction) -> None:
        add(tx, "Jug")
        with suppress(UniqueViolation):
            add(tx, "Jug")

    with pytest.raises(RuntimeError, match="nobody minded"):
        workshop.database("pottery").write(swallows)

    assert names() == []
    assert workshop.database("pottery").write(lambda tx: add(tx, "Cup")) == 1


def test_what_is_done_first_travels_with_the_first_statement_and_is_not_counted_by_it(workshop: World) -> None:
    database = workshop.database("pottery")

    def opens(tx: Transaction) -> int:
        tx.execute_first(ADD, name="Jug", weight=1)
        return tx.execute("UPDATE pots SET weight = 9 WHERE name = 'Jug'")

    def refused(tx: Transaction) -> int:
        tx.execute_first(ADD, name="Cup", weight=0)
        return add(tx, "Bowl")

    assert database.write(opens) == 1
    with pytest.raises(CheckViolation):
        database.write(refused)

    assert studio.rows("SELECT name, weight FROM pottery.pots") == [{"name": "Jug", "weight": 9}]
    assert database.statements == 2


def test_what_is_done_last_is_done_with_the_commit_and_undoes_all_when_refused(workshop: World) -> None:
    database = workshop.database("pottery")

    def closes(tx: Transaction) -> None:
        tx.execute_last("UPDATE pots SET weight = 9 WHERE name = 'Jug'")
        add(tx, "Jug")

    def refused(tx: Transaction) -> None:
        tx.execute_last("UPDATE pots SET weight = 0 WHERE name = 'Cup'")
        add(tx, "Cup")

    database.write(closes)
    with pytest.raises(CheckViolation):
        database.write(refused)

    assert studio.rows("SELECT name, weight FROM pottery.pots") == [{"name": "Jug", "weight": 9}]
    assert database.statements == 2


def test_effects_follow_the_commit_and_a_lost_one_harms_nothing(workshop: World) -> None:
    seen: list[list[str]] = []

    def lost() -> None:
        raise ConnectionError

    def fails(tx: Transaction) -> None:
        tx.after_commit(lambda: seen.append(["never"]))
        add(tx, "Jug")

    with workshop.tx_as("pottery") as tx:
        add(tx, "Jug")
        tx.after_commit(lost)
        tx.after_commit(lambda: seen.append(names()))
    with pytest.raises(UniqueViolation):
        workshop.database("pottery").write(fails)

    assert seen == [["Jug"]]


def test_a_mistake_in_a_statement_is_ours(workshop: World) -> None:
    with pytest.raises(DatabaseError), workshop.tx_as("pottery") as tx:
        tx.execute("SELEKT")


class TestRead:
    """A read is one statement, without BEGIN and COMMIT."""

    def test_takes_one_statement(self, workshop: World) -> None:
        database = workshop.database("pottery")

        assert database.read(lambda tx: tx.value("SELECT count(*) FROM pots")) == 0
        assert database.statements == 1

    def test_records_nothing_and_sets_nothing(self, workshop: World) -> None:
        database = workshop.database("pottery")

        with pytest.raises(RuntimeError):
            database.read(lambda tx: tx.record(PotMade(pot_id=uuid7(), weight=1)))
        with pytest.raises(RuntimeError):
            database.read(lambda tx: tx.set_local("souk.seller_id", UUID(int=1)))


def test_a_role_waits_and_works_only_so_long(workshop: World) -> None:
    with workshop.tx_as("pottery") as tx:
        limits = {name: tx.value(f"SHOW {name}") for name in ("statement_timeout", "lock_timeout")}

    assert limits == {"statement_timeout": "8s", "lock_timeout": "3s"}
