"""What people are told, of which event, by which channel."""

from typing import Any
from uuid import UUID

from events.auth import UserRegistered
from events.orders import OrderCancelled, OrderPaid, OrderShipped
from events.payments import PaymentFailed
from functions.notifications.domain import delivery, store, templates
from functions.notifications.domain.mail import Mail
from functions.notifications.domain.model import Channel, Note, Order, Recipient, masked
from functions.notifications.domain.sms import Sms
from souk import Database, Event, Money, Transaction
from souk.errors import Retry


def welcome(database: Database, mail: Mail, event: UserRegistered) -> None:
    """Greet somebody who opened an account."""
    recipient = database.read(lambda tx: store.recipient(tx, event.user_id))
    if recipient is not None:
        _require(_mail(database, mail, event, recipient, "welcome"))


def order_receipt(database: Database, mail: Mail, event: OrderPaid) -> None:
    """Send the buyer what they bought and paid."""
    order, recipient = _order(database, event.order_id)
    if recipient is None:
        return
    lines = database.read(lambda tx: store.lines(tx, order.order_id))
    items = Money(amount=sum(line.total.amount for line in lines), currency=order.currency)
    delivery_price = order.total - items
    _require(_mail(database, mail, event, recipient, "order_receipt", order, lines=lines, delivery=delivery_price))


def payment_failed(database: Database, mail: Mail, event: PaymentFailed) -> None:
    """Tell the buyer that no further attempt is made to charge them."""
    if not event.final:
        return
    order, recipient = _order(database, event.order_id)
    if recipient is not None:
        _require(_mail(database, mail, event, recipient, "payment_failed", order, reason=event.reason))


def order_cancelled(database: Database, mail: Mail, event: OrderCancelled) -> None:
    """Tell the buyer that the order is cancelled; why a payment failed was told already."""
    if event.reason == "payment_failed":
        return
    order, recipient = _order(database, event.order_id)
    if recipient is not None:
        _require(_mail(database, mail, event, recipient, "order_cancelled", order, reason=event.reason))


def order_shipped(database: Database, mail: Mail, sms: Sms, event: OrderShipped) -> None:
    """Tell the buyer what is on its way, on the phone too when there is one."""
    order, recipient = _order(database, event.order_id)
    if recipient is None:
        return

    def read_words(tx: Transaction) -> dict[str, Any]:
        return {
            "seller": store.seller_name(tx, event.seller_id) or "The seller",
            "lines": store.lines(tx, order.order_id, event.seller_id),
            "carrier": event.carrier,
            "tracking_number": event.tracking_number,
            "more_to_come": event.status == "partly_shipped",
        }

    words = database.read(read_words)
    done = [_mail(database, mail, event, recipient, "order_shipped", order, **words)]
    if recipient.phone:
        done.append(_text(database, sms, event, recipient, recipient.phone, "order_shipped", order, **words))
    _require(*done)


def _order(database: Database, order_id: UUID) -> tuple[Order, Recipient | None]:

    def read(tx: Transaction) -> tuple[Order, Recipient | None]:
        order = store.order(tx, order_id)
        if order is None:
            raise LookupError(f"orders publishes no order {order_id}")
        return order, store.recipient(tx, order.customer_id)

    return database.read(read)


def _mail(
    database: Database,
    mail: Mail,
    event: Event,
    recipient: Recipient,
    template: str,
    order: Order | None = None,
    **words: Any,
) -> bool:
    letter = templates.letter(template, recipient=recipient, order=order, **words)
    note = _note(event, recipient, Channel.EMAIL, template, recipient.email, order)
    return delivery.send_once(database, note, lambda: mail.send(recipient.email, letter))


def _text(
    database: Database,
    sms: Sms,
    event: Event,
    recipient: Recipient,
    phone: str,
    template: str,
    order: Order,
    **words: Any,
) -> bool:
    text = templates.short_message(template, recipient=recipient, order=order, **words)
    note = _note(event, recipient, Channel.SMS, template, phone, order)
    return delivery.send_once(database, note, lambda: sms.send(phone, text))


def _note(
    event: Event, recipient: Recipient, channel: Channel, template: str, address: str, order: Order | None
) -> Note:
    metadata = {"order_id": str(order.order_id)} if order else {}
    return Note(event.id, recipient.user_id, channel, template, masked(address), metadata)


def _require(*done: bool) -> None:
    if not all(done):
        raise Retry("the provider takes no messages now")
