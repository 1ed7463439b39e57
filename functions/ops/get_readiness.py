from functions.ops.domain import upkeep
from functions.ops.domain.model import Readiness
from souk import Cache, Database, Response, operation


@operation("GET /api/ready")
def handler(database: Database, cache: Cache) -> Readiness | Response:
    """Say whether the database and the cache answer, and how long events have been waiting."""
    found = upkeep.readiness(database, cache)
    return found if found.database else Response(found, 503, {"Retry-After": "5"})
