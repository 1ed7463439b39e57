"""Who gets which message, and how: decided with what caused it, in one transaction."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from events.orders import InvoiceIssued, OrderReturnAccepted, OrderReturnDeclined, SellerOrderCancelled
from functions.notifications.domain import store, templates
from functions.notifications.domain.channel import all_channels
from functions.notifications.domain.links import Links
from functions.notifications.domain.model import CustomerOrder, Person, masked
from souk import Event, Transaction
from souk.gift_card import HINT, kept, new_code
from souk.ids import uuid7
from souk.locale import DEFAULT
from souk.token import fingerprint, new_token

CLAIM_LIFE = timedelta(days=30)

type OfPart = InvoiceIssued | OrderReturnAccepted | OrderReturnDeclined | SellerOrderCancelled


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
    _write(tx, links, event, _placed(tx, order_id), template, words)


def notify_customer_of_part(
    tx: Transaction, links: Links, event: OfPart, template: str, /, unless: str | None = None, **words: Any
) -> None:
    """Queue a message to the customer of an order about a shop's part of it; none while the order stands so."""
    placed = _placed(tx, event.order_id)
    if placed.document["status"] != unless:
        words |= {"seller_order_id": str(event.seller_order_id), "url": links.order_of(event.order_id)}
        _write(tx, links, event, placed, template, words)


def notify_shop(tx: Transaction, event: Event, order_id: UUID, seller_id: UUID, template: str, /, **words: Any) -> None:
    """Queue a message to the owner of a shop about an order; its words are those given and its part of the ``order``.

    A shop that is gone gets no message.
    """
    owner_id = store.owner(tx, seller_id)
    if owner_id is None:
        return
    document = _placed(tx, order_id).document
    [part] = [one for one in document["sellers"] if one["seller_id"] == str(seller_id)]
    words |= {"order": {"number": document["number"], "sellers": [part]}, "seller_order_id": part["id"]}
    metadata = {"seller_order_id": part["id"]}
    _queue(tx, event, owner_id, store.person(tx, owner_id), template, words, metadata)


def _placed(tx: Transaction, order_id: UUID) -> CustomerOrder:
    placed = store.order(tx, order_id)
    if placed is None:
        raise LookupError(f"orders publishes no order {order_id}")
    return placed


def _write(
    tx: Transaction, links: Links, event: Event, placed: CustomerOrder, template: str, words: dict[str, Any]
) -> None:
    order_id = UUID(placed.document["id"])
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


def send_gift_card(tx: Transaction, links: Links, event: Event, card_id: UUID) -> None:
    """Queue the mail of a gift card with its code, which is made here and goes with the mail: nobody keeps it."""
    card = store.gift_card_to_send(tx, card_id)
    code = new_code()
    if card is None or not store.give_code(tx, card_id, kept(code), code[-HINT:]):
        return
    person = Person(first_name="", locale=card.locale, email=card.email, phone=None)
    words = {
        "code": code,
        "amount": {"amount": card.amount, "currency": card.currency},
        "expires_at": card.expires_at and card.expires_at.date().isoformat(),
        "url": links.url,
    }
    _queue(tx, event, card_id, person, "gift_card", words, {})


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
