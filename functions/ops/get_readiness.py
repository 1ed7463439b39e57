from functions.ops.domain import upkeep
from functions.ops.domain.model import Readiness
from souk import Cache, Database, operation


@operation("GET /api/ready")
def handler(database: Database, cache: Cache) -> Readiness:
    """Say whether the database and the cache answer, and how long events have been waiting."""
    return upkeep.readiness(database, cache)
