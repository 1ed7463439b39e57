from typing import Annotated, Any

from functions.ops.domain.document import ApiDocument
from souk import Json, operation


@operation("GET /api/openapi.json", cached="public, max-age=300")
def handler(document: ApiDocument) -> Annotated[Json, dict[str, Any]]:
    """Give this API as an OpenAPI 3.1 document."""
    return document.text
