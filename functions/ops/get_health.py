from functions.ops.domain.model import Health
from souk import operation


@operation("GET /api/health", memory=256)
def handler() -> Health:
    """Say that the API answers."""
    return Health(status="ok")
