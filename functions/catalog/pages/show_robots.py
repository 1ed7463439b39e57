from functions.catalog.pages.domain import sitemaps
from functions.catalog.pages.domain.sitemaps import KEPT
from souk import Response, page
from souk.site import Site


@page("GET /robots.txt", cached=KEPT, produces="text/plain; charset=utf-8", memory=256)
def handler(site: Site) -> Response:
    """Say what robots may read."""
    return Response(sitemaps.robots(site))
