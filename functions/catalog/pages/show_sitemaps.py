from functions.catalog.pages.domain import sitemaps
from functions.catalog.pages.domain.sitemaps import KEPT, XML
from souk import Response, Transaction, page
from souk.site import Site


@page("GET /sitemap.xml", cached=KEPT, produces=XML)
def handler(tx: Transaction, site: Site) -> Response:
    """List the sitemaps."""
    return Response(sitemaps.index(tx, site))
