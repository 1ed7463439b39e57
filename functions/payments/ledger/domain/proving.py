"""Prove the ledger: work out from the histories of orders and payments what should be booked, and compare."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from functions.payments.credit.domain import proof_store as credit_store
from functions.payments.credit.domain.movement import BrokenMovements, CreditStep
from functions.payments.credit.domain.movement import fold as fold_movements
from functions.payments.credit.domain.proof_store import ProvedAccount
from functions.payments.ledger.domain import journals, proof_store, store
from functions.payments.ledger.domain.chart import ORDER_KINDS, JournalKind
from functions.payments.ledger.domain.journals import Journal, Share
from functions.payments.ledger.domain.payment_history import BrokenHistory, PaymentEvent, fold
from functions.payments.ledger.domain.proof_store import Happened, ProvedPayment
from souk import Clock, Database, Transaction
from souk.logs import count, logger

BEGINNING = str(UUID(int=0))
_END = UUID(int=2**128 - 1)

ORDERS_AT_ONCE = 500
TIME_OF_ONE_RUN = timedelta(minutes=13)

SETTLES_WITHIN = timedelta(minutes=15)
"""How long an event may be on its way before what it leads to is missed."""

_REFUND_STEPS = {"refund_completed": JournalKind.REFUND, "refund_failed": JournalKind.REFUND_RETURNED}

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """What is booked, or stands in a row, and what should; None where there is nothing."""

    order_id: UUID | None
    what: str
    source: UUID
    expected: str | None
    found: str | None

    def told(self) -> dict[str, str | None]:
        """Give it as JSON has it."""
        return {name: None if value is None else str(value) for name, value in asdict(self).items()}


@dataclass(slots=True)
class Proof:
    """How far a proof came and what it found."""

    orders: int = 0
    journals: int = 0
    payments: int = 0
    credit: int = 0
    underway: int = 0
    differences: list[Difference] = field(default_factory=list)
    next: UUID | None = None

    def told(self) -> dict[str, Any]:
        """Give it as an operator reads it, with the first differences."""
        return {
            "orders": self.orders,
            "journals": self.journals,
            "payments": self.payments,
            "credit": self.credit,
            "underway": self.underway,
            "differences": len(self.differences),
            "found": [difference.told() for difference in self.differences[:_SHOWN]],
            "next": self.next and str(self.next),
        }


@dataclass(slots=True)
class Histories:
    """All that is known of one order's money but the ledger."""

    happened: list[Happened] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    refunded: dict[UUID, Share] = field(default_factory=dict)
    payments: list[ProvedPayment] = field(default_factory=list)
    credit: list[CreditStep] = field(default_factory=list)


def prove_ledger(database: Database, clock: Clock, after: UUID) -> Proof:
    """Compare the ledger with what happened, order by order, and payments with their histories."""
    proof, begun = Proof(), clock.now()
    if str(after) == BEGINNING:
        _prove_credit(database, begun, proof)
    while True:
        last = database.read(partial(proof_store.last_of_page, after=after, batch=ORDERS_AT_ONCE))
        _prove_page(database, begun, proof, after, last or _END)
        if last is None:
            break
        after = last
        if clock.now() - begun > TIME_OF_ONE_RUN:
            proof.next = last
            break
    for difference in proof.differences:
        logger().error("ledger_differs", extra=difference.told())
    count(LedgerDifferences=len(proof.differences))
    return proof


def expected(order_id: UUID, known: Histories) -> list[tuple[Journal, datetime]]:
    """Work out what should be booked of an order, each journal with when it became true."""
    steps = [step for payment in known.payments for step in payment.history]
    had = [step for step in steps if step.kind in ("authorized", "completed")]
    provider = min(had, key=lambda step: step.occurred_at).provider if had else None
    booked = [(_charge(step), step.occurred_at) for step in steps if step.kind == "completed"]
    given = {step.refund_id for step in steps if step.kind == "refund_completed"}
    booked += [
        (_refund(JournalKind.REFUND_CREDITED if step.as_credit else _REFUND_STEPS[step.kind], step), step.occurred_at)
        for step in steps
        if step.kind in _REFUND_STEPS and step.refund_id in given
    ]
    booked += [(moved.journal, moved.occurred_at) for moved in known.credit if moved.is_booked_by_itself]
    of_order: list[Journal] = []
    for one in known.happened:
        journal = _of_order(order_id, one, known, provider, of_order)
        if journal is not None:
            of_order.append(journal)
            booked.append((journal, one.occurred_at))
    return booked


def _of_order(
    order_id: UUID, one: Happened, known: Histories, provider: str | None, earlier: Sequence[Journal]
) -> Journal | None:
    match one.kind:
        case "paid":
            return journals.sale(order_id, one.sequence, known.shares, provider)
        case "cancelled" if earlier:
            return journals.sale_cancelled(order_id, one.sequence, earlier)
        case JournalKind.REFUND_REQUESTED if one.refund_id:
            share = known.refunded[one.refund_id]
            return journals.refund_requested(one.refund_id, order_id, one.sequence, share, provider, earlier)
        case JournalKind.REFUND_REFUSED if one.refund_id:
            return journals.refund_refused(one.refund_id, order_id, one.sequence, earlier)
        case _:
            return None


def _charge(event: PaymentEvent) -> Journal:
    return journals.charge(
        event.transaction_id, event.order_id, event.provider, event.amount, event.currency, event.fee
    )


def _refund(kind: JournalKind, event: PaymentEvent) -> Journal:
    assert event.refund_id is not None
    return journals.refund(kind, event.refund_id, event.order_id, event.provider, event.amount, event.currency)


def _prove_page(database: Database, now: datetime, proof: Proof, after: UUID, up_to: UUID) -> None:
    """Prove the orders between two ids. The ledger is read first: what is booked has happened before."""
    found: dict[UUID, list[Journal]] = defaultdict(list)
    for journal in database.read(partial(store.of_orders, after=after, up_to=up_to)):
        assert journal.order_id is not None
        found[journal.order_id].append(journal)
        proof.journals += 1
    known = database.read(partial(_known, after=after, up_to=up_to))
    for order_id in sorted(known.keys() | found.keys()):
        _compare(proof, now, order_id, expected(order_id, known[order_id]), found[order_id])
    for payment in (payment for one in known.values() for payment in one.payments):
        _compare_payment(proof, payment)
    proof.orders += len(known)


def _prove_credit(database: Database, now: datetime, proof: Proof) -> None:
    """Prove each gift card and store credit: the fold of its movements, which are booked; orders prove their own."""
    after = UUID(BEGINNING)
    while page := database.read(partial(credit_store.accounts, after=after, limit=ORDERS_AT_ONCE)):
        own = [one for account in page for one in account.movements if one.order_id is None]
        sources = [one.id for one in own]
        found = database.read(partial(store.of_sources, kinds=set(journals.CREDIT_KINDS.values()), sources=sources))
        _compare(proof, now, None, [(one.journal, one.occurred_at) for one in own], found)
        proof.journals += len(found)
        for account in page:
            _compare_account(proof, account)
        after = page[-1].id


def _compare_account(proof: Proof, account: ProvedAccount) -> None:
    proof.credit += 1
    try:
        folded = str(fold_movements(account.movements))
    except BrokenMovements as broken:
        folded = str(broken)
    if folded != str(account.balance):
        proof.differences.append(Difference(None, "credit", account.id, folded, str(account.balance)))


def _known(tx: Transaction, after: UUID, up_to: UUID) -> dict[UUID, Histories]:
    known: dict[UUID, Histories] = defaultdict(Histories)
    refunded = proof_store.refunded_shares(tx, after, up_to)
    for one in proof_store.histories(tx, after, up_to):
        known[one.order_id].happened.append(one)
        if one.refund_id in refunded:
            known[one.order_id].refunded[one.refund_id] = refunded[one.refund_id]
    for order_id, share in proof_store.shares(tx, after, up_to):
        known[order_id].shares.append(share)
    for payment in proof_store.payments(tx, after, up_to):
        known[payment.order_id].payments.append(payment)
    for moved in credit_store.of_orders(tx, after, up_to):
        assert moved.order_id is not None
        known[moved.order_id].credit.append(moved)
    return known


def _compare(
    proof: Proof,
    now: datetime,
    order_id: UUID | None,
    should: Iterable[tuple[Journal, datetime]],
    found: Iterable[Journal],
) -> None:
    left = {(journal.kind, journal.source): journal for journal in found}
    for journal, moment in should:
        other = left.pop((journal.kind, journal.source), None)
        if other is None and now - moment < SETTLES_WITHIN:
            proof.underway += 1
        elif other is None or _comparable(journal) != _comparable(other):
            proof.differences.append(Difference(order_id, journal.kind, journal.source, _told(journal), _told(other)))
    for other in left.values():
        proof.differences.append(Difference(order_id, other.kind, other.source, None, _told(other)))


def _comparable(journal: Journal) -> tuple[int | None, frozenset[journals.LedgerEntry]]:
    return journal.sequence if journal.kind in ORDER_KINDS else None, frozenset(journal.entries)


def _told(journal: Journal | None) -> str | None:
    """Write the entries of a journal as an operator reads them."""
    if journal is None:
        return None
    lines = (
        f"{entry.account} {entry.part} {entry.amount} {entry.currency} {entry.seller_id or ''} {entry.provider or ''}"
        for entry in journal.entries
    )
    return "; ".join(line.strip() for line in lines) or "nothing"


def _compare_payment(proof: Proof, payment: ProvedPayment) -> None:
    proof.payments += 1
    try:
        folded = str(fold(payment.history))
    except BrokenHistory as broken:
        folded = str(broken)
    if folded != str(payment.standing):
        proof.differences.append(Difference(payment.order_id, "payment", payment.id, folded, str(payment.standing)))
