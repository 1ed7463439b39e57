"""The clearing of what can no longer be asked for."""

from functions.ops.domain import upkeep
from souk import Database, every


@every("1 hour", timeout=300, memory=256)
def handler(database: Database) -> dict[str, int]:
    """Forget messages and answered requests that can no longer come back."""
    return upkeep.sweep(database)
