from typing import Any

from functions.ops.domain import upkeep
from souk import Database, every


@every("1 hour", timeout=300, memory=256)
def handler(database: Database) -> dict[str, Any]:
    """Make the partitions ahead, and forget what is past its time."""
    return upkeep.sweep(database)
