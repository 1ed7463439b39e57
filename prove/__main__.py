"""Prove it: run the product with faults at every step, judge what happened, and find every bug that is planted."""

import argparse
import subprocess
import sys
import time
from collections import Counter
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

from prove.bugs import BUGS
from prove.history import History
from prove.hunting import Hunt, hunt, run
from prove.judge import Verdict, judge
from prove.run import Options
from prove.servers import servers

SHOWN = 5


def main() -> int:
    """Run, judge, hunt, print the report, and say whether nothing speaks against it."""
    asked = _asked()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.judge:
        verdicts = judge(History.read(asked.judge))
        print(*_judged(verdicts), sep="\n")
        return int(any(verdict.violations for verdict in verdicts))
    terminal, began = sys.stdout, time.monotonic()
    path = asked.folder / "history.jsonl"
    # What the functions log goes to a file, as Lambda's goes to a pipe.
    with (asked.folder / "log").open("w") as log, redirect_stdout(log), servers() as started:
        history = run(started, Options(asked.attempts, asked.seed), path)
        verdicts = judge(history)
        took = time.monotonic() - began
        print(
            _headline(asked.attempts, asked.seed, took),
            *_happened(history),
            *_judged(verdicts),
            sep="\n",
            file=terminal,
        )
        terminal.flush()
        hunts = []
        print("\nPlanted bugs", file=terminal)
        for bug in BUGS:
            found = hunt(started, bug, Options(asked.bug_attempts, asked.seed, threads=4), asked.folder / "bug.jsonl")
            print(_hunted(found), file=terminal, flush=True)
            hunts.append(found)
    violations = sum(len(verdict.violations) for verdict in verdicts)
    caught = sum(found.given_away_by is not None for found in hunts)
    print(f"\n{violations} violations, {caught} of {len(BUGS)} planted bugs found; the history is in {path}")
    return int(violations > 0 or caught < len(BUGS))


def _headline(attempts: int, seed: int, took: float) -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    now = datetime.now(UTC)
    return (
        f"{attempts} attempts, seed {seed}, {took:.0f} s, commit {commit.stdout.strip() or 'unknown'}, {now:%Y-%m-%d}"
    )


def _happened(history: History) -> list[str]:
    placed = {one["said"]["order_id"] for one in history.of("answer") if one["to"] == "place_order" and one["said"]}
    statuses = Counter(order["status"] for order in history.of("order"))
    answers, unanswered = len(history.of("answer")), sum(one["status"] is None for one in history.of("answer"))
    units = [one["units"] for one in history.of("variant")]
    faults = Counter(fault["fault"] for fault in history.of("fault"))
    lines = [
        f"{len(units)} variants of {min(units)} to {max(units)} units, {sum(units)} in all",
        f"{answers} answers, {unanswered} requests without one, {len(placed)} orders: {dict(statuses)}",
        f"{len(history.of('provider_charge'))} charges, {len(history.of('refund'))} refunds, "
        f"{len(history.of('mail'))} mails, {len({one['journal_id'] for one in history.of('entry')})} journals",
        f"{len(history.of('dead'))} messages went to dead-letter queues and were redriven once",
        "",
        "Faults",
    ]
    return [*lines, *(f"{times:>7}  {fault}" for fault, times in faults.most_common()), "", "Invariants"]


def _judged(verdicts: list[Verdict]) -> list[str]:
    lines = []
    for verdict in verdicts:
        lines.append(f"{'FAILS' if verdict.violations else 'holds':>7}  {verdict.invariant}")
        lines += [f"{'':>7}  - {violation}" for violation in verdict.violations[:SHOWN]]
        if len(verdict.violations) > SHOWN:
            lines.append(f"{'':>7}  - and {len(verdict.violations) - SHOWN} more")
    return lines


def _hunted(found: Hunt) -> str:
    if found.given_away_by is None:
        return f" MISSED  {found.bug.name}, within {found.attempts} attempts"
    return f"  found  {found.bug.name}: {found.given_away_by}, within {found.attempts} attempts\n{'':>9}{found.shown}"


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m prove", description=__doc__)
    parser.add_argument("--attempts", type=int, default=10_000, help="how many attempts to buy")
    parser.add_argument("--seed", type=int, default=1, help="which of them, and which chance faults take")
    parser.add_argument("--bug-attempts", type=int, default=60, help="how many attempts to begin with for each bug")
    parser.add_argument("--folder", type=Path, default=Path(".souk/prove"), help="where the history is kept")
    parser.add_argument("--judge", type=Path, help="judge this history, and run nothing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
