from souk import Transaction, job
from tests.support.workshop.pottery.domain import store
from tests.support.workshop.pottery.domain.model import Kiln, StackShelf


@job(StackShelf, timeout=10)
def handler(tx: Transaction, kiln: Kiln, work: StackShelf) -> StackShelf | None:
    """Put the next pot on the shelf."""
    store.shelve(tx, work.pots[0])
    kiln.fire()
    return StackShelf(pots=work.pots[1:]) if len(work.pots) > 1 else None
