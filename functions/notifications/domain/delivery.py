"""Deliver a message at most once.

It is claimed in a transaction of its own before the provider is asked, and the answer is written down after. Only a
provider that says that it did not take the message is asked again. A claim that is older than any attempt lasts was
interrupted between the two: nobody knows whether the message left, so it is given up and not sent again.
"""

from collections.abc import Mapping
from uuid import UUID

from events.notifications import NotificationSent
from functions.notifications.domain import store, templates
from functions.notifications.domain.channel import Channel, Down, NoAnswer, NotNow, Refused
from functions.notifications.domain.model import Message
from souk import Cache, Database, Transaction
from souk.breaker import Breaker, OutOfReach
from souk.errors import Retry
from souk.limits import Limit

_HOUR_SECONDS = 3600


def deliver(database: Database, cache: Cache, channel: Channel, notification_id: UUID) -> None:
    """Send a queued message; one that was sent, refused or given up stays as it is.

    Raises Retry when the provider does not take it now or is left alone, the person had enough this hour, or another
    delivery of the same message is at it.
    """
    claimed = database.write(lambda tx: _claim(tx, channel, notification_id))
    if claimed is None:
        if database.write(lambda tx: store.is_claimed(tx, notification_id)):
            raise Retry("another delivery has the message")
        return
    message, parts = claimed
    try:
        with Breaker(channel.name).guard(cache, Down, NoAnswer):
            reference = _send(cache, channel, message, parts)
    except OutOfReach as error:
        database.write(lambda tx: store.put_back_untried(tx, notification_id))
        raise Retry("the provider is left alone for now", after=error.retry_after) from error
    except NotNow as error:
        failure = str(error)
        database.write(lambda tx: store.put_back(tx, notification_id, failure))
        raise Retry("the message is not taken now", after=error.after) from error
    except (Refused, NoAnswer) as error:
        failure = f"no answer: {error}" if isinstance(error, NoAnswer) else str(error)
        database.write(lambda tx: store.failed(tx, notification_id, failure))
    else:
        database.write(lambda tx: _sent(tx, message, reference))


def _claim(tx: Transaction, channel: Channel, notification_id: UUID) -> tuple[Message, dict[str, str]] | None:
    """Claim a message and write it out; one whose words do not fit its template stays queued."""
    message = store.claim(tx, notification_id)
    if message is None:
        return None
    return message, {
        part: templates.render(message.template, part, message.locale, message.words) for part in channel.parts
    }


def _send(cache: Cache, channel: Channel, message: Message, parts: Mapping[str, str]) -> str:
    wait = Limit(channel.per_hour, _HOUR_SECONDS).wait(cache, f"{channel.name}:{message.user_id}")
    if wait:
        raise NotNow("over the limit of the person", after=wait)
    return channel.send(message.address, parts)


def _sent(tx: Transaction, message: Message, reference: str) -> None:
    store.sent(tx, message.id, reference)
    tx.record(
        NotificationSent(
            notification_id=message.id,
            user_id=message.user_id,
            channel=message.channel,
            template=message.template,
            cause=message.event_id,
        )
    )
