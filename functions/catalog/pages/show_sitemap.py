from uuid import UUID

from functions.catalog.pages.domain import sitemaps
from functions.catalog.pages.domain.sitemaps import KEPT, XML
from souk import Response, Transaction, page
from souk.site import Site


@page("GET /sitemaps/{kind}/{after_id}", cached=KEPT, produces=XML)
def handler(tx: Transaction, site: Site, kind: str, after_id: UUID) -> Response:
    """List pages of one kind for search engines."""
    return Response(sitemaps.part(tx, site, kind, after_id))
