"""A year in a market of its own, with servers of its own, so that several can happen beside each other."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bench.invariants import Finding
from bench.servers import servers
from bench.year import era
from bench.year.data import Year
from bench.year.findings import findings, totals
from bench.year.replay import Replay


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a market's year came to."""

    findings: list[Finding]
    totals: dict[str, int]
    times: dict[str, list[float]]
    seconds: float


def replayed(year: Year) -> Outcome:
    """Let a year happen in a market of its own."""
    began = time.perf_counter()
    with happened(year) as replay:
        return Outcome(findings(replay), totals(replay), dict(replay.watch.times), time.perf_counter() - began)


@contextmanager
def happened(year: Year) -> Iterator[Replay]:
    """Let a year happen, and look around in what it left."""
    first = year.purchases[0].at
    with servers() as here, era.begun(here, datetime(first.year, first.month, 1, tzinfo=UTC)) as clock:
        replay = Replay(year, clock)
        replay.open_shops()
        replay.happen()
        replay.prove()
        yield replay


def of_market(market: int, year: Year, markets: int) -> Year:
    """Give what happened to the customers of one of so many markets."""
    purchases = [one for one in year.purchases if one.customer % markets == market]
    taken_back = [one for one in year.taken_back if one.purchase.customer % markets == market]
    skus = {sku for purchase in purchases for sku in purchase.units}
    products = {sku: product for sku, product in year.products.items() if sku in skus}
    return replace(year, purchases=purchases, taken_back=taken_back, products=products)
