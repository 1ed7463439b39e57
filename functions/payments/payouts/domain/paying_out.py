"""Pay shops what they are owed, once.

A payout is claimed in a committed row whose id is the provider's idempotency key, and booked with it: what is on its
way is owed no more. The provider is asked with no transaction open; whatever stops in between leaves a row that falls
due again.
"""

from datetime import timedelta
from functools import partial
from uuid import UUID

from events.payments import PayoutMade
from functions.payments.domain.model import LEASE
from functions.payments.domain.provider import Providers, answer, unanswered
from functions.payments.ledger.domain import booking
from functions.payments.ledger.domain.chart import JournalKind
from functions.payments.payouts.domain import store
from functions.payments.payouts.domain.model import Payout, PayoutStatus, due
from functions.payments.payouts.domain.transfers import TransferResult, transfer
from souk import Clock, Database, SellerTransaction, Transaction
from souk.logs import count, logger

SELLERS_AT_ONCE = 200
TIME_OF_ONE_RUN = timedelta(minutes=13)


def make_payouts(database: Database, providers: Providers, clock: Clock) -> None:
    """Claim what each shop is owed and is not held, and move it."""
    after, begun = UUID(int=0), clock.now()
    while sellers := database.read(partial(store.list_sellers, after=after, limit=SELLERS_AT_ONCE)):
        for seller_id in sellers:
            database.write(partial(_claim, clock), seller_id)
        after = sellers[-1]
        if clock.now() - begun > TIME_OF_ONE_RUN:
            logger().error("payouts_unfinished", extra={"after": after})
            count(PayoutsUnfinished=1)
            break
    advance_due(database, providers, clock, begun + TIME_OF_ONE_RUN - clock.now())


def advance_due(database: Database, providers: Providers, clock: Clock, within: timedelta) -> None:
    """Ask the provider for each payout that is due; one without an answer falls due again."""
    stop_at = clock.now() + within
    while clock.now() < stop_at:
        payout = database.write(lambda tx: store.lease(tx, clock.now(), clock.now() + LEASE))
        if payout is None:
            return
        _move(database, providers, clock, payout)


def _claim(clock: Clock, tx: SellerTransaction) -> None:
    now = clock.now()
    for one in due(store.available(tx, now)):
        payout = store.claim(tx, one, now)
        if payout is not None:
            _book(tx, clock, JournalKind.PAYOUT, payout)


def _move(database: Database, providers: Providers, clock: Clock, payout: Payout) -> None:
    """Ask the provider with no transaction open and commit its answer, or when to ask again."""
    result = answer(lambda: transfer(providers, payout))
    if result is not None:
        return database.write(lambda tx: _finish(tx, clock, payout, result))
    again_at = unanswered(payout.tries, clock.now())
    return database.write(lambda tx: store.ask_again(tx, payout.id, again_at))


def _finish(tx: Transaction, clock: Clock, payout: Payout, result: TransferResult) -> None:
    status = PayoutStatus.MADE if result.accepted else PayoutStatus.FAILED
    if not store.finish(tx, payout.id, status, result.reference, result.reason):
        return None
    if not result.accepted:
        logger().error("payout_refused", extra={"payout_id": payout.id, "reason": result.reason})
        count(PayoutsRefused=1)
        return _book(tx, clock, JournalKind.PAYOUT_FAILED, payout)
    _book(tx, clock, JournalKind.PAYOUT_MADE, payout)
    return tx.record(
        PayoutMade(payout_id=payout.id, seller_id=payout.seller_id, provider=payout.provider, amount=payout.money)
    )


def _book(tx: Transaction, clock: Clock, kind: JournalKind, payout: Payout) -> None:
    booking.book_payout(tx, clock.now(), kind, payout.id, payout.seller_id, payout.provider, payout.money)
