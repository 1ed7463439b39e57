from events.notifications import SmsQueued
from functions.notifications.domain import delivery
from functions.notifications.domain.channels.sms import Sms
from souk import Alarms, Cache, Database, on


@on(SmsQueued, alarms=Alarms(counts=("BreakersOpened",)))
def handler(database: Database, cache: Cache, sms: Sms, event: SmsQueued) -> None:
    """Send a text to a phone, at most once."""
    delivery.deliver(database, cache, sms, event.notification_id)
