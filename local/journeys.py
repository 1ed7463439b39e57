"""Walk through the shop as its people do, on this desk or anywhere else."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from local.desk import ROOT, Desk
from local.opening import open_desk


def journeys(target: str | None) -> int:
    """Run the journeys against an endpoint, else the running desk, else one that is there for this alone."""
    if target:
        return walk(target)
    desk = Desk()
    if desk.is_running and desk.addresses:
        return walk(desk.door.url)
    with tempfile.TemporaryDirectory(prefix="souk-") as folder, Desk(Path(folder)) as passing:
        open_desk(passing)
        return walk(passing.door.url)


def walk(target: str) -> int:
    """Run tests/journeys and give pytest's exit code."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/journeys"]
    return subprocess.run(command, cwd=ROOT, env=dict(os.environ) | {"SOUK_TARGET": target}, check=False).returncode
