from functools import partial

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain.model import ListProducts
from functions.catalog.pages.domain import asking
from functions.catalog.pages.domain.answer import Answer
from functions.catalog.pages.domain.renderer import ALARMS, MEMORY, Renderer
from souk import RawRequest, Response, Transaction, page


@page("GET /search", memory=MEMORY, alarms=ALARMS)
def handler(tx: Transaction, renderer: Renderer, request: RawRequest) -> Response:
    """Show what is found by words."""
    params, query = asking.listing(ListProducts, request.query)
    found = partial(listing_store.browse, tx, query, category=query.category, shop_id=query.seller, q=query.q)
    return renderer.page(request, Answer.of("list_products", params, found))
