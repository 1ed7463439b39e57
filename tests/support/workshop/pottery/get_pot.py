from typing import Annotated
from uuid import UUID

from souk import Cached, Json, Transaction, operation
from souk.entry import Entry
from souk.errors import Conflict, NotFound
from tests.support.workshop.pottery.domain import store
from tests.support.workshop.pottery.domain.model import Kiln, PotView

PAGE = Entry("pot:{pot_id}", owner="pottery", life=60, holds="a pot", without="it is made each time")


@operation(
    "GET /api/pots/{pot_id}",
    cached=Cached(PAGE, browser="public, max-age=5"),
    refuses=(NotFound.of("pot"), Conflict),
)
def handler(tx: Transaction, kiln: Kiln, pot_id: UUID) -> Annotated[Json, PotView]:
    """Show a pot."""
    kiln.fire()
    pot = store.pot(tx, pot_id)
    if pot is None:
        raise NotFound.of("pot")
    return pot
