from typing import Any

from functions.ops.domain import upkeep
from souk import Database, every


@every("1 hour", timeout=300, memory=256)
def handler(database: Database) -> dict[str, Any]:
    """Make the partitions ahead, forget what is past its time, and give up jobs that do not move."""
    return upkeep.sweep(database)
