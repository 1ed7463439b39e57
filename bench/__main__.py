"""Measure the budgets of `make bench` in process, with real PostgreSQL and Valkey, and print them as a table."""

import argparse
import sys
from collections.abc import Mapping

from bench import cold_start, demo, purchase, rendering, round_trips, warm
from bench.budget import HEAD, README, Budget, filled, seconds
from bench.servers import servers
from bench.stopwatch import milliseconds, table
from tests.support import market, world

COLD_START_SHARE = 0.35
KIT_SECONDS = 0.0002
DETAIL_CACHED, DETAIL_UNCACHED = 3.0, 6.0
PLACE_ORDER_SECONDS = 0.0045
PURCHASE_SECONDS, REQUESTS_SECONDS, FILES_SECONDS = 0.03, 0.011, 0.2
RENDERED_SECONDS = 0.02
ROUND_TRIPS = {"get product": 1, "list products": 1, "add to cart": 3, "place order": 4}


def budgets(here: world.World, variants: list[market.Variant], shopping: Mapping[str, float]) -> list[Budget]:
    """Measure everything that has a budget."""
    bought = purchase.measure(here, variants[:3])
    starts = cold_start.measure(here, world.registry().operations)
    kit = warm.kit_overhead(here)
    cached, uncached = warm.detail_in_round_trips(here, variants[0])
    counts = {
        "get product": round_trips.get_product(here, variants[0]),
        "list products": round_trips.list_products(here),
        "add to cart": round_trips.add_to_cart(here, variants[0]),
    }
    orders = {f"place order of {n} lines": round_trips.place_order(here, variants[:n]) for n in round_trips.ORDER_LINES}
    return [
        Budget(
            f"cold start of the median HTTP function, against {milliseconds(starts.naive)} ms of the usual stack",
            starts.ours / starts.naive,
            COLD_START_SHARE,
            f"{milliseconds(starts.ours)} ms = {starts.ours / starts.naive:.2f}",
            f"{COLD_START_SHARE}",
        ),
        Budget(
            "HTTP functions that load boto3", len(starts.with_boto3), 0, ", ".join(starts.with_boto3) or "none", "none"
        ),
        seconds("what the kit adds to a handler's work", kit, KIT_SECONDS),
        _times("product detail, cached, in `SELECT 1`s", cached, DETAIL_CACHED),
        _times("product detail, not cached, in `SELECT 1`s", uncached, DETAIL_UNCACHED),
        *(_round_trips(name, count, ROUND_TRIPS[name]) for name, count in counts.items()),
        *(_round_trips(name, count, ROUND_TRIPS["place order"]) for name, count in orders.items()),
        seconds(
            "place order of 3 lines, the whole invocation", shopping["place order of 3 lines"], PLACE_ORDER_SECONDS
        ),
        seconds(
            "CPU of a whole purchase of 3 lines, with every delivery and both servers", bought.whole, PURCHASE_SECONDS
        ),
        seconds("CPU of its requests", bought.requests, REQUESTS_SECONDS),
        seconds("CPU of the files of its invoices, which a job writes afterwards", bought.jobs, FILES_SECONDS),
        *(
            seconds(f"CPU of {name}, rendered", taken, RENDERED_SECONDS)
            for name, taken in rendering.measure(here, variants[0]).items()
        ),
    ]


def main() -> int:
    """Measure, print the tables, and say whether every budget is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--readme", action="store_true", help="write the tables into the README as well")
    options = parser.parse_args()
    with servers() as here:
        variants = demo.stocked(here)
        shopping = warm.shopping(here, variants)
        measured = budgets(here, variants, shopping)
    budget_table = table(HEAD, [budget.row() for budget in measured])
    rows = [(name, milliseconds(taken)) for name, taken in shopping.items()]
    shopping_table = table(("whole invocation in process, database and cache included", "ms"), rows)
    print(budget_table, shopping_table, sep="\n\n")
    if options.readme:
        README.write_text(filled(README.read_text(), "bench", f"{budget_table}\n\n{shopping_table}"))
    return 0 if all(budget.is_kept for budget in measured) else 1


def _times(name: str, measured: float, allowed: float) -> Budget:
    return Budget(name, measured, allowed, f"{measured:.1f}", f"{allowed:.0f}")


def _round_trips(name: str, measured: int, allowed: int) -> Budget:
    return Budget(f"round trips to {name}", measured, allowed, str(measured), str(allowed))


if __name__ == "__main__":
    sys.exit(main())
