from typing import Annotated

from souk import Json, Transaction, operation
from souk.paging import PageOf
from tests.support.workshop.pottery.domain import store
from tests.support.workshop.pottery.domain.model import FindPots, Kiln, PotView


@operation("GET /api/pots", cached="public, max-age=10")
def handler(tx: Transaction, kiln: Kiln, query: FindPots) -> Annotated[Json, PageOf[PotView]]:
    """List pots."""
    kiln.fire()
    return store.pots(tx, query)
