from souk import Transaction, on
from tests.support.pots import PotGlazed
from tests.support.workshop.pottery.domain import store
from tests.support.workshop.pottery.domain.model import Kiln


@on(PotGlazed, ordered=True)
def handler(tx: Transaction, kiln: Kiln, event: PotGlazed) -> None:
    """Keep the latest colour of a pot."""
    kiln.fire()
    store.paint(tx, event.pot_id, event.colour)
