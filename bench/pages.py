"""Measure the budgets of `make bench WEB=1`: the pages in a browser, on a desk that is there for this alone."""

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import lighthouse, visiting
from bench.budget import HEAD, README, Budget, filled, seconds
from bench.stopwatch import table
from local.chromium import Chromium, chromium
from local.desk import Desk
from local.opening import open_desk
from local.places import ROOT
from local.web import first_scripts

SCRIPT_KILOBYTES = 125
PAINT_SECONDS, BLOCKING_SECONDS, SHIFT = 1.6, 0.25, 0.03
PERFORMANCE, OTHER_SCORES = 90, 95
PRESS_SECONDS = 0.2
CONSOLE_SECONDS = 2.0
# Of the pages that are scored as a whole.
SCORED = ("home", "product")


def budgets(url: str, browser: Chromium, times: int) -> list[Budget]:
    """Measure everything that has a budget."""
    product, category = (visiting.first_of(url, path) for path in ("/api/products?limit=1", "/api/categories"))
    pages = {
        "home": "/",
        "category": f"/categories/{category['slug']}/{category['id']}",
        "product": f"/products/{product['slug']}/{product['id']}",
    }
    # A function that nobody has called yet is slow once.
    with visiting.opened(browser) as opened:
        early = visiting.fetched_early(opened, url, list(pages.values()))
        asked = visiting.requests_of_a_visit(opened, url)
        press = visiting.press_while_filtering(opened, url, pages["category"])
        console = visiting.console_usable(opened, url)
    limit = tomllib.loads((ROOT / "stages" / "prod.toml").read_text())["rate_limit"]
    return [
        script(),
        *(row for name, path in pages.items() for row in seen(name, f"{url}{path}", browser, times)),
        seconds("slowest press while filtering, seen", press, PRESS_SECONDS),
        Budget("pictures out of sight that are fetched at once", len(early), 0, str(len(early)), "0"),
        *(seconds(f"console, {path} usable", taken, CONSOLE_SECONDS) for path, taken in console.items()),
        Budget("requests in the busiest of five minutes, by prod's limit", asked, limit, str(asked), str(limit)),
    ]


def script() -> Budget:
    """Measure what the heaviest first page runs."""
    most = max(first_scripts().values()) / 1000
    allowed = f"{SCRIPT_KILOBYTES} kB"
    return Budget("script of the heaviest first page, gzip", most, SCRIPT_KILOBYTES, f"{most:.1f} kB", allowed)


def seen(name: str, url: str, browser: Chromium, times: int) -> Iterator[Budget]:
    """Measure what a slow phone sees of a page."""
    found = lighthouse.look(url, browser, times)
    yield seconds(f"{name}: largest paint", found.largest_paint, PAINT_SECONDS)
    yield Budget(f"{name}: layout shift", found.shift, SHIFT, f"{found.shift:.3f}", f"{SHIFT}")
    yield seconds(f"{name}: blocking time", found.blocking, BLOCKING_SECONDS)
    if name in SCORED:
        for category, score in found.scores.items():
            least = PERFORMANCE if category == "performance" else OTHER_SCORES
            yield Budget(f"{name}: {category} by Lighthouse", score, least, f"{score:.0f}", f"≥ {least}", at_least=True)


@contextmanager
def somewhere(url: str | None) -> Iterator[str]:
    """Give where pages are measured: a running desk, else one that is there for this alone."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder, Desk(Path(folder)) as desk:
        open_desk(desk)
        yield desk.door.url


def main() -> int:
    """Measure, print the table, and say whether every budget is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--url", help="where a desk runs that is to be measured")
    parser.add_argument("--times", type=int, default=5, help="visits of a page whose median counts")
    parser.add_argument("--readme", action="store_true", help="write the table into the README as well")
    options = parser.parse_args()
    with somewhere(options.url) as url:
        measured = budgets(url, chromium(), options.times)
    rows = table(HEAD, [budget.row() for budget in measured])
    print(rows)
    if options.readme:
        README.write_text(filled(README.read_text(), "bench-web", rows))
    return 0 if all(budget.is_kept for budget in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
