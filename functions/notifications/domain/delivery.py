"""Send a message at most once for the same cause, channel and person.

The claim is committed before the provider is asked, the result after. A provider that says "not now" is asked again
when the queue delivers the event again; one that gives no answer is not, since the message may be on its way.
"""

from collections.abc import Callable

from events.notifications import NotificationSent
from functions.notifications.domain import store
from functions.notifications.domain.model import MessageStatus, Note
from functions.notifications.domain.provider import NoAnswer, NotNow, Refused
from souk import Database, Transaction


def send_once(database: Database, note: Note, send: Callable[[], str]) -> bool:
    """Send unless it was claimed before; False when it has to be tried again."""
    notification_id = database.write(lambda tx: store.claim(tx, note))
    if notification_id is None:
        return True
    try:
        reference = send()
    except (NotNow, Refused, NoAnswer) as error:
        again = isinstance(error, NotNow)
        status = MessageStatus.QUEUED if again else MessageStatus.FAILED
        failure = f"no answer: {error}" if isinstance(error, NoAnswer) else str(error)
        database.write(lambda tx: store.not_sent(tx, notification_id, status, failure))
        return not again

    def sent(tx: Transaction) -> None:
        store.sent(tx, notification_id, reference)
        tx.record(
            NotificationSent(
                notification_id=notification_id,
                user_id=note.user_id,
                channel=note.channel,
                template=note.template,
                cause=note.event_id,
            )
        )

    database.write(sent)
    return True
