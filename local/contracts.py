"""Try Souk's adapters against the clouds that stand in for AWS."""

import os
import subprocess
import sys

from local.console import step
from local.desk import Desk
from local.places import ROOT


def contracts(target: str | None) -> int:
    """Run tests/adapters against this LocalStack, else against one that is started and stays; give the exit code."""
    if target is None:
        with step("LocalStack") as say:
            target = Desk().localstack.start().url
            say(target)
    command = [sys.executable, "-m", "pytest", "-q", "tests/adapters"]
    where = {"SOUK_LOCALSTACK": target}
    return subprocess.run(command, cwd=ROOT, env=dict(os.environ) | where, check=False).returncode
