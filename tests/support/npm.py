"""Run a tool that came from npm, on the Node that came from PyPI."""

import os
import subprocess
from pathlib import Path

from local.deploy import node
from local.places import ROOT

_QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"}


def run(tool: str, *arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a tool of ``node_modules`` in a folder; it reports to nobody and looks for no newer version."""
    path = os.pathsep.join([str(node()), os.environ["PATH"]])
    return subprocess.run(
        [str(ROOT / "node_modules" / ".bin" / tool), *arguments],
        cwd=folder,
        env=os.environ | _QUIET | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
