"""SQL has one dialect and stands in stores: what `tests/support/dialect.py` finds otherwise is listed here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import dialect
from tests.support.dialect import ROOT, STATEMENT, findings, findings_in_part

KIT = ROOT / "layers" / "souk" / "python" / "souk"
SERVICES = sorted(path.parent for path in (ROOT / "functions").glob("*/__init__.py"))
FOLDERS = [KIT, *SERVICES]
UNCHECKED = re.compile(r"(?s)check_function_bodies = off;(.*?)(?:RESET check_function_bodies;|\Z)")
NAMES_ROLES = {"migrations.py"}
"""Where statements are about roles, whose names cannot be parameters."""


def files(folder: Path, pattern: str) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob(pattern)) if "__pycache__" not in path.parts)


def stores(folder: Path) -> Iterator[Path]:
    return files(folder, "*.py" if folder == KIT else "*store.py")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def found_in(folder: Path) -> Iterator[str]:
    for path in files(folder, "*.sql"):
        yield from (f"{named(path)}:{line}: {advice}" for line, advice in findings(path.read_text()))
    for path in stores(folder):
        for name, text in dialect.constants(path):
            if STATEMENT.match(text):
                yield from (f"{named(path)} {name} line {line}: {advice}" for line, advice in findings(text))
            elif name.startswith("_") and " " in text and folder != KIT:
                yield from (f"{named(path)} {name} line {line}: {advice}" for line, advice in findings_in_part(text))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_all_sql_is_in_the_dialect(folder: Path) -> None:
    assert list(found_in(folder)) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_bodies_are_checked_again_after_the_function_whose_is_not(folder: Path) -> None:
    found = [
        named(path)
        for path in files(folder, "*.sql")
        for unchecked in UNCHECKED.findall(path.read_text())
        if unchecked.count("\nCREATE ") != 1
    ]

    assert found == []


@pytest.mark.parametrize("folder", SERVICES, ids=lambda folder: folder.name)
def test_statements_stand_in_stores(folder: Path) -> None:
    found = [
        f"{named(path)}:{line}"
        for path in files(folder, "*.py")
        if not path.name.endswith("store.py")
        for line, _, _ in dialect.written(path)
    ]

    assert found == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_statements_are_put_together_of_named_constants_only(folder: Path) -> None:
    found = [
        f"{named(path)}:{line}: {ast.unparse(part)}"
        for path in stores(folder)
        if path.name not in NAMES_ROLES
        for line, _, parts in dialect.written(path)
        for part in parts
        if not (isinstance(part, ast.Name) and part.id.isupper())
    ]

    assert found == []


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("select 1", "SELECT instead of select"),
        ("SELECT COALESCE(a, b) FROM things", "coalesce instead of COALESCE"),
        ("SELECT Count(*) FROM things", "count instead of Count"),
        ("SELECT CAST(a AS integer) FROM things", "value::type instead of CAST(value AS type)"),
        ("SELECT a::int FROM things", "integer instead of int"),
        ("SELECT a b FROM things", "AS b"),
        ("SELECT max(a) b FROM things", "AS b"),
        ("SELECT a FROM things t", "AS t"),
        ("SELECT a FROM (SELECT a FROM things) t", "AS t"),
        ("UPDATE things t SET a = 1", "AS t"),
        ("SELECT a FROM things LEFT OUTER JOIN others ON true", "JOIN and LEFT JOIN need no INNER and OUTER"),
        ("SELECT a FROM things WHERE a != 1", "<> instead of !="),
        ("SELECT a\n  FROM things", "indent by 4 spaces"),
        ("SELECT a  FROM things", "one space between words"),
        ("SELECT a FROM things WHERE a = NULL and TRUE", "AND instead of and"),
        ("CREATE TABLE things (thing_id uuid PRIMARY KEY)", "the key is called id instead of thing_id"),
        ("CREATE TABLE things (a uuid, PRIMARY KEY (a))", "the key is called id instead of a"),
        ("CREATE TABLE things (a uuid)", "things needs a primary key"),
        ("CREATE VIEW seen AS\nSELECT a FROM things t", "AS t"),
        (
            "CREATE FUNCTION do_it() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n    DELETE FROM things t;\nEND\n$$",
            "AS t",
        ),
    ],
)
def test_another_dialect_is_found(text: str, advice: str) -> None:
    assert advice in [finding.advice for finding in findings(text)]


def test_the_dialect_itself_is_not() -> None:
    text = """
SELECT thing.name, count(*) FILTER (WHERE given.amount > 0) AS amount, interval '1 day' * 2 AS later
FROM jsonb_to_recordset(:given::jsonb) AS given (id uuid, amount integer)
JOIN things AS thing ON thing.id = given.id AND thing.rate > 0::double precision
WHERE thing.position = :position::integer AND thing.at < now() AT TIME ZONE 'UTC'
GROUP BY thing.name
"""
    assert findings(text) == []
