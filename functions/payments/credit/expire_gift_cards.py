from functions.payments.credit.domain import crediting
from souk import Clock, Database, every


@every("1 hour")
def handler(database: Database, clock: Clock) -> None:
    """Let what is left of gift cards lapse whose time is up."""
    crediting.expire_gift_cards(database, clock)
