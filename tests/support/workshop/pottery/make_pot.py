from souk import CUSTOMER, Caller, Transaction, operation
from souk.errors import Conflict, NotFound
from souk.ids import uuid7
from tests.support.pots import PotMade
from tests.support.workshop.pottery.domain import store
from tests.support.workshop.pottery.domain.model import Kiln, MakePot, PotView


@operation("POST /api/pots", role=CUSTOMER, status=201, idempotent=True, refuses=(Conflict, NotFound.of("kiln")))
def handler(tx: Transaction, kiln: Kiln, caller: Caller, body: MakePot) -> PotView:
    """Make a pot and fire it."""
    pot = PotView(id=uuid7(), name=body.name, weight=body.weight)
    store.add_pot(tx, pot.id, pot.name, pot.weight, caller.user_id)
    tx.record(PotMade(pot_id=pot.id, weight=pot.weight))
    kiln.fire()
    return pot
