from functools import partial

from functions.catalog.pages.domain import store
from functions.catalog.pages.domain.answer import Answer
from functions.catalog.pages.domain.renderer import ALARMS, MEMORY, Renderer
from souk import RawRequest, Response, Transaction, page
from souk.paging import Page


@page("GET /shops", memory=MEMORY, alarms=ALARMS)
def handler(tx: Transaction, renderer: Renderer, request: RawRequest) -> Response:
    """Show the directory of shops."""
    return renderer.page(request, Answer.of("list_sellers", {}, partial(store.list_sellers, tx, Page())))
