from souk import Response, page


@page("GET /pots.txt", cached="public, max-age=60", produces="text/plain; charset=utf-8")
def handler() -> Response:
    """Count the pots."""
    return Response("1")
