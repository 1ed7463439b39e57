"""Google Lighthouse: what a slow phone sees of a page, on slow 4G and with a processor four times as slow."""

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.chromium import Chromium

# It is asked for by those who measure only.
PACKAGE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Chrome now and then misses the beginning of a visit; that run says nothing.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """Medians of several visits: scores of 100, seconds, and how far things moved, as Chrome counts it."""

    scores: dict[str, float]
    largest_paint: float
    blocking: float
    shift: float


def look(url: str, browser: Chromium, times: int) -> Seen:
    """Visit a page so many times, each with a browser that knows nothing.

    Raises RuntimeError when Lighthouse fails again and again.
    """
    reports = [_report(url, browser) for _ in range(times)]

    def median(audit: str) -> float:
        return float(statistics.median(report["audits"][audit]["numericValue"] for report in reports))

    return Seen(
        {name: 100 * statistics.median(one["categories"][name]["score"] for one in reports) for name in CATEGORIES},
        median("largest-contentful-paint") / 1000,
        median("total-blocking-time") / 1000,
        median("cumulative-layout-shift"),
    )


def _report(url: str, browser: Chromium) -> dict[str, Any]:
    command = [str(Path(sys.executable).with_name("npx")), "--yes", PACKAGE, url, "--output=json", "--quiet"]
    command += ["--throttling-method=devtools", f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--chrome-flags={' '.join(['--headless', '--no-sandbox', *browser.options])}"]
    environment = {**os.environ, **browser.environment, "CHROME_PATH": str(browser.program)}
    for _ in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            report: dict[str, Any] = json.loads(done.stdout)
            if "runtimeError" not in report:
                return report
    raise RuntimeError(f"Lighthouse failed at {url}: {done.stderr[-2000:]}")
