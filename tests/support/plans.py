"""How PostgreSQL would run every statement of the stores against a large data set; it names the parameters' types."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pg8000.exceptions import DatabaseError
from pg8000.native import to_statement

from souk.connection import Connection
from souk.sqlstate import code
from tests.support import dialect, large
from tests.support.dialect import ROOT
from tests.support.large import Column
from tests.support.world import World

KIT = ROOT / "layers" / "souk" / "python" / "souk"
_READS_ROWS = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")

_GROWN = f"""
SELECT namespace.nspname || '.' || class.relname
FROM pg_class AS class
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
WHERE class.relkind = 'r' AND class.reltuples > {large.GROWS_FROM} AND namespace.nspname NOT LIKE 'pg\\_%'
"""
_FUNCTIONS = """
SELECT
    CASE function.prokind WHEN 'p' THEN 'CALL ' ELSE 'SELECT * FROM ' END,
    namespace.nspname || '.' || function.proname,
    coalesce(function.proargnames[:function.pronargs], '{}'),
    (
        SELECT coalesce(array_agg(format_type(argument.type, NULL) ORDER BY argument.place), '{}')
        FROM unnest(function.proargtypes::oid[]) WITH ORDINALITY AS argument (type, place)
    )
FROM pg_proc AS function
JOIN pg_namespace AS namespace ON namespace.oid = function.pronamespace
WHERE (pg_get_userbyid(function.proowner) LIKE '%\\_owner' OR function.prokind = 'p')
    AND function.prorettype <> 'trigger'::regtype
    AND NOT EXISTS (
        SELECT FROM pg_type AS type WHERE type.oid = ANY (function.proargtypes::oid[]) AND type.typtype = 'c'
    )
ORDER BY 2
"""
_VIOLATED = "23"
_SCANS = "SELECT schemaname || '.' || relname, coalesce(seq_scan, 0) FROM pg_stat_xact_user_tables"
_KIT_ROLES = {"migrations.py": "admin"}

PARAMETERS = {
    "life": str(30 * 24 * 3600),
    "limit": "25",
    "most": "25",
    "batch": "100",
    "since": "now() - interval '1 day'",
    "until": "now()",
    "events": "'[]'",
    "before": "large.id(5000)",
    "attributes": """'{"material": "Oak", "batch": "a87ff679a2f3e71d9181a67b7542122c"}'""",
    "q": "'copper'",
    "priced_in": "'GBP'",
    "min_price": "NULL",
    "max_price": "NULL",
    "in_stock": "true",
    "after_rank": "0.5",
    "said": """(
        SELECT to_jsonb(issued) || jsonb_build_object('id', uuidv7(), 'refund_id', uuidv7(), 'kind', 'credit_note')
        FROM orders.invoices AS issued
        LIMIT 1
    )""",
    "placed": """(
        SELECT to_jsonb(placed) || jsonb_build_object('id', uuidv7(), 'number', 'S-2026-NEW')
        FROM orders.orders AS placed
        LIMIT 1
    )""",
    "refund": """(
        SELECT to_jsonb(refund) || jsonb_build_object('id', uuidv7(), 'lines', '[]'::jsonb)
        FROM orders.refunds AS refund
        LIMIT 1
    )""",
    "asked": """(
        SELECT to_jsonb(asked) || jsonb_build_object('id', uuidv7())
        FROM orders.order_returns AS asked
        LIMIT 1
    )""",
}
"""Values in SQL by the parameter's name, where its type and the columns of that name do not say it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a store, and the service it belongs to."""

    service: str
    name: str
    text: str

    def __str__(self) -> str:
        return self.name


def statements() -> Iterator[Statement]:
    """Find every statement of every store, and of the kit."""
    stores = sorted((ROOT / "functions").rglob("*store.py"))
    for path in [*stores, *sorted(KIT.glob("*.py"))]:
        service = _KIT_ROLES.get(path.name, "ops") if path.parent == KIT else path.relative_to(ROOT).parts[1]
        for name, text in dialect.constants(path):
            is_part = name.startswith("_") and path.parent != KIT
            if not is_part and _READS_ROWS.match(text) and dialect.STATEMENT.match(text):
                yield Statement(service, f"{dialect.module_of(path).removeprefix('functions.')}.{name}", text)


class Large:
    """A world whose tables are full."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tables = large.fill(world)
        self._columns: dict[tuple[str, str], Column] = {
            (place, column["name"]): column
            for table, columns in self.tables.items()
            for column in columns
            for place in ("", table.partition(".")[0])
        }
        self._connections: dict[str, Connection] = {}
        self._seller_id = UUID(int=0)
        [self._seller_id] = self.rows(f"SELECT large.id({large.SAMPLE})")
        self._grown = set(self.rows(_GROWN))

    def rows(self, sql: str) -> list[Any]:
        """Give the first column of a statement that the administrator runs."""
        return [row[0] for row in self.connection("admin").run(sql)]

    def connection(self, service: str) -> Connection:
        """Connect as a service that acts for a shop."""
        if service not in self._connections:
            connection = self.world.admin() if service == "admin" else self.world.connect(service)
            connection.patience = None
            connection.run(f"SET souk.seller_id = '{self._seller_id}'")
            self._connections[service] = connection
        return self._connections[service]

    def close(self) -> None:
        """Close every connection."""
        for connection in self._connections.values():
            connection.close()

    def plan(self, statement: Statement, **values: str) -> dict[str, Any]:
        """Explain a statement, with ``values`` in SQL for some of its parameters."""
        connection = self.connection(statement.service)
        text, order = to_statement(statement.text)
        names = order(_Names())
        connection.run(f"PREPARE explained AS {text}")
        try:
            [[types]] = connection.run(
                "SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'explained'"
            )
            given = [
                values.get(name) or self.sample(statement.service, name, kind)
                for name, kind in zip(names, types, strict=True)
            ]
            evaluated = self._evaluated(given, types)
            call = f"({', '.join(evaluated)})" if evaluated else ""
            [[explained]] = connection.run(f"EXPLAIN (VERBOSE, FORMAT json) EXECUTE explained{call}")
        finally:
            connection.run("DEALLOCATE explained")
        plan: dict[str, Any] = json.loads(explained)[0]["Plan"]
        return plan

    def scanned(self, statement: Statement, **values: str) -> list[str]:
        """Name the tables that grow and that a statement would read from end to end."""
        return [
            table
            for node in walk(self.plan(statement, **values))
            if _is_whole(node) and (table := f"{node['Schema']}.{node['Relation Name']}") in self._grown
        ]

    def scanned_by_functions(self) -> dict[str, list[str]]:
        """Call every function of the services and procedure of the kit.

        Name the tables that grow and that each read from end to end.
        """
        connection = self.connection("admin")
        found = {}
        for verb, name, arguments, types in connection.run(_FUNCTIONS):
            service = name.partition(".")[0].removesuffix("_api")
            given = [self.sample(service, one, kind) for one, kind in zip(arguments, types, strict=True)]
            call = f"{verb}{name}({', '.join(self._evaluated(given, types))})"
            connection.run("BEGIN")
            before = dict(connection.run(_SCANS))
            connection.run(f"SET LOCAL search_path = {name.partition('.')[0]}, public, souk")
            connection.run("SAVEPOINT called")
            try:
                connection.run(call)
            except DatabaseError as error:
                if not code(error).startswith(_VIOLATED):
                    raise
            connection.run("ROLLBACK TO called")
            after = dict(connection.run(_SCANS))
            connection.run("ROLLBACK")
            found[name] = sorted(table for table in self._grown if after[table] > before[table])
        return found

    def sample(self, service: str, name: str, kind: str) -> str:
        """Write a parameter's value in SQL: one that the data set has, where a column of the service is called so."""
        if name in PARAMETERS:
            return PARAMETERS[name]
        if kind.endswith("[]"):
            return f"ARRAY[{self.sample(service, name.removesuffix('s'), kind.removesuffix('[]'))}]"
        domain = kind.removeprefix("souk.")
        column = self._columns.get((service, name)) or self._columns.get(("", name))
        if column is None or kind not in (column["type"], f"souk.{column['domain']}"):
            column = Column(name=name, type=kind, domain=domain, optional=False, unique=False, choices=None)
        return f"({re.sub(r'\bn\b', str(large.SAMPLE), large.value(column))})"

    def _evaluated(self, given: list[str], types: list[str]) -> list[str]:
        """Turn expressions into literals, which the planner knows the same way as parameters."""
        if not given:
            return []
        asked = ", ".join(f"quote_nullable(({value})::{kind})" for value, kind in zip(given, types, strict=True))
        [literals] = self.connection("admin").run(f"SELECT {asked}")
        return [f"{value}::{kind}" for value, kind in zip(literals, types, strict=True)]


class _Names(dict[str, str]):
    """Gives each name for itself."""

    def __missing__(self, name: str) -> str:
        return name


def walk(plan: dict[str, Any], within: float = math.inf) -> Iterator[dict[str, Any]]:
    """Give the steps of a plan, the last one first; a step below a LIMIT costs no more than the LIMIT lets it."""
    plan["Total Cost"] = min(plan["Total Cost"], within)
    passing = plan["Total Cost"] if plan["Node Type"] in ("Limit", "LockRows", "Result", "Subquery Scan") else math.inf
    yield plan
    for part in plan.get("Plans", []):
        yield from walk(part, passing)


def _is_whole(node: dict[str, Any]) -> bool:
    """Say whether a table, or a long index without a condition, is read from end to end."""
    if node["Node Type"] in ("Index Scan", "Index Only Scan"):
        return "Index Cond" not in node and node["Total Cost"] > 1000
    return bool(node["Node Type"] == "Seq Scan")
