from functions.catalog.pages.domain import sitemaps
from functions.catalog.pages.domain.sitemaps import KEPT, Origin
from souk import Response, page


@page("GET /robots.txt", cached=KEPT, produces="text/plain; charset=utf-8", memory=256)
def handler(origin: Origin) -> Response:
    """Say what robots may read."""
    return Response(sitemaps.robots(origin))
