from typing import Any

from functions.ops.domain.dead_letters import DeadLetters
from souk import task


@task(timeout=900)
def handler(dead_letters: DeadLetters, payload: dict[str, Any]) -> dict[str, int]:
    """Deliver again what the function under `{"function": "payments/charge_order"}` gave up."""
    return {"moved": dead_letters.redrive(payload["function"])}
