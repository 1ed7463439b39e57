from functions.catalog.pages.domain import sitemaps
from functions.catalog.pages.domain.sitemaps import KEPT, XML, Origin
from souk import Response, Transaction, page


@page("GET /sitemap.xml", cached=KEPT, produces=XML)
def handler(tx: Transaction, origin: Origin) -> Response:
    """List the sitemaps."""
    return Response(sitemaps.index(tx, origin))
