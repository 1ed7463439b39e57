"""Bugs that a history must give away: each is planted in the process and the database of a run, and nowhere else."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

from events.orders import OrderCreated
from functions.inventory.domain import reservations
from functions.notifications.domain import store as letters
from functions.orders.promotions.domain import coupons
from functions.payments.domain import charging, settling, store
from functions.payments.domain.model import Attempt, PaymentStatus, Refund
from functions.payments.domain.provider import ChargeResult, Outcome, Providers, answer
from functions.payments.ledger.domain import booking, journals
from functions.payments.ledger.domain import store as ledger
from functions.payments.ledger.domain.journals import Journal
from prove import judge
from prove.judge import Invariant
from souk import Clock, Database, Transaction, idempotency, outbox
from souk.connection import Connection
from souk.ids import uuid7
from souk.reaction import Reaction
from tests.support import paying, world

type Change = Callable[[], AbstractContextManager[object]]

_DEFINITION = "SELECT pg_get_functiondef(to_regproc(:name))"
_CHECKS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', kept.conrelid::regclass, kept.conname) AS statement
FROM pg_constraint AS kept
WHERE kept.contype = 'c' AND kept.conrelid = to_regclass(:table)
    AND pg_get_constraintdef(kept.oid) LIKE '%' || :column || '%'
"""


@dataclass(frozen=True, slots=True)
class Bug:
    """What is wrong, what is changed for it, and which invariants give it away, any one of them."""

    name: str
    changes: tuple[Change, ...]
    given_away_by: tuple[Invariant, ...]


def _instead(owner: Any, name: str, other: Any) -> Change:
    """Have something else in the place of a function or a statement."""
    return lambda: patch.object(owner, name, other)


def _rewritten(owner: Any, name: str, old: str, new: str) -> Change:
    """Have a statement say something else."""
    statement = str(getattr(owner, name))
    assert old in statement, f"{name} does not say {old!r}"
    return _instead(owner, name, statement.replace(old, new))


def _redefined(name: str, *changes: tuple[str, str]) -> Change:
    """Have a function of the database say something else."""

    @contextmanager
    def change() -> Iterator[None]:
        with world.current().tx_as("admin") as tx:
            definition = str(tx.value(_DEFINITION, name=name))
            for old, new in changes:
                assert old in definition, f"{name} does not say {old!r}"
                definition = definition.replace(old, new)
            tx.execute(definition)
        yield

    return change


def _unchecked(table: str, column: str) -> Change:
    """Have a table take whatever a column is given."""

    @contextmanager
    def change() -> Iterator[None]:
        with world.current().tx_as("admin") as tx:
            for row in tx.rows(_CHECKS, table=table, column=column):
                tx.execute(row["statement"])
        yield

    return change


def _executed(statement: str) -> Change:
    """Have the database do something."""

    @contextmanager
    def change() -> Iterator[None]:
        with world.current().tx_as("admin") as tx:
            tx.execute(statement)
        yield

    return change


def _charge_first(database: Database, providers: Providers, clock: Clock, event: OrderCreated) -> bool:
    """Ask the provider, and claim the attempt when it has answered."""
    order = database.read(lambda tx: store.find_order(tx, event.order_id))
    provider = providers.offering(event.payment_method)
    if order is None or order.is_cancelled or provider is None:
        return True
    asked: Attempt = replace(
        paying.payment(event.payment_method, order.total), order_id=event.order_id, created_at=clock.now()
    )
    result = answer(lambda: provider.charge(asked))

    def claim(tx: Transaction, result: ChargeResult) -> None:
        claimed = charging._insert(tx, providers, clock.now(), order, event, 1, PaymentStatus.INITIATED, asked.id)
        if claimed:
            settling.settle(tx, clock.now(), claimed.id, result)

    if result is not None:
        database.write(lambda tx: claim(tx, result))
    return result is not None


def _without_inbox(reaction: Reaction, tx: Transaction, event: Any) -> None:
    reaction.run_in(tx, {"event": event})


def _nothing(*_: object, **__: object) -> None:
    return None


_post, _sale, _settle = ledger.post, journals.sale, settling.settle


def _post_twice(tx: Transaction, journal: Journal, occurred_at: datetime) -> None:
    _post(tx, journal, occurred_at)
    _post(tx, replace(journal, source=uuid7()), occurred_at)


def _sale_of_less(*figures: Any) -> Journal:
    journal = _sale(*figures)
    return replace(journal, entries=journal.entries[:-1])


def _pay_before_the_second_step(tx: Transaction, now: datetime, transaction_id: UUID, result: ChargeResult) -> Attempt:
    early = replace(result, outcome=Outcome.CAPTURED) if result.outcome is Outcome.REQUIRES_ACTION else result
    return _settle(tx, now, transaction_id, early)


def _forget_and_publish(connection: Connection, bus: outbox.Bus, _: outbox.Bus) -> int:
    due = connection.run_kept(outbox.DUE, batch=outbox.BATCH)
    if due:
        connection.run_kept(outbox.PUBLISHED, ids=[row[0] for row in due])
        bus.publish([{"Source": source, "DetailType": name, "Detail": detail} for _, source, name, detail in due])
    return len(due)


BUGS = (
    Bug(
        "stock that is held counts as free",
        (
            _redefined(
                "inventory.draw",
                ("level.on_hand - level.reserved AS free", "level.on_hand AS free"),
                ("level.on_hand > level.reserved", "level.on_hand > 0"),
            ),
            _unchecked("inventory.stock_levels", "reserved"),
        ),
        (judge.nothing_is_oversold,),
    ),
    Bug(
        "a charge is claimed after its provider was asked",
        (_instead(charging, "charge_order", _charge_first),),
        (judge.nobody_is_charged_twice, judge.no_charge_is_without_an_order),
    ),
    Bug(
        "reactions write no inbox row",
        (_instead(Reaction, "_react_in", _without_inbox),),
        (judge.no_receipt_comes_twice,),
    ),
    Bug(
        "a refund takes nothing back from its shop",
        (_instead(booking, "book_refund_request", _nothing),),
        (judge.the_ledger_adds_up,),
    ),
    Bug(
        "a refund minds no earlier one",
        (
            _redefined(
                "orders.parts",
                ("sold.refunded_shipping_amount, sold.refunded_tax_amount, sold.refunded_subsidy_amount", "0, 0, 0"),
                ("'refunded_quantity', line.refunded_quantity", "'refunded_quantity', 0"),
                ("'refunded_amount', line.refunded_amount", "'refunded_amount', 0"),
                ("'refunded_tax_amount', line.refunded_tax_amount", "'refunded_tax_amount', 0"),
                ("'refunded_commission_amount', line.refunded_commission_amount", "'refunded_commission_amount', 0"),
            ),
            _redefined(
                "orders.claim_refund",
                ("AND sold.total_amount - sold.refunded_amount >= claimed.amount", ""),
                ("- sold.refunded_shipping_amount >= claimed.shipping_amount", ">= claimed.shipping_amount"),
                ("- line.refunded_amount >= back.amount", ">= back.amount"),
            ),
            _unchecked("orders.seller_orders", "refunded"),
            _unchecked("orders.order_lines", "refunded"),
        ),
        (judge.every_refund_is_within_its_capture,),
    ),
    Bug(
        "a coupon is used beyond its limit",
        (
            _redefined("orders.use_promotions", ("AND promotion.used < promotion.total_limit", "")),
            _unchecked("orders.promotions", "used"),
            _instead(coupons, "refusal", _nothing),
            _instead(coupons, "applicable", lambda offers: [one.promotion for one in offers.offered]),
        ),
        (judge.no_coupon_is_over_its_limit,),
    ),
    Bug(
        "idempotency keys are not kept",
        (_instead(idempotency, "claim", _nothing),),
        (judge.a_key_is_answered_once, judge.no_order_is_lost),
    ),
    Bug(
        "a cancelled order keeps its stock",
        (_instead(reservations, "take_back_stock", _nothing),),
        (judge.the_stock_adds_up,),
    ),
    Bug(
        "a letter is sent before it is claimed",
        (_rewritten(letters, "CLAIM", "SET status = 'sending'", "SET status = 'queued'"),),
        (judge.no_receipt_comes_twice,),
    ),
    Bug(
        "a journal is booked twice",
        (_instead(ledger, "post", _post_twice),),
        (judge.the_ledger_adds_up,),
    ),
    Bug(
        "a sale is booked without its last entry",
        (_instead(journals, "sale", _sale_of_less), _executed("DROP TRIGGER balanced ON payments.ledger_entries")),
        (judge.the_ledger_adds_up,),
    ),
    Bug(
        "an order is paid before its second step",
        (_instead(settling, "settle", _pay_before_the_second_step),),
        (judge.no_order_is_lost,),
    ),
    Bug(
        "a refund is asked for under a new key each time",
        (_instead(Refund, "key", property(lambda _: str(uuid7()))),),
        (judge.the_ledger_adds_up,),
    ),
    Bug(
        "events are forgotten before they are published",
        (_instead(outbox, "publish_due", _forget_and_publish),),
        (judge.every_paid_order_has_its_receipt, judge.the_ledger_adds_up, judge.no_order_is_lost),
    ),
)
"""Every bug there is to be found."""
