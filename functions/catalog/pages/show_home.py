from functools import partial

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain.model import ListProducts
from functions.catalog.categories.domain import tree
from functions.catalog.pages.domain.answer import Answer
from functions.catalog.pages.domain.renderer import ALARMS, MEMORY, Renderer
from souk import RawRequest, Response, Transaction, page


@page("GET /", memory=MEMORY, alarms=ALARMS)
def handler(tx: Transaction, renderer: Renderer, request: RawRequest) -> Response:
    """Show the front page: the categories and what is new."""
    newest = partial(listing_store.browse, tx, ListProducts())
    return renderer.page(
        request,
        Answer.of("list_products", {}, newest),
        Answer.of("list_categories", {}, partial(tree.list_categories, tx)),
    )
