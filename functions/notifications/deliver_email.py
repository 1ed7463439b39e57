from events.notifications import EmailQueued
from functions.notifications.domain import delivery
from functions.notifications.domain.channels.email import Mail
from souk import Alarms, Cache, Database, on


@on(EmailQueued, alarms=Alarms(counts=("BreakersOpened",)))
def handler(database: Database, cache: Cache, mail: Mail, event: EmailQueued) -> None:
    """Send a mail, at most once."""
    delivery.deliver(database, cache, mail, event.notification_id)
