"""A service reaches its own tables, what others published to it by name, and nothing else."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pg8000.exceptions import DatabaseError
from pg8000.native import identifier

from souk.ids import uuid7
from souk.migrations import services
from tests.support import world as worlds
from tests.support.world import World

SERVICES = services(worlds.FUNCTIONS)
REFUSED = "42501"
PUBLISHED_NAME = re.compile(r"\b[a-z]+_api\.[a-z_]+\b")

TABLES = """
SELECT c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = :schema AND c.relkind = ANY(:kinds::text[])
ORDER BY c.relname
"""
MAY_WRITE = "SELECT has_table_privilege(:role, :view, 'INSERT, UPDATE, DELETE, TRUNCATE')"
PUBLISHED = """
SELECT p.proname AS name, p.oid::regprocedure::text AS signature, p.prosecdef AS definer, p.proconfig::text AS config,
    has_function_privilege('public', p.oid, 'EXECUTE') AS everybody
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = :schema
ORDER BY 2
"""
GRANTS = """
SELECT n.nspname || '.' || c.relname AS object
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname LIKE '%\\_api' AND c.relkind IN ('v', 'm', 'r') AND has_any_column_privilege(:role, c.oid, 'SELECT')
UNION ALL
SELECT n.nspname || '.' || p.proname
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname LIKE '%\\_api' AND has_function_privilege(:role, p.oid, 'EXECUTE')
    AND has_schema_privilege(:role, n.oid, 'USAGE')
ORDER BY 1
"""


@cache
def relations(name: str, kinds: str = "rpvm") -> tuple[str, ...]:
    """Name the tables and views of a schema; the same in every test."""
    with worlds.current().tx_as("admin") as tx:
        return tuple(row["relname"] for row in tx.rows(TABLES, schema=name, kinds=list(kinds)))


def refused(world: World, role: str, sql: str) -> bool:
    connection = world.connect(role)
    try:
        connection.run(sql)
    except DatabaseError as error:
        return bool(error.args[0]["C"] == REFUSED)
    finally:
        connection.close()
    return False


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_refused_on_every_table_of_every_other(database: World, service: str) -> None:
    reached = [
        f"{other}.{table}"
        for other in SERVICES
        if other != service
        for table in relations(other)
        for verb in (f"SELECT FROM {other}.{identifier(table)} LIMIT 1", f"DELETE FROM {other}.{identifier(table)}")
        if not refused(database, service, verb)
    ]

    assert reached == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_not_write_what_another_published(database: World, service: str) -> None:
    with database.tx_as("admin") as tx:
        writable = [
            f"{other}_api.{view}"
            for other in SERVICES
            for view in relations(f"{other}_api")
            if other != service and tx.value(MAY_WRITE, role=service, view=f"{other}_api.{view}")
        ]

    assert writable == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_changes_no_structure_not_even_its_own(database: World, service: str) -> None:
    schemas = [service, f"{service}_api", "souk", "public"]

    assert all(refused(database, service, f"CREATE TABLE {schema}.extra (id int)") for schema in schemas)
    assert all(
        refused(database, service, f"DROP TABLE {service}.{identifier(table)} CASCADE")
        for table in relations(service, "rp")
    )
    assert refused(database, service, f"SET ROLE {service}_owner")


def granted(world: World, role: str) -> Iterator[str]:
    with world.tx_as("admin") as tx:
        for row in tx.rows(GRANTS, role=role):
            if not row["object"].startswith(f"{role}_api."):
                yield row["object"]


def used(service: str) -> Iterator[str]:
    """Find what a service's statements and migrations take from the published schemas of others."""
    for path in (worlds.FUNCTIONS / service).rglob("*.*"):
        if path.suffix in (".py", ".sql"):
            for object_ in PUBLISHED_NAME.findall(path.read_text()):
                if not object_.startswith(f"{service}_api."):
                    yield object_


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_use_what_it_uses_and_nothing_more(database: World, service: str) -> None:
    assert set(granted(database, service)) == set(used(service))


def test_published_functions_are_no_trap(database: World) -> None:
    """A definer's function with an open search path runs whatever its caller puts there."""
    found: list[Any] = []
    with database.tx_as("admin") as tx:
        for service in SERVICES:
            found += tx.rows(PUBLISHED, schema=f"{service}_api")

    assert found
    assert [one["signature"] for one in found if one["everybody"]] == []
    definers = [one for one in found if one["definer"]]
    assert [one["signature"] for one in definers if "pg_temp" not in (one["config"] or "")] == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_kits_rows_of_others_are_invisible(database: World, service: str) -> None:
    other = next(one for one in SERVICES if one != service)
    with database.tx_as(other) as tx:
        tx.execute("INSERT INTO souk.inbox (consumer, event_id) VALUES ('consumer', :id)", id=uuid7())
        tx.execute("INSERT INTO souk.idempotency (caller, operation, key, fingerprint) VALUES ('a', 'b', 'c', 'd')")

    with database.tx_as(service) as tx:
        assert tx.value("SELECT count(*) FROM souk.inbox") == 0
        assert tx.value("SELECT count(*) FROM souk.idempotency") == 0
        assert tx.execute("UPDATE souk.idempotency SET status = 200") == 0
    assert refused(database, service, "SELECT FROM souk.outbox")
    assert refused(database, service, "DELETE FROM souk.outbox")
    assert refused(database, service, "DELETE FROM souk.inbox")
    assert refused(database, service, "SELECT FROM souk.migrations")
    assert refused(database, service, "SELECT souk.keep_partitions()")
    assert refused(database, service, "SELECT souk.delete_expired(1)")
    assert refused(database, service, "SELECT souk.fail_abandoned_jobs()")
    assert refused(database, service, "SELECT souk.expire('souk.inbox', 'received_at', '1 second')")
    assert refused(database, service, "SELECT souk.partition('souk.outbox', '1 month')")


@pytest.mark.parametrize("table", ["outbox", "inbox", "idempotency", "jobs"])
def test_nobody_writes_in_the_name_of_another(database: World, table: str) -> None:
    columns = {
        "outbox": "(id, source, name, envelope, service) VALUES (uuidv7(), 's', 'n', '{}', 'payments')",
        "inbox": "(consumer, event_id, service) VALUES ('c', uuidv7(), 'payments')",
        "idempotency": "(caller, operation, key, fingerprint, service) VALUES ('c', 'o', 'k', 'f', 'payments')",
        "jobs": "(id, job, state, work, correlation_id, service) VALUES (uuidv7(), 'j', 'done', '{}', '', 'payments')",
    }

    assert refused(database, "orders", f"INSERT INTO souk.{table} {columns[table]}")


def test_operations_see_the_outbox_and_no_service(database: World) -> None:
    with database.tx_as("orders") as tx:
        tx.execute("INSERT INTO souk.outbox (id, source, name, envelope) VALUES (uuidv7(), 's', 'n', '{}')")

    with database.tx_as("ops") as tx:
        assert tx.value("SELECT count(*) FROM souk.outbox") == 1
    for table in ("inbox", "idempotency", "jobs", "migrations", "retention"):
        assert refused(database, "ops", f"DELETE FROM souk.{table}")
    for service in SERVICES:
        assert all(refused(database, "ops", f"SELECT FROM {service}.{identifier(one)}") for one in relations(service))


@pytest.mark.parametrize("service", SERVICES)
def test_no_role_of_a_service_is_more_than_it_must_be(database: World, service: str) -> None:
    with database.tx_as("admin") as tx:
        flags = tx.row(
            """
            SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
            FROM pg_roles
            WHERE rolname = :role
            """,
            role=service,
        )

    assert flags is not None
    assert not any(flags.values())
