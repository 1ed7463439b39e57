"""An invariant that cannot fail proves nothing: each is shown a history that breaks it, and none else complains."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from prove import judge
from prove.history import History
from prove.judge import INVARIANTS, Invariant

type Entries = list[dict[str, Any]]
type Breaking = Callable[[Entries], None]


def answer(to: str, key: str, said: Any, status: int = 201, code: str | None = None) -> dict[str, Any]:
    return {"kind": "answer", "to": to, "key": key, "status": status, "code": code, "said": said}


def entry(journal_id: str, account: str, amount: int) -> dict[str, Any]:
    kind = journal_id.split()[0]
    return {"kind": "entry", "journal_id": journal_id, "journal": kind, "order_id": "o", "account": account} | {
        "amount": amount
    }


PLACED = {"order_id": "o", "total": 1000, "coupons": ["c"], "lines": [{"variant_id": "v", "quantity": 2}]}
SOUND: Entries = [
    {"kind": "variant", "variant_id": "v", "units": 3},
    {"kind": "coupon", "promotion_id": "c", "total_limit": 1, "person_limit": 1},
    answer("place_order", "k", PLACED),
    answer("place_order", "k", PLACED),
    answer("refund_order", "r1", [{"refund_id": "r", "amount": 300}]),
    {"kind": "charge", "key": "p", "order_id": "o", "amount": 1000},
    {"kind": "mail", "address": "a", "subject": "Your receipt for order S-1"},
    {"kind": "order", "order_id": "o", "number": "S-1", "status": "completed", "total_amount": 1000}
    | {"captured_amount": 1000, "refunded_amount": 300},
    {"kind": "line", "order_id": "o", "variant_id": "v", "quantity": 2, "given_up": False},
    {"kind": "back", "return_id": "b", "order_id": "o", "variant_id": "v", "quantity": 1},
    {"kind": "refund", "refund_id": "r", "order_id": "o", "amount": 300, "status": "completed"}
    | {"completed_amount": 300, "reason": "damaged"},
    {"kind": "coupon_use", "promotion_id": "c", "order_id": "o", "person": "ada"},
    {"kind": "level", "variant_id": "v", "on_hand": 2, "reserved": 0},
    {"kind": "payment", "payment_id": "p", "order_id": "o", "status": "partly_refunded"},
    {"kind": "provider_charge", "key": "p", "status": "captured", "amount": 1000},
    {"kind": "provider_refund", "key": "f", "charge_id": "p", "amount": 300},
    entry("charge 1", "cash", 985),
    entry("charge 1", "provider_fees", 15),
    entry("charge 1", "customer_funds", -1000),
    entry("sale 2", "customer_funds", 1000),
    entry("sale 2", "seller", -900),
    entry("sale 2", "commission", -100),
    entry("refund_requested 3", "customer_funds", -300),
    entry("refund_requested 3", "seller", 270),
    entry("refund_requested 3", "commission", 30),
    entry("refund 4", "customer_funds", 300),
    entry("refund 4", "cash", -300),
    {"kind": "letter", "letter_id": "l", "order_id": "o", "template": "order_receipt", "status": "sent"},
    {"kind": "proof", "name": "orders", "found": []},
]


def more(*entries: dict[str, Any]) -> Breaking:
    return lambda history: history.extend(entries)


def changed(kind: str, **facts: Any) -> Breaking:
    def change(history: Entries) -> None:
        [one] = [one for one in history if one["kind"] == kind]
        one |= facts

    return change


def without(kind: str) -> Breaking:
    def change(history: Entries) -> None:
        history[:] = [one for one in history if one["kind"] != kind]

    return change


BROKEN: dict[Invariant, list[Breaking]] = {
    judge.nothing_is_oversold: [changed("line", quantity=5)],
    judge.the_stock_adds_up: [changed("level", on_hand=1), changed("level", reserved=1), changed("line", quantity=1)],
    judge.nobody_is_charged_twice: [
        more(
            {"kind": "charge", "key": "q", "order_id": "o", "amount": 1000},
            {"kind": "provider_charge", "key": "q", "status": "captured", "amount": 1000},
        )
    ],
    judge.no_charge_is_without_an_order: [
        changed("order", status="cancelled"),
        more(
            {"kind": "charge", "key": "q", "order_id": "nobody's", "amount": 1},
            {"kind": "provider_charge", "key": "q", "status": "captured", "amount": 1},
        ),
    ],
    judge.no_order_is_lost: [
        more(answer("place_order", "k2", PLACED | {"order_id": "gone"})),
        changed("order", status="pending"),
        changed("order", total_amount=1001),
        changed("provider_charge", status="voided"),
        more({"kind": "order", "order_id": "untold", "number": "S-2", "status": "cancelled"} | {"total_amount": 1}),
    ],
    judge.a_key_is_answered_once: [more(answer("place_order", "k", PLACED | {"order_id": "another"}))],
    judge.nothing_failed_unexpectedly: [more(answer("place_order", "k3", None, 500, "internal_error"))],
    judge.no_receipt_comes_twice: [
        more({"kind": "mail", "address": "a", "subject": "Your receipt for order S-1"}),
        without("letter"),
    ],
    judge.every_paid_order_has_its_receipt: [
        without("letter"),
        without("mail"),
        more({"kind": "letter", "letter_id": "m", "order_id": "o", "template": "order_receipt", "status": "sent"}),
    ],
    judge.no_coupon_is_over_its_limit: [
        more({"kind": "coupon_use", "promotion_id": "c", "order_id": "o2", "person": "ada"}),
        changed("coupon", total_limit=0),
        without("coupon_use"),
    ],
    judge.every_refund_is_within_its_capture: [
        more({"kind": "provider_refund", "key": "g", "charge_id": "p", "amount": 701}),
        changed("refund", amount=1001, completed_amount=1001),
    ],
    judge.every_refund_is_paid_once: [
        changed("refund", status="refused", completed_amount=0),
        changed("refund", refund_id="untold"),
        changed("order", refunded_amount=600),
    ],
    judge.the_ledger_adds_up: [
        more(entry("sale 5", "customer_funds", 1000), entry("sale 5", "seller", -1000)),
        more(entry("charge 1", "cash", 1)),
        without("entry"),
        more({"kind": "provider_refund", "key": "g", "charge_id": "p", "amount": 1}),
    ],
    judge.every_step_follows: [changed("proof", found=["level 1 is 2 and its movements come to 3"])],
    judge.everything_came_to_an_end: [
        more({"kind": "given_up", "message": "payments-charge-order of order.created"}),
        more({"kind": "waiting", "event_id": "e", "name": "order.paid"}),
        changed("payment", status="unknown"),
    ],
}


def broken() -> list[tuple[Invariant, Breaking]]:
    return [(invariant, breaking) for invariant, several in BROKEN.items() for breaking in several]


def test_nothing_speaks_against_a_sound_history() -> None:
    verdicts = judge.judge(History(SOUND))

    assert [verdict for verdict in verdicts if verdict.violations] == []


def test_every_invariant_is_shown_broken() -> None:
    assert BROKEN.keys() == set(INVARIANTS)


@pytest.mark.parametrize(
    ("invariant", "breaking"), broken(), ids=[f"{one.__name__}-{number}" for number, (one, _) in enumerate(broken())]
)
def test_a_history_that_breaks_an_invariant_is_found(invariant: Invariant, breaking: Breaking) -> None:
    history = deepcopy(SOUND)

    breaking(history)

    assert list(invariant(History(history))) != []
