"""What of an order is paid with gift cards and store credit: what the customer names, as far as it reaches.

It is looked up as the order is priced, and claimed with the order in one guarded statement for each, after everything
else that many orders have in common: whoever loses it meanwhile is refused, and pays nothing unexpected by card.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from functions.orders.domain import credit_store
from functions.orders.domain.credit_store import UsedCredit
from functions.orders.domain.model import CreditChanged, CreditUsed, CreditWish
from souk import GUEST, Cache, Caller, Json, Money, Transaction
from souk.errors import Invalid, TooManyRequests
from souk.faults import Fault, FieldError
from souk.gift_card import kept_of
from souk.limits import Limit

_NO_BALANCE = Fault("gift_card_without_balance", "is no gift card with something left on it")
_OTHER_CURRENCY = Fault("gift_card_in_other_currency", "is in {currency}")
_TWICE = Fault("gift_card_twice", "stands here twice")
_GUEST = Fault("store_credit_of_account", "store credit belongs to an account")

GUESSES = Limit(60)
"""So many requests from one address may name gift cards in a minute."""


def admit(cache: Cache, wish: CreditWish, address: str) -> None:
    """Count a request that names gift cards.

    Raises TooManyRequests.
    """
    if wish.gift_cards and (wait := GUESSES.wait(cache, f"gift_cards:{address}")):
        raise TooManyRequests(wait)


def taken(tx: Transaction, caller: Caller, wish: CreditWish, total: Money) -> list[UsedCredit]:
    """Give how much is taken of each gift card, in the order they are named, and then of the store credit.

    Raises Invalid, which names the codes that do not fit.
    """
    if caller.role is GUEST and wish.store_credit:
        raise Invalid(_GUEST.at("store_credit"))
    if not wish.gift_cards and not wish.store_credit:
        return []
    hashes = kept_of(wish.gift_cards)
    found = credit_store.spendable(tx, hashes, caller.user_id if wish.store_credit else None, total.currency)
    if faults := list(_faults(hashes, found, total.currency)):
        raise Invalid(*faults)
    left, used = total.amount, []
    for one in found:
        amount = min(one.balance, left)
        left -= amount
        used.append(UsedCredit(one, amount))
    return used


def claim(tx: Transaction, order_id: UUID, used: Sequence[UsedCredit], document: Json) -> Json:
    """Take what a new order uses, and give the order as its customer sees it then.

    Raises CreditChanged when less is left by now.
    """
    needed = [one for one in used if one.amount]
    if not needed:
        return document
    paid = credit_store.pay_with_credit(tx, order_id, needed)
    if paid is None:
        raise CreditChanged("Less is left of a gift card or of your store credit; look at the total again.")
    return paid


def shown(used: Sequence[UsedCredit], currency: str) -> list[CreditUsed]:
    """Give what is used as a quote shows it."""
    return [
        CreditUsed(
            kind=one.spendable.kind,
            hint=one.spendable.hint,
            balance=Money(amount=one.spendable.balance, currency=currency),
            amount=Money(amount=one.amount, currency=currency),
        )
        for one in used
    ]


def total(used: Sequence[UsedCredit], currency: str) -> Money | None:
    """Give what is used together; None when it is nothing."""
    amount = sum(one.amount for one in used)
    return Money(amount=amount, currency=currency) if amount else None


def rest(total: Money, used: Sequence[UsedCredit]) -> Money:
    """Give what is to be paid in another way."""
    return Money(amount=total.amount - sum(one.amount for one in used), currency=total.currency)


def _faults(hashes: Sequence[bytes], found: Sequence[credit_store.Spendable], currency: str) -> Iterator[FieldError]:
    by_place = {one.place: one for one in found}
    for place, code_hash in enumerate(hashes):
        field, one = f"gift_cards.{place}", by_place.get(place + 1)
        if code_hash in hashes[:place]:
            yield _TWICE.at(field)
        elif one is None:
            yield _NO_BALANCE.at(field)
        elif one.currency != currency:
            yield _OTHER_CURRENCY.at(field, currency=one.currency)
