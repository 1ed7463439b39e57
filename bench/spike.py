"""Measure the budgets of `make bench SPIKE=1`: twenty times the orders that can be placed, and all wanting the same.

A thread is an environment of the function that places orders, and there are as many as the function may have. Who
comes when all are busy is refused, as the gateway refuses them, and comes again after as long as it said.
"""

import argparse
import heapq
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.budget import HEAD, Budget
from bench.servers import servers
from bench.stopwatch import table
from souk.identity import Caller
from tests.support import api, bus, market, world
from tests.support.market import Variant
from tests.support.post import Mailbox, Phones

ENVIRONMENTS = 8
BUYERS = 1000
WANTING_ONE = 10
"""How many want each unit of what is scarce."""
TIMES_SUSTAINED = 20
CONTENDED_SHARE = 0.5
_RETRY_AFTER_SECONDS = 1
_ORDERS = """
SELECT count(*) FILTER (WHERE status = 'paid') AS paid, count(*) AS placed
FROM orders.orders
WHERE customer_id = ANY (:customers::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Rush:
    """What everybody was answered, in the order of the answers, with the seconds it took until then."""

    answers: list[tuple[float, int]]
    refused: int = 0

    @property
    def counts(self) -> Counter[int]:
        """How often each status was answered in the end."""
        return Counter(status for _, status in self.answers)

    @property
    def rate(self) -> float:
        """How many orders were placed in a second, up to the last one."""
        placed = [at for at, status in self.answers if status == 201]
        return len(placed) / max(placed)


def crowd(many: int, variants: Sequence[Variant]) -> list[Caller]:
    """Give so many customers, each with one of the variants in the cart."""
    people = [api.customer() for _ in range(many)]
    for number, person in enumerate(people):
        assert market.add(person, variants[number % len(variants)]).status == 201
    return people


def all_at_once(environments: ThreadPoolExecutor, people: Sequence[Caller]) -> Rush:
    """Let everybody order, as many at a time as there are environments."""
    began = time.perf_counter()

    def order(person: Caller) -> tuple[float, int]:
        while (status := market.place(person).status) == 503:
            time.sleep(_RETRY_AFTER_SECONDS)
        return time.perf_counter() - began, status

    return Rush(sorted(environments.map(order, people)))


def spike(environments: ThreadPoolExecutor, people: Sequence[Caller], rate: float) -> Rush:
    """Let so many people a second come to order; who finds no environment comes again."""
    began = time.perf_counter()
    free = threading.Semaphore(ENVIRONMENTS)
    answers: list[tuple[float, int]] = []
    coming = [(number / rate, number) for number in range(len(people))]
    refused, chance = 0, random.Random(1)
    lock = threading.Lock()

    def later(number: int) -> None:
        heapq.heappush(coming, (time.perf_counter() - began + _RETRY_AFTER_SECONDS + chance.random(), number))

    def order(number: int) -> None:
        try:
            status = market.place(people[number]).status
        finally:
            free.release()
        with lock:
            if status == 503:
                later(number)
            else:
                answers.append((time.perf_counter() - began, status))

    while len(answers) < len(people):
        with lock:
            due = coming and coming[0][0] <= time.perf_counter() - began
            number = heapq.heappop(coming)[1] if due else None
        if number is None:
            time.sleep(0.001)
        elif free.acquire(blocking=False):
            environments.submit(order, number)
        else:
            refused += 1
            with lock:
                later(number)
    return Rush(sorted(answers), refused)


def finished(people: Sequence[Caller]) -> tuple[int, int]:
    """Deliver everything, and give how many orders of these people are paid, and how many there are."""
    bus.drain(mail=Mailbox(), sms=Phones())
    with world.current().tx_as("admin") as tx:
        row = tx.row(_ORDERS, customers=[person.user_id for person in people])
    assert row is not None
    return row["paid"], row["placed"]


def budgets(environments: ThreadPoolExecutor, buyers: int) -> list[Budget]:
    """Measure everything that has a budget."""
    shop, units = market.open_shop(), buyers // WANTING_ONE
    plenty = [market.put_on_sale(shop, stock=10 * buyers) for _ in range(50)]
    scarce = market.put_on_sale(shop, stock=units)
    all_at_once(environments, crowd(4 * ENVIRONMENTS, plenty))
    sustained = all_at_once(environments, crowd(buyers // 3, plenty))
    contended = all_at_once(environments, crowd(buyers, [scarce]))
    people = crowd(buyers, plenty)
    rush = spike(environments, people, TIMES_SUSTAINED * sustained.rate)
    paid, placed = finished(people)
    share = contended.rate / sustained.rate
    sold, strange = contended.counts[201], contended.counts - Counter({201: buyers, 409: buyers})
    return [
        Budget(
            f"orders of a spike of {TIMES_SUSTAINED} times the sustained {sustained.rate:.0f} a second that are not "
            f"finished; refused for now {rush.refused} times",
            buyers - min(paid, placed, rush.counts[201]),
            0,
            f"{buyers - paid} of {buyers}",
            "none",
        ),
        Budget(
            f"units sold of {units} that {buyers} want, too many or too few",
            abs(sold - units) + strange.total(),
            0,
            f"{sold} sold, {contended.counts[409]} told that none is left",
            f"{units} sold",
        ),
        Budget(
            "rate at which they are sold, in parts of the sustained one",
            share,
            CONTENDED_SHARE,
            f"{contended.rate:.0f} a second = {share:.2f}",
            f"at least {CONTENDED_SHARE}",
            at_least=True,
        ),
    ]


def main() -> int:
    """Measure, print, and say whether every budget is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.spike", description=__doc__)
    parser.add_argument("--buyers", type=int, default=BUYERS)
    options = parser.parse_args()
    with servers(), ThreadPoolExecutor(ENVIRONMENTS) as environments:
        measured = budgets(environments, options.buyers)
    print(table(HEAD, [budget.row() for budget in measured]))
    return 0 if all(budget.is_kept for budget in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
