from functions.ops.domain.reference import ApiReference
from souk import Response, operation


@operation("GET /api/docs", cached="public, max-age=300")
def handler(reference: ApiReference) -> Response:
    """Show the API reference."""
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": reference.policy()}
    return Response(reference.page(), headers=headers)
