from functions.ops.domain.reference import ApiReference
from souk import Response, operation


@operation("GET /api/docs", cached="public, max-age=300", produces="text/html; charset=utf-8")
def handler(reference: ApiReference) -> Response:
    """Show the API reference."""
    return Response(reference.page(), headers={"Content-Security-Policy": reference.policy()})
