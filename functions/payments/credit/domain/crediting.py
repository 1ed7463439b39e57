"""What becomes of gift cards and store credit, booked with it. Nobody outside is asked, so each is one transaction."""

from datetime import datetime, timedelta
from uuid import UUID

from events.payments import GiftCardIssued
from functions.payments.credit.domain import store, view_store
from functions.payments.credit.domain.model import (
    CheckGiftCard,
    GiftCardCodeView,
    GiftCardOver,
    GrantCredit,
    IssueGiftCard,
)
from functions.payments.ledger.domain import booking
from souk import Clock, Database, Json, Transaction
from souk.errors import Invalid, found
from souk.faults import Fault
from souk.gift_card import HINT, kept, new_code
from souk.ids import uuid7
from souk.locale import DEFAULT

_PAST = Fault("expires_in_the_past", "is over already")
_UNKNOWN_CUSTOMER = Fault("unknown_customer", "is no customer's account")
WORK_TIME = timedelta(seconds=20)


def issue_gift_card(tx: Transaction, body: IssueGiftCard, now: datetime) -> Json:
    """Issue a gift card that nobody pays for; one with an address is mailed.

    Raises Invalid.
    """
    if body.expires_at and body.expires_at <= now:
        raise Invalid(_PAST.at("expires_at"))
    card_id, locale = uuid7(), (body.locale or DEFAULT) if body.email else None
    store.insert_gift_card(tx, card_id, body.amount.currency, body.expires_at, body.email, locale)
    booking.book_credit(tx, store.move(tx, card_id, "issued", body.amount.amount, note=body.note))
    tx.record(GiftCardIssued(gift_card_id=card_id, amount=body.amount, mailed=body.email is not None))
    return view_store.show_gift_card(tx, card_id)


def renew_code(tx: Transaction, card_id: UUID) -> GiftCardCodeView:
    """Give a gift card another code, and tell it this once.

    Raises NotFound or GiftCardOver.
    """
    if found(store.lock_gift_card(tx, card_id), "gift_card").is_ended:
        raise GiftCardOver("This gift card was ended.")
    code = new_code()
    store.give_code(tx, card_id, kept(code), code[-HINT:])
    return GiftCardCodeView(code=code)


def end_gift_card(tx: Transaction, card_id: UUID) -> Json:
    """End a gift card for good, with what is left on it; one that has ended stays as it is.

    Raises NotFound.
    """
    card = found(store.lock_gift_card(tx, card_id), "gift_card")
    if not card.is_ended:
        store.end(tx, card_id)
        if card.balance:
            booking.book_credit(tx, store.move(tx, card_id, "ended", -card.balance))
    return view_store.show_gift_card(tx, card_id)


def expire_gift_cards(database: Database, clock: Clock) -> None:
    """Let what is left of gift cards lapse whose time is up, each in a transaction of its own."""
    stop_at = clock.now() + WORK_TIME
    while clock.now() < stop_at and database.write(_expire_one):
        pass


def grant_credit(tx: Transaction, body: GrantCredit) -> Json:
    """Give a customer store credit.

    Raises Invalid when there is no such customer.
    """
    if not view_store.is_customer(tx, body.customer_id):
        raise Invalid(_UNKNOWN_CUSTOMER.at("customer_id"))
    account_id = store.store_credit(tx, body.customer_id, body.amount.currency)
    booking.book_credit(tx, store.move(tx, account_id, "granted", body.amount.amount, note=body.note))
    return view_store.show_store_credit(tx, body.customer_id)


def check_gift_card(tx: Transaction, body: CheckGiftCard) -> Json:
    """Say what can be spent of a gift card; a wrong code is answered as one with nothing on it.

    Raises NotFound.
    """
    return view_store.show_balance(tx, kept(body.code.get_secret_value()))


def book_order(tx: Transaction, order_id: UUID) -> None:
    """Book what an order took of gift cards and store credit, and got back as it was cancelled unpaid."""
    for movement in store.unbooked(tx, order_id):
        booking.book_credit(tx, movement)


def _expire_one(tx: Transaction) -> bool:
    card = store.lock_expired(tx)
    if card is None:
        return False
    booking.book_credit(tx, store.move(tx, card.id, "expired", -card.balance))
    return True
