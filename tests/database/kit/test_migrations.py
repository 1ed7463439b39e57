"""Migrations: in order, once, and never changed afterwards."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pg8000.exceptions import DatabaseError
from pg8000.native import Connection

from local.servers import Postgres
from souk.ids import uuid7
from souk.migrations import MigrationError, migrate, services
from tests.support import studio
from tests.support.conditions import eventually
from tests.support.world import FUNCTIONS, PASSWORD, World

COLUMNS = """
SELECT table_schema, table_name, column_name, data_type, is_nullable, column_default
FROM information_schema.columns
WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'public')
ORDER BY 1, 2, 3
"""
RIGHTS = """
SELECT grantee, table_schema, table_name, privilege_type
FROM information_schema.role_table_grants
WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'public')
ORDER BY 1, 2, 3, 4
"""
FUNCTION_RIGHTS = """
SELECT n.nspname, p.proname, p.proacl::text
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'public')
ORDER BY 1, 2, 3
"""


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[World]:
    """A database with nothing in it."""
    world = World(postgres, None, f"empty_{uuid7().hex}")  # type: ignore[arg-type]
    studio.administer(postgres, f"CREATE DATABASE {world.name}")
    yield world
    world.close()
    studio.administer(postgres, f"DROP DATABASE {world.name} WITH (FORCE)")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The workshop's files, to be changed."""
    return Path(shutil.copytree(studio.WORKSHOP, tmp_path / "workshop"))


def bring_up(world: World, tree: Path, password: str = PASSWORD) -> list[str]:
    connection = world.admin()
    try:
        return migrate(connection, tree, dict.fromkeys([*services(tree), "ops"], password))
    finally:
        connection.close()


def look(world: World, sql: str) -> list[Any]:
    connection: Connection = world.admin()
    try:
        return list(connection.run(sql))
    finally:
        connection.close()


def add(tree: Path, name: str, sql: str, service: str = "pottery") -> Path:
    file = tree / service / "migrations" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(sql)
    return file


def test_everything_is_applied_once_in_order(empty: World, tree: Path) -> None:
    add(tree, "0002_lids.sql", "CREATE TABLE lids (id int PRIMARY KEY); INSERT INTO lids VALUES (1);")

    first, second = bring_up(empty, tree), bring_up(empty, tree)

    assert first[0] == "souk/0001_foundation.sql"
    assert first[-2:] == ["pottery/0001_pots.sql", "pottery/0002_lids.sql"]
    assert second == []
    assert look(empty, "SELECT count(*) FROM pottery.lids") == [[1]]
    assert look(empty, "SELECT tableowner FROM pg_tables WHERE tablename = 'lids'") == [["pottery_owner"]]


def test_a_new_file_alone_is_applied(empty: World, tree: Path) -> None:
    bring_up(empty, tree)
    add(tree, "0002_lids.sql", "CREATE TABLE lids (id int PRIMARY KEY)")

    assert bring_up(empty, tree) == ["pottery/0002_lids.sql"]


def test_a_file_that_changed_afterwards_is_refused(empty: World, tree: Path) -> None:
    bring_up(empty, tree)
    file = tree / "pottery" / "migrations" / "0001_pots.sql"
    file.write_text(file.read_text() + "\nDROP TABLE pots;")

    with pytest.raises(MigrationError, match=r"0001_pots\.sql was applied and has changed"):
        bring_up(empty, tree)

    assert look(empty, "SELECT count(*) FROM pottery.pots") == [[0]]


@pytest.mark.parametrize("name", ["0003_lids.sql", "0001_lids.sql", "2_lids.sql", "0002-lids.sql", "0002_Lids.sql"])
def test_a_number_that_is_missing_taken_or_misspelt_is_refused(empty: World, tree: Path, name: str) -> None:
    add(tree, name, "CREATE TABLE lids (id int PRIMARY KEY)")

    with pytest.raises(MigrationError, match=r"expected a file 000\d_<what>\.sql"):
        bring_up(empty, tree)

    assert look(empty, "SELECT to_regclass('pottery.lids')") == [[None]]


def test_a_file_that_fails_leaves_nothing_and_stops_there(empty: World, tree: Path) -> None:
    broken = add(tree, "0002_lids.sql", "CREATE TABLE lids (id int PRIMARY KEY); SELECT 1 / 0;")
    add(tree, "0003_handles.sql", "CREATE TABLE handles (id int PRIMARY KEY)")

    with pytest.raises(DatabaseError):
        bring_up(empty, tree)
    after_failure = look(empty, "SELECT to_regclass('pottery.lids'), to_regclass('pottery.handles')")
    broken.write_text("CREATE TABLE lids (id int PRIMARY KEY)")

    assert after_failure == [[None, None]]
    assert bring_up(empty, tree) == ["pottery/0002_lids.sql", "pottery/0003_handles.sql"]


def test_two_at_once_apply_each_file_once(empty: World, tree: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        applied = list(pool.map(lambda _: bring_up(empty, tree), range(4)))

    assert sorted(map(len, applied))[:3] == [0, 0, 0]
    assert max(applied, key=len)[-1] == "pottery/0001_pots.sql"


def test_a_second_one_waits_for_the_first(empty: World, tree: Path) -> None:
    bring_up(empty, tree)
    add(tree, "0002_lids.sql", "CREATE TABLE lids (id int PRIMARY KEY)")
    holder = empty.admin()
    holder.run("SELECT pg_advisory_lock(7355608)")

    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(bring_up, empty, tree)
        waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        eventually(lambda: look(empty, waits))
        assert not second.done()
        holder.close()

        assert second.result() == ["pottery/0002_lids.sql"]


def test_a_migration_does_nothing_outside_its_service(empty: World, tree: Path) -> None:
    add(tree, "0001_kilns.sql", "CREATE TABLE kilns (id int PRIMARY KEY)", service="kilns")
    bring_up(empty, tree)
    add(tree, "0002_theft.sql", "DROP TABLE pottery.pots", service="kilns")

    with pytest.raises(DatabaseError, match=r"must be owner|permission denied"):
        bring_up(empty, tree)

    assert look(empty, "SELECT count(*) FROM pottery.pots") == [[0]]


def test_a_password_is_what_was_given_last(empty: World, tree: Path) -> None:
    add(tree, "0001_glazes.sql", "CREATE TABLE glazes (id int PRIMARY KEY)", service="glazes")
    bring_up(empty, tree, "the first; 'quoted'")
    bring_up(empty, tree, PASSWORD)

    with pytest.raises(DatabaseError, match="password authentication failed"):
        empty.connect("glazes", "the first; 'quoted'")
    empty.connect("glazes", PASSWORD).close()


def test_an_empty_database_becomes_what_the_template_is(empty: World, database: World) -> None:
    applied = bring_up(empty, FUNCTIONS)

    assert {name.partition("/")[0] for name in applied} == {"souk", *services(FUNCTIONS)}
    for sql in (COLUMNS, RIGHTS, FUNCTION_RIGHTS):
        assert look(empty, sql) == look(database, sql)
    assert bring_up(empty, FUNCTIONS) == []
