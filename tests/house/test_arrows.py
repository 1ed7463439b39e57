"""Arrows point one way: cdk, local, tests → functions → events → the kit."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from souk.registry import modules

ROOT = Path(__file__).parents[2]
KIT = ROOT / "layers" / "souk" / "python" / "souk"
HOUSE = {"cdk", "local", "tests", "bench", "prove", "functions", "events", "souk", "app"}
# The list of products has a statement for each shape of the question, put together from constants of its module.
OF_CONSTANT_PARTS = "statement(shape)"
WAYS_IN = [ROOT / Path(*name.split(".")).with_suffix(".py") for name in modules(ROOT / "functions")]
SERVICES = sorted(path.name for path in (ROOT / "functions").iterdir() if (path / "__init__.py").exists())


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where things are"
            yield node.module or ""


def at_import(path: Path) -> Iterator[str]:
    """Names imported when the module is, not inside a function."""
    waiting: list[ast.AST] = [ast.parse(path.read_text())]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        waiting.extend(ast.iter_child_nodes(node))


def arrows(folder: Path) -> set[tuple[str, str]]:
    """Every import of something of the house from a folder."""
    return {
        (str(path.relative_to(ROOT)), name)
        for path in folder.rglob("*.py")
        for name in imported(path)
        if name.split(".")[0] in HOUSE
    }


def outside(folder: Path, *allowed: str) -> set[tuple[str, str]]:
    return {arrow for arrow in arrows(folder) if arrow[1].split(".")[0] not in allowed}


def test_the_kit_knows_nothing_but_itself() -> None:
    assert outside(KIT, "souk") == set()


def test_events_know_only_the_kit() -> None:
    assert outside(ROOT / "events", "events", "souk") == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_knows_itself_the_events_and_the_kit(service: str) -> None:
    folder = ROOT / "functions" / service

    assert outside(folder, "functions", "events", "souk") == set()
    foreign = {
        arrow
        for arrow in arrows(folder)
        if arrow[1].startswith("functions") and arrow[1].split(".")[1:2] not in ([service], [])
    }
    assert foreign == set(), "services meet through events, published SQL and the API, never through an import"


def test_what_runs_on_lambda_knows_no_cdk_and_loads_boto3_only_when_used() -> None:
    found = {
        (str(path.relative_to(ROOT)), name)
        for folder in (ROOT / "functions", ROOT / "events", KIT)
        for path in folder.rglob("*.py")
        for name in at_import(path)
        if name.split(".")[0] in {"aws_cdk", "constructs", "boto3", "botocore", "moto"}
    }

    assert found == set()


def test_stacks_compose_and_nothing_that_they_are_made_of_knows_them() -> None:
    found = {
        arrow
        for arrow in arrows(ROOT / "cdk")
        if arrow[1].startswith("cdk.stacks") and not arrow[0].startswith("cdk/stacks/")
    }

    assert found == set()


def test_a_domain_model_is_pure() -> None:
    impure = {"pg8000", "hiredis", "socket", "urllib", "os", "souk.database", "souk.cache", "souk.settings"}
    found = {
        (str(path.relative_to(ROOT)), name)
        for path in (ROOT / "functions").rglob("domain/model.py")
        for name in imported(path)
        if name in impure or name.split(".")[0] in impure
    }

    assert found == set()


def test_sql_stands_in_stores_only() -> None:
    verbs = ("SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH ")
    found = {
        str(path.relative_to(ROOT))
        for path in WAYS_IN
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip().startswith(verbs)
    }

    assert found == set()


def test_a_handler_is_short() -> None:
    long = {}
    for path in WAYS_IN:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name == "handler":
                lines = (node.end_lineno or 0) - node.lineno
                if lines > 25:
                    long[str(path.relative_to(ROOT))] = lines

    assert long == {}


def test_statements_are_text_with_parameters_never_put_together() -> None:
    """A statement that is formatted, added up or an f-string is a way in for somebody else's SQL."""
    found = set()
    for path in (ROOT / "functions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            runs = node.func.attr in {"rows", "row", "value", "execute", "json", "fetch", "fetch_one"}
            subject = node.func.value
            if runs and isinstance(subject, ast.Name) and subject.id in {"tx", "transaction"}:
                statement = node.args[1 if node.func.attr.startswith("fetch") else 0]
                if not isinstance(statement, ast.Name | ast.Constant | ast.Attribute | ast.Subscript) and not (
                    isinstance(statement, ast.Call) and ast.unparse(statement) == OF_CONSTANT_PARTS
                ):
                    found.add(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert found == set()


def test_a_way_in_has_one_docstring_which_is_its_handler_s() -> None:
    twice = {str(path.relative_to(ROOT)) for path in WAYS_IN if ast.get_docstring(ast.parse(path.read_text()))}

    assert twice == set()
