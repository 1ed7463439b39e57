from souk import Database, on
from tests.support.pots import PotMade
from tests.support.workshop.pottery.domain.model import Kiln


@on(PotMade)
def handler(database: Database, kiln: Kiln, event: PotMade) -> None:
    """Call a collector, with no transaction open."""
    kiln.fire()
