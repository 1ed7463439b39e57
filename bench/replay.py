"""Replay real orders as purchases over HTTP, then check that nothing was lost, doubled or oversold."""

import argparse
import contextlib
import random
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import invariants, online_retail
from bench.invariants import Finding
from bench.online_retail import Basket, Sample
from bench.shopping import Customer
from bench.stopwatch import Stopwatch
from local.catalogue import accounts
from local.catalogue.accounts import shopkeeper
from local.catalogue.catalogue_file import Row
from local.catalogue.marketplace import Refused, TooSlow, Visitor, wait_until
from local.desk import STATE

PAYMENT_METHODS = {"sandbox_visa": 88, "sandbox_declined": 5, "sandbox_no_funds": 3, "sandbox_timeout": 4}
# An order that nobody decides is cancelled when its fifteen minutes are over.
SETTLE_SECONDS = 20 * 60
SETTLE_PAUSE_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """An order as it was answered, and what it holds."""

    number: str
    placed_at: datetime
    basket: Basket
    payment_method: str


@dataclass
class Replay:
    """One run: the sample, the market it is brought to, and what came of it."""

    url: str
    sample: Sample
    seed: int
    threads: int
    watch: Stopwatch = field(default_factory=Stopwatch)
    run: str = field(default_factory=lambda: secrets.token_hex(3))
    variants: dict[str, str] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    customers: dict[int, Customer] = field(default_factory=dict)

    def open_shop(self) -> Visitor:
        """Bring the sample's products to a new shop, with exactly the stock that its invoices ask for."""
        admin = Visitor(self.url, accounts.ADMIN, accounts.PASSWORD).sign_in()
        keeper = shopkeeper(self.url, f"replay-{self.run}@example.com", f"Replay {self.run}", admin)
        demand = self.sample.demand
        rows = [
            Row(
                {
                    "sku": self.sku(product.code),
                    "title": product.title,
                    "category": "Gifts > Replayed",
                    "price": str(product.price),
                    "currency": "GBP",
                    "stock": str(demand[product.code]),
                }
            )
            for product in self.sample.products
        ]
        with self.watch.time("import catalogue"):
            imported = keeper.bring(rows)
        if imported.rejected:
            raise SystemExit(f"the import rejected {imported.rejected} rows: {imported.rejections[:5]}")
        levels = wait_until(lambda: self._stocked(keeper, len(rows)), "the imported stock to be on hand")
        self.variants = {level["sku"]: level["variant_id"] for level in levels}
        return keeper

    def sku(self, code: str) -> str:
        """Name a product of this run."""
        return f"{self.run}-{code}".upper()

    def shop(self) -> float:
        """Have every customer register and buy, a few at a time, and give the seconds from first to last order."""
        for number, customer in enumerate(self.sample.customers):
            self.customers[customer] = Customer(self.url, f"customer-{self.run}-{number}", self.watch)
        self._crew(Customer.register, self.customers.values())
        visits: dict[int, list[tuple[Basket, str]]] = {}
        chance = random.Random(self.seed)
        for invoice in self.sample.invoices:
            for basket in invoice.baskets:
                (method,) = chance.choices([*PAYMENT_METHODS], [*PAYMENT_METHODS.values()])
                visits.setdefault(invoice.customer, []).append((basket, method))
        began = time.perf_counter()
        self._crew(lambda customer: self._buy(self.customers[customer], visits[customer]), visits)
        return time.perf_counter() - began

    def settle(self) -> None:
        """Give up what was not paid and wait until no order is open any more, or until that has taken too long."""
        deadline = time.monotonic() + SETTLE_SECONDS
        undecided = [*self.customers.values()]
        while undecided and time.monotonic() < deadline:
            time.sleep(SETTLE_PAUSE_SECONDS)
            undecided = [customer for customer in self._crew(self._ask, undecided) if customer]

    def check(self, keeper: Visitor, endpoint: str) -> list[Finding]:
        """Compare what there is with what was ordered."""
        paid = {number for number, status in self.statuses.items() if status == "paid"}
        sold = sum((self._units(order.basket) for order in self.placed if order.number in paid), Counter[str]())
        receipts = self._receipts(paid)
        for order in self.placed:
            for sent_at in receipts.get(order.number, [])[:1]:
                took = (sent_at - order.placed_at).total_seconds()
                self.watch.add(f"order to receipt, {order.payment_method}", took)
        counted = Counter({number: len(sent) for number, sent in receipts.items()})
        return [
            invariants.orders_are_decided(self.statuses, self.refused),
            invariants.stock_is_what_was_not_sold(
                self._units(self.sample.demand), sold, keeper.pages("/api/inventory")
            ),
            invariants.receipts_match(paid, counted, {*self.statuses}),
            invariants.outbox_is_empty(self.url),
            invariants.dead_letters_are_none(endpoint),
        ]

    def _buy(self, customer: Customer, visits: Iterable[tuple[Basket, str]]) -> None:
        for basket, method in visits:
            try:
                customer.sign_in()
                for code, quantity in basket.items():
                    customer.add(self.variants[self.sku(code)], quantity)
                began = datetime.now(UTC)
                order = customer.order(method)
                self.placed.append(Placed(order["number"], began, basket, method))
            except Refused as refused:
                self.refused.append(str(refused))
                customer.empty_cart()

    def _ask(self, customer: Customer) -> Customer | None:
        orders = customer.orders()
        for order in orders:
            if order["payable_until"]:
                customer.give_up(order["id"])
        statuses = {order["number"]: order["status"] for order in orders}
        self.statuses |= statuses
        return customer if invariants.OPEN & set(statuses.values()) else None

    def _receipts(self, paid: set[str]) -> dict[str, list[datetime]]:
        with contextlib.suppress(TooSlow):
            wait_until(lambda: paid <= invariants.receipts(self.url).keys(), "receipts")
        return invariants.receipts(self.url)

    def _stocked(self, keeper: Visitor, variants: int) -> list[dict[str, Any]]:
        levels = keeper.pages("/api/inventory")
        return levels if len(levels) == variants else []

    def _units(self, basket: Basket | Counter[str]) -> Counter[str]:
        return Counter({self.sku(code): quantity for code, quantity in basket.items()})

    def _crew[T, R](self, work: Callable[[T], R], items: Iterable[T]) -> list[R]:
        with ThreadPoolExecutor(self.threads) as crew:
            return list(crew.map(work, items))


def main() -> int:
    """Replay, print what was measured and what holds, and say whether all of it does."""
    options = _options()
    sample = online_retail.read(options.data, options.invoices, options.seed)
    replay = Replay(options.url, sample, options.seed, options.threads)
    print(f"{len(sample.invoices)} invoices of {len(sample.customers)} customers, {len(sample.products)} products")
    keeper = replay.open_shop()
    took = replay.shop()
    replay.settle()
    findings = replay.check(keeper, invariants.aws_endpoint(options.desk / "addresses.json"))
    orders, lines = len(replay.placed), len(replay.watch.times["add to cart"])
    print(f"\n{replay.watch.table()}\n")
    print(f"{orders} orders of {lines} lines in {took:.0f} s by {options.threads} threads, ", end="")
    print(f"{orders / took:.1f} orders/s, {lines / took:.1f} lines/s: {dict(Counter(replay.statuses.values()))}\n")
    print(*findings, sep="\n")
    return 1 if any(finding.faults for finding in findings) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.replay", description=__doc__)
    parser.add_argument("--url", default="http://localhost:8080", help="where Souk answers")
    parser.add_argument("--data", type=Path, required=True, help="online_retail.parquet")
    parser.add_argument("--invoices", type=int, default=500, help="how many to replay")
    parser.add_argument("--threads", type=int, default=4, help="how many shop at the same time")
    parser.add_argument("--seed", type=int, default=7, help="which invoices, and who pays how")
    parser.add_argument("--desk", type=Path, default=STATE, help="the desk's folder")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
