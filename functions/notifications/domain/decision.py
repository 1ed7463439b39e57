"""Who gets which message, and how: decided with what caused it, in one transaction."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from functions.notifications.domain import store, templates
from functions.notifications.domain.channel import all_channels
from functions.notifications.domain.links import Links
from functions.notifications.domain.model import Person, masked
from souk import Event, Transaction
from souk.ids import uuid7
from souk.locale import DEFAULT
from souk.token import fingerprint, new_token

CLAIM_LIFE = timedelta(days=30)


def notify(tx: Transaction, event: Event, user_id: UUID, template: str, /, **words: Any) -> None:
    """Queue a message on each channel that the template has words for and that reaches the person.

    ``words`` are data, as JSON knows it. Somebody who is gone gets no message.
    """
    _queue(tx, event, user_id, store.person(tx, user_id), template, words, {})


def notify_customer(
    tx: Transaction, links: Links, event: Event, order_id: UUID, template: str, /, **words: Any
) -> None:
    """Queue a message to the customer of an order; its words are those given, the ``order`` and its ``claim``.

    A guest is written to as the order says, with a link by which an account may claim it.
    """
    placed = store.order(tx, order_id)
    if placed is None:
        raise LookupError(f"orders publishes no order {order_id}")
    if placed.guest_email is None:
        person, claim = store.person(tx, placed.customer_id), None
    else:
        token = new_token()
        offered = store.offer_claim(tx, order_id, fingerprint(token), CLAIM_LIFE)
        claim = {"url": links.claim_of(token), "days": CLAIM_LIFE.days} if offered else None
        name, language = placed.document["shipping_address"]["name"], placed.guest_language or DEFAULT
        person = Person(name, language, placed.guest_email, phone=None)
    words |= {"order": placed.document, "claim": claim}
    _queue(tx, event, placed.customer_id, person, template, words, {"order_id": str(order_id)})


def _queue(
    tx: Transaction,
    event: Event,
    user_id: UUID,
    person: Person | None,
    template: str,
    words: dict[str, Any],
    metadata: dict[str, str],
) -> None:
    if person is None:
        return
    for channel in all_channels():
        address = channel.address(person)
        if not address or not all(templates.offers(template, part) for part in channel.parts):
            continue
        notification_id = uuid7()
        store.queue(
            tx,
            id=notification_id,
            event_id=event.id,
            user_id=user_id,
            channel=channel.name,
            template=template,
            locale=person.locale,
            recipient=masked(address),
            address=address,
            words=words | {"first_name": person.first_name},
            metadata=metadata,
        )
        tx.record(channel.queued(notification_id=notification_id, user_id=user_id))
