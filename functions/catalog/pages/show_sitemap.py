from uuid import UUID

from functions.catalog.pages.domain import sitemaps
from functions.catalog.pages.domain.sitemaps import KEPT, XML, Origin
from souk import Response, Transaction, page


@page("GET /sitemaps/{kind}/{after_id}", cached=KEPT, produces=XML)
def handler(tx: Transaction, origin: Origin, kind: str, after_id: UUID) -> Response:
    """List pages of one kind for search engines."""
    return Response(sitemaps.part(tx, origin, kind, after_id))
