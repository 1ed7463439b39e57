"""Running and judging: the product as it is, and the product with a bug in it."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from prove import judge
from prove.bugs import Bug
from prove.history import History, Writer
from prove.run import Options, Run
from prove.servers import Servers

LONGEST_HUNT = 4
"""A bug that was not found is looked for in a run of twice as many attempts, so often."""


@dataclass(frozen=True, slots=True)
class Hunt:
    """How a bug was looked for: the attempts of the last run, and the invariant that gave it away, if any did."""

    bug: Bug
    attempts: int
    given_away_by: str | None
    shown: str | None


def run(servers: Servers, options: Options, path: Path, changes: Sequence[Bug] = ()) -> History:
    """Let a run happen in a world of its own, with these bugs in it, and give its history."""
    with servers.world() as world, ExitStack() as planted:
        for bug in changes:
            for change in bug.changes:
                planted.enter_context(change())
        history = Writer(path)
        try:
            Run(world, history, options).go()
        finally:
            history.close()
    return History.read(path)


def hunt(servers: Servers, bug: Bug, options: Options, path: Path) -> Hunt:
    """Look for a bug in one run after the other until it is found, or there were enough."""
    wanted = {judge.named(invariant) for invariant in bug.given_away_by}
    for _ in range(LONGEST_HUNT):
        for verdict in judge.judge(run(servers, options, path, (bug,))):
            if verdict.invariant in wanted and verdict.violations:
                return Hunt(bug, options.attempts, verdict.invariant, verdict.violations[0])
        options = replace(options, attempts=options.attempts * 2, seed=options.seed + 1)
    return Hunt(bug, options.attempts, None, None)
