"""A name means one thing, and is written in one form."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = [ROOT / "functions", ROOT / "events", ROOT / "layers" / "souk" / "python" / "souk"]
LOGGED = {"debug", "info", "warning", "error", "exception"}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Everything that stands in functions, events and the kit, with its file."""
    for path in (path for folder in CODE for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            yield str(path.relative_to(ROOT)), node


def logged() -> list[tuple[str, ast.Call]]:
    """Every call that writes a line of the log."""
    return [
        (path, node)
        for path, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LOGGED
        and ast.unparse(node.func.value) == "logger()"
    ]


def test_no_two_classes_share_a_name() -> None:
    places = defaultdict(list)
    for path, node in nodes():
        if isinstance(node, ast.ClassDef):
            places[node.name].append(path)

    assert len(places) > 300
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_a_line_of_the_log_has_a_name_and_its_values_are_as_they_are() -> None:
    names = {(path, ast.literal_eval(call.args[0])) for path, call in logged()}

    assert len(names) > 10
    assert {(path, name) for path, name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)} == set()
    assert [path for path, call in logged() if "str(" in ast.unparse(call)] == []
