"""What must be true at the end of the year, each thing compared with what somebody else says of it."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from bench.invariants import Finding
from bench.year import statement
from bench.year.data import SHOPS
from bench.year.replay import Replay
from functions.inventory import check_levels
from souk.identity import Caller
from tests.support import api, world

_BALANCES = """
SELECT account, currency, sum(amount)::bigint AS amount
FROM payments.ledger_entries
GROUP BY account, currency
"""
_UNBALANCED = """
SELECT count(*)
FROM (
    SELECT
    FROM payments.ledger_entries
    GROUP BY journal_id, currency
    HAVING sum(amount) <> 0
) AS journal
"""
_PROVIDER = """
SELECT
    (SELECT coalesce(sum(amount), 0) FROM payments.sandbox_charges WHERE status = 'captured')
    - (SELECT coalesce(sum(amount), 0) FROM payments.sandbox_refunds)
    - (SELECT coalesce(sum(amount), 0) FROM payments.sandbox_transfers)
    - (SELECT coalesce(sum(fee_amount), 0) FROM payments.transactions)
"""
_STATUSES = "SELECT status, count(*) AS orders FROM orders.orders GROUP BY status ORDER BY status"
_LEVELS = "SELECT variant_id, on_hand, reserved FROM inventory.stock_levels"


def findings(replay: Replay) -> list[Finding]:
    """Look at everything."""
    return [
        _orders_are_over(),
        _stock_is_right(replay),
        _ledger_sums_to_nothing(),
        _cash_is_what_the_provider_has(),
        Finding("orders and ledger prove, on the first of each month and at the end", _differences(replay)),
        *(_account_is_right(replay, shop) for shop in range(SHOPS)),
    ]


def totals(replay: Replay) -> dict[str, int]:
    """Count what happened."""
    booked = {f"{row['account']} (pence)": -row["amount"] for row in _rows(_BALANCES) if row["account"] != "cash"}
    orders = {f"orders {row['status'].replace('_', ' ')}": row["orders"] for row in _rows(_STATUSES)}
    backs = Counter(str(back.how) for back in replay.year.taken_back)
    runs = {f"runs of {one.function.spec.id}": one.runs for one in replay.schedules}
    events = {f"events {name}": many for name, many in replay.delivered.items()}
    return orders | backs | booked | runs | events


def _orders_are_over() -> Finding:
    found = {row["status"]: row["orders"] for row in _rows(_STATUSES)}
    open_ = {name: many for name, many in found.items() if name not in {"completed", "cancelled", "refunded"}}
    return Finding(
        "every order is completed, cancelled or refunded", [f"{many} {name}" for name, many in open_.items()]
    )


def _stock_is_right(replay: Replay) -> Finding:
    """What came back is on the shelf, for all that was ordered is exactly what was there."""
    back: Counter[str] = Counter()
    for one in replay.year.taken_back:
        back.update(one.units)
    levels = {row["variant_id"]: (row["on_hand"], row["reserved"]) for row in _rows(_LEVELS)}
    faults = [
        f"{sku}: {levels.get(variant)} on hand and held, expected {back[sku]} and 0"
        for sku, variant in replay.variants.items()
        if levels.get(variant) != (back[sku], 0)
    ]
    uneven = api.invoke(check_levels.handler, {})["uneven"]
    return Finding("stock is what was brought, less what was sold, with what came back", [*faults, *map(str, uneven)])


def _ledger_sums_to_nothing() -> Finding:
    sums: Counter[str] = Counter()
    for row in _rows(_BALANCES):
        sums[row["currency"]] += row["amount"]
    faults = [f"{amount} {currency}" for currency, amount in sums.items() if amount]
    with world.current().tx_as("admin") as tx:
        journals = tx.value(_UNBALANCED)
    left = {row["account"]: row["amount"] for row in _rows(_BALANCES)}
    faults += [f"{journals} journals do not"] if journals else []
    faults += [f"{name}: {left[name]} left" for name in ("customer_funds", "payouts_in_transit") if left.get(name)]
    return Finding("the ledger sums to nothing, nobody's money is left over", faults)


def _cash_is_what_the_provider_has() -> Finding:
    cash = sum(row["amount"] for row in _rows(_BALANCES) if row["account"] == "cash")
    with world.current().tx_as("admin") as tx:
        has = int(tx.value(_PROVIDER))
    faults = [] if cash == has else [f"{cash} booked, {has} there"]
    return Finding("cash is what the provider's own books say", faults)


def _differences(replay: Replay) -> list[str]:
    return [str(one) for proof in replay.proofs for one in (*proof["found"], proof.get("underway") or None) if one]


def _account_is_right(replay: Replay, shop: int) -> Finding:
    expected, found = statement.account(replay.year, shop), _account(replay, shop)
    faults = [
        f"{month}: {found.get(month)}, expected {expected.get(month)}"
        for month in sorted(expected.keys() | found.keys())
        if expected.get(month) != found.get(month)
    ]
    months = f"the {len(expected)} monthly statements of shop {shop + 1}"
    return Finding(f"{months} are, to the penny, what the file alone says", faults)


def _account(replay: Replay, shop: int) -> statement.Account:
    """Read a shop's statements as its keeper does, month by month."""
    account: statement.Account = {}
    first, last = replay.year.purchases[0].at.date().replace(day=1), replay.era.now().date()
    while first <= last:
        following = (first + timedelta(days=31)).replace(day=1)
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for entry in _entries(replay.shops[shop].keeper, first, following - timedelta(days=1)):
            sums[entry["kind"], entry["part"]] += entry["amount"]["amount"]
        if sums:
            account[f"{first:%Y-%m}"] = {name: amount for name, amount in sorted(sums.items()) if amount}
        first = following
    return account


def _entries(keeper: Caller, first: date, last: date) -> list[dict[str, Any]]:
    query: dict[str, Any] = {"from": first, "to": last, "limit": 100}
    found: list[dict[str, Any]] = []
    while True:
        page = api.made("GET /api/seller/statement", as_=keeper, query=query)
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


def _rows(sql: str) -> list[dict[str, Any]]:
    with world.current().tx_as("admin") as tx:
        return tx.rows(sql)
