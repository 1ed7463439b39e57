import events
from functions.ops.domain.administration import DirectDatabase
from functions.ops.domain.bus import EventBus
from functions.ops.domain.job_queues import JobQueues
from souk import Alarms, Cache, behaviour, every, outbox
from souk.event import catalogue

_SECONDS = 75
_PATIENCE = 60


@every("1 minute", timeout=150, memory=256, alarms=Alarms(critical=True, counts=("EventsRefused", "BehaviourLost")))
def handler(database: DirectDatabase, cache: Cache, bus: EventBus, queues: JobQueues) -> int:
    """Publish what services record, within milliseconds, until the next relay takes over."""
    kinds = catalogue(events)
    with database.connection() as connection:
        return outbox.relay(
            connection,
            bus,
            queues,
            _SECONDS,
            patience=_PATIENCE,
            beside=lambda: behaviour.drain(cache, bus, kinds),
        )
