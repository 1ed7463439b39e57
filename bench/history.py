"""Measure whether the histories of orders stay as fast however many orders there are: `make bench HISTORY=10000000`.

One real order is written again and again by SQL, fifty for each customer and for ever more in each of the shops.
"""

import argparse
import sys
import uuid
from functools import partial

from bench.budget import HEAD, Budget
from bench.servers import servers
from bench.stopwatch import milliseconds, table
from bench.warm import Work, compare
from souk.connection import Connection
from tests.support import api, market, world

FEW = 10_000
SHARE = 1.2
OF_CUSTOMER, SHOPS = 50, 200
TIMES = 200
_BATCH = 200_000

# The same number is the same thing everywhere, and the ids of orders rise with it as those made by a clock do.
_TIME = "lpad(to_hex(1700000000000 + n), 12, '0')"
_ROW_ID = f"(substr({_TIME}, 1, 8) || '-' || substr({_TIME}, 9) || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"
_WHOSE = "('{}0000-0000-7000-8000-' || lpad(to_hex({}), 12, '0'))::uuid"
_CUSTOMER, _SHOP = _WHOSE.format("cccc", f"n / {OF_CUSTOMER}"), _WHOSE.format("aaaa", f"n % {SHOPS}")
CUSTOMER, SHOP = uuid.UUID("cccc0000-0000-7000-8000-000000000001"), uuid.UUID("aaaa0000-0000-7000-8000-000000000001")
TABLES = {
    "orders.orders": {"id": _ROW_ID, "number": "'N' || n", "customer_id": _CUSTOMER},
    "orders.seller_orders": {"id": _ROW_ID, "order_id": _ROW_ID, "seller_id": _SHOP},
    "orders.order_lines": {"id": _ROW_ID, "seller_order_id": _ROW_ID, "seller_id": _SHOP},
    "orders.order_events": {"order_id": _ROW_ID},
}
_COLUMNS = """
SELECT attname
FROM pg_attribute
WHERE attrelid = CAST(:relation AS regclass) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
ORDER BY attnum
"""


class Histories:
    """Orders in the database of a world."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._orders = 0
        connection.patience = None
        connection.run("SET session_replication_role = replica; SET statement_timeout = 0")
        for relation in TABLES:
            connection.run(f"CREATE TEMPORARY TABLE {relation.replace('.', '_')} AS SELECT * FROM {relation} LIMIT 1")

    def grow(self, orders: int) -> None:
        """Write more, until there are so many."""
        while self._orders < orders:
            until = min(self._orders + _BATCH, orders)
            for relation, values in TABLES.items():
                names = [name for (name,) in self._connection.run(_COLUMNS, relation=relation)]
                written = ", ".join(values.get(name, f"first.{name}") for name in names)
                self._connection.run(
                    f"INSERT INTO {relation} ({', '.join(names)}) SELECT {written} "
                    f"FROM {relation.replace('.', '_')} AS first, generate_series({self._orders}, {until - 1}) AS n"
                )
            self._orders = until
        self._connection.run("VACUUM ANALYZE orders.orders, orders.seller_orders, orders.order_lines")


def times() -> list[float]:
    """Give the seconds that the list of a customer takes, and that of a shop."""
    customer, keeper = api.customer(CUSTOMER), api.seller(SHOP)
    lists = {"GET /api/orders": customer, "GET /api/seller/orders": keeper}
    for route, who in lists.items():
        assert len(api.made(route, as_=who)["items"]) > 1
    return compare(*(Work(partial(api.call, route, as_=who)) for route, who in lists.items()), times=TIMES)


def budgets(many: int) -> list[Budget]:
    """Measure with few orders, and with many."""
    shop = market.open_shop()
    order = market.ordered(api.customer(), (market.put_on_sale(shop), 1))
    market.pay(order)
    connection = world.current().admin()
    histories = Histories(connection)
    histories.grow(FEW)
    few = times()
    histories.grow(many)
    grown = times()
    connection.close()
    return [
        Budget(
            f"{name} with {many:,} orders, against {milliseconds(before)} ms with {FEW:,}",
            after / before,
            SHARE,
            f"{milliseconds(after)} ms = {after / before:.2f}",
            f"{SHARE}",
        )
        for name, before, after in zip(("a customer's orders", "a shop's orders"), few, grown, strict=True)
    ]


def main() -> int:
    """Measure, print, and say whether every budget is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.history", description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000_000)
    options = parser.parse_args()
    with servers():
        measured = budgets(options.orders)
    print(table(HEAD, [budget.row() for budget in measured]))
    return 0 if all(budget.is_kept for budget in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
