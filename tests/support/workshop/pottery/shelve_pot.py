from souk import Transaction, on
from tests.support.pots import PotMade
from tests.support.workshop.pottery.domain import store
from tests.support.workshop.pottery.domain.model import Kiln


@on(PotMade)
def handler(tx: Transaction, kiln: Kiln, event: PotMade) -> None:
    """Count a new pot on the shelf."""
    store.shelve(tx, event.pot_id)
    kiln.fire()
