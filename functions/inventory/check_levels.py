from dataclasses import asdict
from typing import Any

from functions.inventory.domain import balancing
from souk import Database, task


@task(timeout=600)
def handler(database: Database) -> dict[str, Any]:
    """Say which stock levels are not the sum of their movements."""
    checked, uneven = 0, []
    for balance in balancing.balances(database):
        checked += 1
        if not balance.is_even:
            uneven.append({name: str(value) for name, value in asdict(balance).items()})
    return {"checked": checked, "uneven": uneven}
