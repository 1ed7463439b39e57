from functools import partial
from uuid import UUID

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain.model import ListProducts
from functions.catalog.pages.domain import asking, store
from functions.catalog.pages.domain.answer import Answer
from functions.catalog.pages.domain.renderer import ALARMS, MEMORY, Renderer
from souk import RawRequest, Response, Transaction, page


@page("GET /shops/{slug}/{seller_id}", memory=MEMORY, alarms=ALARMS)
def handler(tx: Transaction, renderer: Renderer, request: RawRequest, seller_id: UUID) -> Response:
    """Show a shop and its products."""
    params, query = asking.listing(ListProducts, request.query, seller=seller_id)
    products = partial(listing_store.browse, tx, query, category=query.category, shop_id=seller_id, q=query.q)
    return renderer.page(
        request,
        Answer.of("get_seller", {"seller_id": seller_id}, partial(store.show_seller, tx, seller_id)),
        Answer.of("list_products", params, products),
    )
