"""Draw the house for the documents, from its declarations and its migrations, as Mermaid."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pglast
from pglast import ast as sql
from pglast.enums import ConstrType

import events
from souk.event import catalogue
from souk.migrations import find
from souk.registry import Registry

ROOT = Path(__file__).parents[1]
_PUBLISHED = re.compile(r"^GRANT (?:SELECT|EXECUTE) ON (?:FUNCTION )?(\w+)_api\..*? TO ([\w, ]+);", re.MULTILINE)
_SHORT = {"timestamptz": "timestamptz", "int4": "integer", "int8": "bigint", "bool": "boolean"}


def house(registry: Registry) -> str:
    """Draw the services, what each may ask of another in its own transaction, and which listens to whose events."""
    lines = ["flowchart LR"]
    for service in registry.services:
        functions = [spec for spec in registry.functions if spec.service == service]
        areas = sorted({spec.area for spec in functions if spec.area})
        within = f"<br>{', '.join(areas)}" if areas else ""
        lines.append(f'    {service}["{service}<br>{len(functions)} functions{within}"]')
    lines += [f"    {asking} --> {asked}" for asked, asking in sorted(_published())]
    heard = {(spec.service, event.source.partition(".")[2]) for spec in registry.reactions for event in spec.events}
    lines += [f"    {source} -.-> {listener}" for listener, source in sorted(heard) if listener != source]
    return _mermaid(lines)


def flow(registry: Registry) -> str:
    """Draw every event that somebody listens to, from the service that publishes it to the functions behind a queue."""
    known = sorted(catalogue(events).values(), key=lambda event: (event.source, event.name))
    heard = [(event, spec) for event in known for spec in registry.reactions if event in spec.events]
    return _mermaid(
        [
            "flowchart LR",
            *(
                f'    {event.source.partition(".")[2]} -- {event.name} --> {spec.id}["{spec.service}<br>{spec.name}"]'
                for event, spec in heard
            ),
        ]
    )


def request(registry: Registry) -> str:
    """Draw one request, with what its function is given because it asks for it."""
    spec = registry.operation("POST /api/orders").spec
    given = ", ".join(sorted(resource.__name__ for resource in spec.resources))
    refused = ", ".join(str(status) for status in sorted({problem.status for problem in spec.problems}))
    return _mermaid(
        [
            "sequenceDiagram",
            f"    participant gateway as API Gateway<br>{spec.route}",
            f"    participant authorize as {registry.authorizer.id}",
            f"    participant function as {spec.id}<br>{given}",
            "    participant valkey as Valkey",
            "    participant database as PostgreSQL",
            "    gateway->>authorize: the bearer token, once a minute",
            "    gateway->>function: request and claims",
            "    function->>valkey: limit, session and cached value in one round trip",
            "    function->>function: role, path, query and body against their models",
            "    function->>database: BEGIN with the first statement",
            "    function->>database: the work",
            "    function->>database: events, stored response and COMMIT in one round trip",
            f"    function-->>gateway: {spec.status}, or a problem: {refused}",
        ]
    )


def job(registry: Registry) -> str:
    """Draw every job, with what begins it."""
    lines = ["flowchart LR", '    relay["ops<br>relay"]', '    files["Amazon S3<br>uploads"]']
    for spec in registry.jobs:
        lines.append(
            f'    {spec.service} -- enqueue --> relay -- the next part --> {spec.id}["{spec.service}<br>{spec.name}"]'
        )
        if spec.work and spec.work.upload:
            lines.append(f"    files -- the first part --> {spec.id}")
    return _mermaid(lines)


def tables() -> str:
    """Draw the tables of each service."""
    by_service: dict[str, list[Any]] = {}
    for migration in find(ROOT / "functions"):
        by_service.setdefault(migration.service, []).extend(_created(migration.path.read_text()))
    drawn = [f"### {service}\n\n{_mermaid(_of_service(made))}" for service, made in by_service.items() if made]
    return "\n\n".join(drawn)


def _of_service(made: list[Any]) -> list[str]:
    lines = ["erDiagram"]
    for table in made:
        name = table.relation.relname
        columns = [part for part in table.tableElts if _is(part, sql.ColumnDef)]
        lines.append(f"    {name} {{")
        for column in columns:
            kind = column.typeName.names[-1].sval + ("_array" if column.typeName.arrayBounds else "")
            key = " PK" if column.colname in _key(table, columns) else ""
            lines.append(f"        {_SHORT.get(kind, kind)} {column.colname}{key}")
        lines.append("    }")
    for table in made:
        lines += [
            f"    {referred} ||--o{{ {table.relation.relname} : {column}" for column, referred in _references(table)
        ]
    return lines


def _is(node: Any, kind: type) -> bool:
    """Distinguish a node's class without pglast's types, which hold everything for optional."""
    return isinstance(node, kind)


def _created(text: str) -> Iterator[Any]:
    for statement in pglast.parse_sql(text):
        if _is(statement.stmt, sql.CreateStmt):
            yield statement.stmt


def _key(table: Any, columns: list[Any]) -> set[str]:
    of_columns = {
        column.colname
        for column in columns
        if any(constraint.contype == ConstrType.CONSTR_PRIMARY for constraint in column.constraints or ())
    }
    of_table = {
        key.sval
        for part in table.tableElts
        if _is(part, sql.Constraint) and part.contype == ConstrType.CONSTR_PRIMARY
        for key in part.keys or ()
    }
    return of_columns | of_table


def _references(table: Any) -> Iterator[tuple[str, str]]:
    part: Any
    constraint: Any
    for part in table.tableElts:
        constraints = part.constraints or () if _is(part, sql.ColumnDef) else (part,)
        for constraint in constraints:
            if _is(constraint, sql.Constraint) and constraint.contype == ConstrType.CONSTR_FOREIGN:
                column = part.colname if _is(part, sql.ColumnDef) else constraint.fk_attrs[0].sval
                yield column, constraint.pktable.relname


def _published() -> set[tuple[str, str]]:
    """Who publishes to whom in SQL."""
    return {
        (match[1], asking.strip())
        for migration in find(ROOT / "functions")
        for match in _PUBLISHED.finditer(migration.path.read_text())
        for asking in match[2].split(",")
    }


def _mermaid(lines: list[str]) -> str:
    return "```mermaid\n" + "\n".join(lines) + "\n```"


def all_of_them(registry: Registry) -> Mapping[str, str]:
    """Give every picture by the name of its place in the documents."""
    return {
        "house": house(registry),
        "request": request(registry),
        "event": flow(registry),
        "job": job(registry),
        "tables": tables(),
    }
