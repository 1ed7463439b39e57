"""How PostgreSQL would run the named statements of a store."""

import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from souk.database import Transaction


def statements(*modules: ModuleType) -> dict[str, str]:
    """Give the statements of stores by name: the constants in upper case."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, str) and "\n" in value
    }


def scanned(tx: Transaction, statement: str, parameters: Mapping[str, Any]) -> list[str]:
    """Name the tables that a statement would read from end to end."""
    wanted = {name: value for name, value in parameters.items() if f":{name}" in statement}
    return _scanned(json.loads(str(tx.value(f"EXPLAIN (FORMAT json) {statement}", **wanted)))[0]["Plan"])


def _scanned(plan: dict[str, Any]) -> list[str]:
    here = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" else []
    return here + [table for part in plan.get("Plans", []) for table in _scanned(part)]
