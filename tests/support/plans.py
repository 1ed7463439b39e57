"""How PostgreSQL would run the named statements of a store."""

import json
import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from souk.database import Transaction

_STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")


def statements(*modules: ModuleType) -> dict[str, str]:
    """Give the statements of stores by name: the constants in upper case."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, str) and _STATEMENT.match(value)
    }


def scanned(tx: Transaction, statement: str, parameters: Mapping[str, Any]) -> list[str]:
    """Name the tables that a statement would read from end to end."""
    return [node["Relation Name"] for node in nodes(tx, statement, parameters) if _is_whole(node)]


def nodes(tx: Transaction, statement: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the steps of a statement's plan, the last one first."""
    wanted = {name: value for name, value in parameters.items() if re.search(rf"(?<!:):{name}\b", statement)}
    plan = json.loads(str(tx.value(f"EXPLAIN (FORMAT json) {statement}", **wanted)))[0]["Plan"]
    return list(_walk(plan))


def _walk(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _walk(part)


def _is_whole(node: dict[str, Any]) -> bool:
    """Tell whether a table, or a long index without a condition, is read from end to end."""
    if node["Node Type"] in ("Index Scan", "Index Only Scan"):
        return "Index Cond" not in node and node["Total Cost"] > 1000
    # An empty table, as partitions of the time to come are, costs nothing.
    return bool(node["Node Type"] == "Seq Scan" and node["Total Cost"] > 0)
