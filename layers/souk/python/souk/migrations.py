"""Migrations: numbered SQL files, forward only, the same on deploy, in tests and on the desk.

Every service has a schema, a schema for what it publishes, a NOLOGIN role that owns both and runs the migrations, and
a login role that may only read and write rows.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pg8000.native import Connection, identifier, literal

_FILE = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")
_LOCK = 7_355_608
_SERVICES, _OWNERS = "souk_service", "souk_owners"
_KIT = Path(__file__).parent / "schema"

_JOURNAL = """
CREATE SCHEMA IF NOT EXISTS souk;
CREATE TABLE IF NOT EXISTS souk.migrations (
    service text NOT NULL,
    number text NOT NULL,
    file text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service, number)
)
"""

_NOTE = """
INSERT INTO souk.migrations (service, number, file, checksum)
VALUES (:service, :number, :file, :checksum)
"""


class MigrationError(Exception):
    """The files and the database contradict each other."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file."""

    service: str
    path: Path

    @property
    def number(self) -> str:
        """The four digits it begins with."""
        return self.path.name[:4]

    @property
    def checksum(self) -> str:
        """What its text must still be after it was applied."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def services(functions: Path) -> list[str]:
    """Name the services that have tables."""
    return sorted(path.parent.name for path in functions.glob("*/migrations"))


def find(functions: Path) -> Iterator[Migration]:
    """Find all files, the kit's first, then each service's in order.

    Raises MigrationError when a number is missing or taken twice.
    """
    yield from _numbered("souk", _KIT)
    for service in services(functions):
        yield from _numbered(service, functions / service / "migrations")


def _numbered(service: str, folder: Path) -> Iterator[Migration]:
    for expected, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = _FILE.match(path.name)
        if not match or int(match[1]) != expected:
            raise MigrationError(f"{path}: expected a file {expected:04d}_<what>.sql")
        yield Migration(service, path)


def migrate(connection: Connection, functions: Path, passwords: Mapping[str, str]) -> list[str]:
    """Bring the database to the state of the files; give the names of those applied now.

    ``connection`` is an administrator's; ``passwords`` has one for each service with tables, and for ``ops``. Each
    file is a transaction of its own. A second migration at the same time waits.
    """
    migrations = list(find(functions))
    connection.run(f"SELECT pg_advisory_lock({_LOCK})")
    try:
        connection.run(_JOURNAL)
        for group in (_SERVICES, _OWNERS):
            _ensure_role(connection, group, "NOLOGIN")
        for service in sorted({*services(functions), "ops"}):
            _ensure_roles(connection, service, passwords[service])
        rows = connection.run("SELECT service, number, checksum FROM souk.migrations")
        applied = {(service, number): checksum for service, number, checksum in rows or ()}
        done = [f"{one.service}/{one.path.name}" for one in migrations if _apply(connection, one, applied)]
        connection.run("SELECT souk.keep_partitions(), souk.watch_changes()")
        return done
    finally:
        connection.run(f"SELECT pg_advisory_unlock({_LOCK})")


def _apply(connection: Connection, migration: Migration, applied: Mapping[tuple[str, str], str]) -> bool:
    known = applied.get((migration.service, migration.number))
    if known == migration.checksum:
        return False
    if known is not None:
        raise MigrationError(f"{migration.path} was applied and has changed since: write a new file instead")
    connection.run("BEGIN")
    try:
        if migration.service != "souk":
            connection.run(f"SET LOCAL ROLE {identifier(migration.service + '_owner')}")
            connection.run(f"SET LOCAL search_path = {identifier(migration.service)}, public")
        connection.run(migration.path.read_text())
        connection.run("RESET ROLE")
        connection.run(
            _NOTE,
            service=migration.service,
            number=migration.number,
            file=migration.path.name,
            checksum=migration.checksum,
        )
        connection.run("COMMIT")
    except BaseException:
        connection.run("ROLLBACK")
        raise
    return True


def _ensure_roles(connection: Connection, service: str, password: str) -> None:
    """Make the schemas and roles of a service when they are missing, and set its password."""
    owner, login, schema, api = f"{service}_owner", service, service, f"{service}_api"
    _ensure_role(connection, owner, "NOLOGIN")
    connection.run(f"GRANT {identifier(owner)} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE")
    _ensure_role(connection, login, "LOGIN")
    connection.run(f"GRANT {_OWNERS} TO {identifier(owner)}")
    connection.run(f"GRANT {_SERVICES} TO {identifier(login)}")
    connection.run(f"ALTER ROLE {identifier(login)} PASSWORD {literal(password)}")
    for setting in (
        "timezone = 'UTC'",
        "statement_timeout = '8s'",
        "lock_timeout = '3s'",
        "idle_in_transaction_session_timeout = '20s'",
    ):
        connection.run(f"ALTER ROLE {identifier(login)} SET {setting}")
    connection.run(f"ALTER ROLE {identifier(login)} SET search_path = {identifier(schema)}, public")
    for name in (schema, api):
        connection.run(f"CREATE SCHEMA IF NOT EXISTS {identifier(name)} AUTHORIZATION {identifier(owner)}")
        connection.run(f"GRANT USAGE ON SCHEMA {identifier(name)} TO {identifier(login)}")
    own = f"ALTER DEFAULT PRIVILEGES FOR ROLE {identifier(owner)}"
    connection.run(f"{own} IN SCHEMA {identifier(schema)} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {login}")
    connection.run(f"{own} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
    connection.run(f"{own} IN SCHEMA {identifier(schema)} GRANT EXECUTE ON FUNCTIONS TO {login}")
    connection.run(f"{own} IN SCHEMA {identifier(api)} GRANT SELECT ON TABLES TO {login}")
    connection.run(f"{own} IN SCHEMA {identifier(api)} GRANT EXECUTE ON FUNCTIONS TO {login}")


def _ensure_role(connection: Connection, name: str, kind: str) -> None:
    if not connection.run("SELECT 1 FROM pg_roles WHERE rolname = :name", name=name):
        connection.run(f"CREATE ROLE {identifier(name)} {kind}")
