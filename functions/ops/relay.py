"""The relay from the outbox to the bus."""

from functions.ops.domain.administration import DirectDatabase
from functions.ops.domain.bus import EventBus
from souk import Alarms, every, outbox

_SECONDS = 75
_PATIENCE = 60


@every("1 minute", timeout=150, memory=256, alarms=Alarms(critical=True))
def handler(database: DirectDatabase, bus: EventBus) -> int:
    """Publish what services record, within milliseconds, until the next relay takes over."""
    with database.connection() as connection:
        return outbox.relay(connection, bus, _SECONDS, patience=_PATIENCE)
