"""Walk through the shop as its people do, on this desk or anywhere else."""

import os
import subprocess
import sys

from local.desk import Desk
from local.places import ROOT


def journeys(target: str | None) -> int:
    """Run tests/journeys against an endpoint, else the running desk, else one that they start; give the exit code."""
    desk = Desk()
    if target is None and desk.is_running and desk.addresses:
        target = desk.door.url
    where = {"SOUK_TARGET": target} if target else {}
    command = [sys.executable, "-m", "pytest", "-q", "tests/journeys"]
    return subprocess.run(command, cwd=ROOT, env=dict(os.environ) | where, check=False).returncode
