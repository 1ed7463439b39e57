from typing import Any

from souk import Transaction, task


@task()
def handler(tx: Transaction, payload: dict[str, Any]) -> str:
    """Open the doors for somebody."""
    return f"welcome {payload['name']}, {tx.value('SELECT current_user')}"
