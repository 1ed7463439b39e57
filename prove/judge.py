"""The model that a history is judged against: what must be true once all has settled, whatever went wrong before.

Each invariant is a function of the history alone, and gives what speaks against it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from prove.history import Entry, History

type Invariant = Callable[[History], Iterator[str]]

RECEIPT = "Your receipt for order "
PAID = frozenset({"paid", "partly_shipped", "shipped", "completed", "refunded"})
OVER = frozenset({"cancelled"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """An invariant and what speaks against it."""

    invariant: str
    violations: list[str]


def judge(history: History) -> list[Verdict]:
    """Hold every invariant against a history."""
    return [Verdict(named(invariant), list(invariant(history))) for invariant in INVARIANTS]


def named(invariant: Invariant) -> str:
    """Say an invariant in words."""
    return invariant.__name__.replace("_", " ")


def nothing_is_oversold(history: History) -> Iterator[str]:
    """No more units left the shelf, or are kept for orders, than there ever were."""
    kept = _kept(history)
    for one in history.of("variant"):
        if kept[one["variant_id"]] > one["units"]:
            yield f"{kept[one['variant_id']]} of {one['units']} units of {one['variant_id']} are sold"


def the_stock_adds_up(history: History) -> Iterator[str]:
    """What is on the shelf is what there was less what orders took, and nothing is held any more."""
    kept = _kept(history)
    levels = {level["variant_id"]: level for level in history.of("level")}
    for one in history.of("variant"):
        level, left = levels[one["variant_id"]], one["units"] - kept[one["variant_id"]]
        if (level["on_hand"], level["reserved"]) != (left, 0):
            yield f"{one['variant_id']}: {level['on_hand']} on hand, {level['reserved']} held, and not {left} and 0"


def nobody_is_charged_twice(history: History) -> Iterator[str]:
    """The provider holds no more of an order than it costs, less what was paid back of it."""
    for order, held in _held(history):
        if order["status"] in PAID and held > order["total_amount"] - order["refunded_amount"]:
            yield f"{held} are held of {_told(order)}"


def no_charge_is_without_an_order(history: History) -> Iterator[str]:
    """The provider holds money for orders that stand, and for nothing else."""
    orders = _orders(history)
    for key, charges in history.by("charge", "key").items():
        order_id = charges[0]["order_id"]
        if order_id not in orders and _net(history).get(key):
            yield f"charge {key} is of order {order_id}, which nobody knows"
    for order, held in _held(history):
        if order["status"] not in PAID and held:
            yield f"{held} are held of {_told(order)}"


def no_order_is_lost(history: History) -> Iterator[str]:
    """Every order that a customer was told of stands in the books, is paid or cancelled, and its money was taken."""
    orders = _orders(history)
    told = {said["order_id"]: said for said in _said(history, "place_order")}
    yield from (f"order {order_id} was told and is gone" for order_id in told.keys() - orders.keys())
    yield from (f"{_told(orders[order_id])} was told to nobody" for order_id in orders.keys() - told.keys())
    for order in orders.values():
        if order["status"] not in PAID | OVER:
            yield f"{_told(order)} is never decided"
        if order["order_id"] in told and told[order["order_id"]]["total"] != order["total_amount"]:
            yield f"{_told(order)} was told to cost {told[order['order_id']]['total']}"
    for order, held in _held(history):
        if order["status"] in PAID and held < order["total_amount"] - order["refunded_amount"]:
            yield f"only {held} are held of {_told(order)}"


def a_key_is_answered_once(history: History) -> Iterator[str]:
    """Whoever asks again under a key gets the first one's answer."""
    answers: dict[tuple[str, str], set[str]] = {}
    for one in history.of("answer"):
        if one["key"] and one["status"] and one["status"] < 300 and one["said"]:
            answers.setdefault((one["to"], one["key"]), set()).add(str(one["said"]))
    for (to, key), said in answers.items():
        if len(said) > 1:
            yield f"{to} under {key} was answered {len(said)} ways"


def nothing_failed_unexpectedly(history: History) -> Iterator[str]:
    """An answer is what was asked for, or a problem that says what to do."""
    counted = Counter((one["to"], one["status"], one["code"]) for one in history.of("answer"))
    for (to, status, code), times in counted.items():
        if status is not None and status >= 500 and code != "unavailable":
            yield f"{to} answered {status} {code}, {times} times"


def no_receipt_comes_twice(history: History) -> Iterator[str]:
    """A receipt is sent once, and of a paid order alone."""
    sent = Counter(mail["subject"] for mail in history.of("mail") if mail["subject"].startswith(RECEIPT))
    numbers = {f"{RECEIPT}{order['number']}": order for order in history.of("order")}
    decided = _receipts(history)
    for subject, times in sent.items():
        if times > 1:
            yield f"{subject!r} was sent {times} times"
        if not decided[numbers[subject]["order_id"]]:
            yield f"{subject!r} was sent and not decided"


def every_paid_order_has_its_receipt(history: History) -> Iterator[str]:
    """Of every order that was paid one receipt was decided, and was sent unless its sending was cut short."""
    decided, sent = _receipts(history), {mail["subject"] for mail in history.of("mail")}
    cut_short = {letter["order_id"] for letter in history.of("letter") if letter["status"] == "failed"}
    sold = {entry["order_id"] for entry in history.of("entry") if entry["journal"] == "sale"}
    for order in history.of("order"):
        was_paid = order["status"] in PAID or order["order_id"] in sold
        if decided[order["order_id"]] != was_paid:
            yield f"{decided[order['order_id']]} receipts were decided of {_told(order)}"
        if was_paid and f"{RECEIPT}{order['number']}" not in sent and order["order_id"] not in cut_short:
            yield f"no receipt was sent of {_told(order)}"


def no_coupon_is_over_its_limit(history: History) -> Iterator[str]:
    """Orders that stand use a coupon no more often than it may be, in all and by each person; so say the books."""
    standing = {order["order_id"] for order in history.of("order") if order["status"] not in OVER}
    used: Counter[str] = Counter()
    for said in {said["order_id"]: said for said in _said(history, "place_order")}.values():
        used.update(said["coupons"] if said["order_id"] in standing else ())
    counted = Counter(use["promotion_id"] for use in history.of("coupon_use"))
    persons = Counter((use["promotion_id"], use["person"]) for use in history.of("coupon_use"))
    for coupon in history.of("coupon"):
        coupon_id = coupon["promotion_id"]
        if used[coupon_id] > coupon["total_limit"]:
            yield f"coupon {coupon_id} is used {used[coupon_id]} times and may be {coupon['total_limit']} times"
        if used[coupon_id] != counted[coupon_id]:
            yield f"coupon {coupon_id} is used {used[coupon_id]} times and counted {counted[coupon_id]} times"
    limits = {coupon["promotion_id"]: coupon["person_limit"] for coupon in history.of("coupon")}
    for (coupon_id, person), times in persons.items():
        if limits[coupon_id] and times > limits[coupon_id]:
            yield f"person {person[:8]} uses coupon {coupon_id} {times} times"


def every_refund_is_within_its_capture(history: History) -> Iterator[str]:
    """Of no charge goes back more than was taken, and no shop promises more than its customer paid."""
    charges = {charge["key"]: charge for charge in history.of("provider_charge")}
    for key, refunds in history.by("provider_refund", "charge_id").items():
        back = sum(refund["amount"] for refund in refunds)
        if charges[key]["status"] != "captured" or back > charges[key]["amount"]:
            yield f"{back} went back of charge {key} of {charges[key]['amount']}"
    orders = _orders(history)
    for order_id, refunds in history.by("refund", "order_id").items():
        promised = sum(refund["amount"] for refund in refunds)
        if promised > orders[order_id]["total_amount"]:
            yield f"{promised} were promised back of {_told(orders[order_id])}"


def every_refund_is_paid_once(history: History) -> Iterator[str]:
    """What a shop was told is refunded went back, and nothing else did."""
    refunds = {refund["refund_id"]: refund for refund in history.of("refund")}
    told = {one["refund_id"] for said in _said(history, "refund_order") for one in said}
    yield from (f"refund {refund_id} was told and is gone" for refund_id in told - refunds.keys())
    for refund in refunds.values():
        if (refund["status"], refund["completed_amount"]) != ("completed", refund["amount"]):
            yield f"refund {refund['refund_id']} of {refund['amount']} is {refund['status']}"
        if refund["reason"] == "damaged" and refund["refund_id"] not in told:
            yield f"refund {refund['refund_id']} was told to nobody"
    asked = Counter[str]()
    for refund in refunds.values():
        asked[refund["order_id"]] += refund["amount"]
    for order in history.of("order"):
        if order["status"] not in OVER and order["refunded_amount"] != asked[order["order_id"]]:
            yield f"{asked[order['order_id']]} were to go back of {_told(order)}"


def the_ledger_adds_up(history: History) -> Iterator[str]:
    """Each journal balances; what lies at the provider is what it says; an order that is finished leaves nothing open.

    What shops, platform and tax office have of an order is then what its customer paid and did not get back.
    """
    journals, cash, open_, earned = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for entry in history.of("entry"):
        journals[entry["journal_id"]] += entry["amount"]
        order_id, account = entry["order_id"], entry["account"]
        if account in ("cash", "provider_fees"):
            cash[order_id] += entry["amount"]
        elif account == "customer_funds":
            open_[order_id] += entry["amount"]
        else:
            earned[order_id] -= entry["amount"]
    yield from (f"journal {journal_id} is off by {amount}" for journal_id, amount in journals.items() if amount)
    for order, held in _held(history):
        order_id = order["order_id"]
        if cash[order_id] != held:
            yield f"{cash[order_id]} are booked and {held} held of {_told(order)}"
        if open_[order_id]:
            yield f"{open_[order_id]} are neither earned nor owed of {_told(order)}"
        if earned[order_id] != held:
            yield f"{earned[order_id]} are earned and {held} held of {_told(order)}"


def every_step_follows(history: History) -> Iterator[str]:
    """The product's own proofs find nothing: orders and payments are the folds of their histories, levels the sums."""
    for proof in history.of("proof"):
        yield from (f"{proof['name']}: {found}" for found in proof["found"])


def everything_came_to_an_end(history: History) -> Iterator[str]:
    """No message was given up, no event waits, and no payment is undecided."""
    yield from (f"{dead['message']} was given up" for dead in history.of("given_up"))
    yield from (f"{event['name']} waits to be published" for event in history.of("waiting"))
    for payment in history.of("payment"):
        if payment["status"] not in ("completed", "failed", "voided", "partly_refunded", "refunded"):
            yield f"payment {payment['payment_id']} is {payment['status']}"


INVARIANTS: tuple[Invariant, ...] = (
    nothing_is_oversold,
    the_stock_adds_up,
    nobody_is_charged_twice,
    no_charge_is_without_an_order,
    no_order_is_lost,
    a_key_is_answered_once,
    nothing_failed_unexpectedly,
    no_receipt_comes_twice,
    every_paid_order_has_its_receipt,
    no_coupon_is_over_its_limit,
    every_refund_is_within_its_capture,
    every_refund_is_paid_once,
    the_ledger_adds_up,
    every_step_follows,
    everything_came_to_an_end,
)


def _orders(history: History) -> dict[str, Entry]:
    return {order["order_id"]: order for order in history.of("order")}


def _told(order: Entry) -> str:
    return f"order {order['number']}, which is {order['status']} and costs {order['total_amount']}"


def _said(history: History, to: str) -> Iterator[Any]:
    """Give what clients were told by an operation."""
    return (one["said"] for one in history.of("answer") if one["to"] == to and one["said"])


def _kept(history: History) -> Counter[str]:
    """Count the units of each variant that orders which stand have, less those that came back to the shelf."""
    orders = _orders(history)
    kept: Counter[str] = Counter()
    for line in history.of("line"):
        if orders[line["order_id"]]["status"] not in OVER and not line["given_up"]:
            kept[line["variant_id"]] += line["quantity"]
    for back in history.of("back"):
        kept[back["variant_id"]] -= back["quantity"]
    return kept


def _net(history: History) -> Counter[str]:
    """Give what the provider holds of each charge."""
    captured = ((one["key"], one["amount"]) for one in history.of("provider_charge") if one["status"] == "captured")
    back = ((one["charge_id"], -one["amount"]) for one in history.of("provider_refund"))
    net: Counter[str] = Counter()
    for key, amount in chain(captured, back):
        net[key] += amount
    return net


def _held(history: History) -> Iterator[tuple[Entry, int]]:
    """Give each order with what the provider holds of it."""
    net, held = _net(history), Counter[str]()
    for key, charges in history.by("charge", "key").items():
        held[charges[0]["order_id"]] += net[key]
    return ((order, held[order["order_id"]]) for order in history.of("order"))


def _receipts(history: History) -> Counter[str]:
    """Count the receipts that were decided, by order."""
    return Counter(one["order_id"] for one in history.of("letter") if one["template"] == "order_receipt")
