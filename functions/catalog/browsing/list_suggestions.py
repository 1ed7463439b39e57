from typing import Annotated

from functions.catalog.browsing.domain import suggestion_store
from functions.catalog.browsing.domain.model import Suggest, Suggestions
from souk import Json, Transaction, operation


@operation("GET /api/suggestions", cached="public, max-age=60")
def handler(tx: Transaction, query: Suggest) -> Annotated[Json, Suggestions]:
    """Suggest products, categories and shops while somebody types."""
    return suggestion_store.suggest(tx, query.q)
