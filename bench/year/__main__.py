"""Replay a year of real orders in process, and print what it came to and what holds.

Customers are dealt out to as many markets as there are processes, each with servers and the same shops of its own, for
one alone takes most of an hour.
"""

import argparse
import multiprocessing
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.stopwatch import Stopwatch
from bench.year import data
from bench.year.market import of_market, replayed


def main() -> int:
    """Replay, print, and say whether everything holds."""
    parser = argparse.ArgumentParser(prog="python -m bench.year", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="online_retail.parquet")
    parser.add_argument("--until", type=datetime.fromisoformat, help="leave out what comes later, such as 2011-02-01")
    parser.add_argument("--markets", type=int, default=2, help="how many processes")
    options = parser.parse_args()
    year = data.read(options.data, options.until and options.until.replace(tzinfo=UTC))
    print(f"{len(year.purchases)} orders of {len(year.products)} variants; left out: {dict(year.left_out)}", flush=True)
    shares = map(partial(of_market, year=year, markets=options.markets), range(options.markets))
    with ProcessPoolExecutor(options.markets, multiprocessing.get_context("spawn")) as processes:
        outcomes = list(processes.map(replayed, shares))
    watch, counted = Stopwatch(), Counter[str]()
    for outcome in outcomes:
        counted.update(outcome.totals)
        for name, times in outcome.times.items():
            watch.times[name] += times
    print(watch.table(), *(f"{many:>12} {name}" for name, many in sorted(counted.items())), sep="\n")
    for number, outcome in enumerate(outcomes):
        print(f"\nmarket {number + 1}, {outcome.seconds:.0f} s", *outcome.findings, sep="\n")
    return 1 if any(finding.faults for outcome in outcomes for finding in outcome.findings) else 0


if __name__ == "__main__":
    sys.exit(main())
