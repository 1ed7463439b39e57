from functools import partial
from uuid import UUID

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain.model import BrowseProducts
from functions.catalog.categories.domain import store as category_store
from functions.catalog.categories.domain import tree
from functions.catalog.pages.domain import asking
from functions.catalog.pages.domain.answer import Answer
from functions.catalog.pages.domain.renderer import ALARMS, MEMORY, Renderer
from souk import Json, RawRequest, Response, Transaction, page


@page("GET /categories/{slug}/{category_id}", memory=MEMORY, alarms=ALARMS)
def handler(tx: Transaction, renderer: Renderer, request: RawRequest, category_id: UUID) -> Response:
    """Show the products of a category and of everything below it."""
    params, query = asking.listing(BrowseProducts, request.query)

    def products() -> Json:
        category_store.find(tx, category_id)
        return listing_store.browse(tx, query, category=str(category_id))

    return renderer.page(
        request,
        Answer.of("list_category_products", {"category_id": category_id, **params}, products),
        Answer.of("list_categories", {}, partial(tree.list_categories, tx)),
    )
