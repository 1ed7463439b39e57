from functools import partial
from uuid import UUID

from functions.catalog.pages.domain.answer import Answer
from functions.catalog.pages.domain.renderer import ALARMS, MEMORY, Renderer
from functions.catalog.products.domain import store
from souk import RawRequest, Response, Transaction, page


@page("GET /products/{slug}/{product_id}", memory=MEMORY, alarms=ALARMS)
def handler(tx: Transaction, renderer: Renderer, request: RawRequest, product_id: UUID) -> Response:
    """Show a product."""
    shown = partial(store.show_product, tx, product_id)
    return renderer.page(request, Answer.of("get_product", {"product_id": product_id}, shown))
