"""The process of the front door: one port for everything a person opens."""

import os
import sys

from local.places import DIST, KIT, ROOT
from local.servers import Server, answers


class Door(Server):
    """Serves local.front_door for the desk whose folder holds this one, with the pages that were built."""

    built = DIST

    @property
    def url(self) -> str:
        """The address to open."""
        return f"http://localhost:{self.port}"

    def command(self) -> list[str]:
        """Run the application under uvicorn."""
        options = [
            "--host",
            self.host,
            "--port",
            str(self.port),
            "--log-level",
            "warning",
            "--no-access-log",
            "--no-proxy-headers",
        ]
        return [
            sys.executable,
            "-m",
            "uvicorn",
            "--app-dir",
            str(ROOT),
            "--factory",
            "local.front_door:create",
            *options,
        ]

    def environment(self) -> dict[str, str]:
        """Say whose door it is, and where the problems are that it answers like the API."""
        ours = {"SOUK_DESK": str(self.directory.parent), "SOUK_WEB": str(self.built), "PYTHONPATH": str(KIT)}
        return dict(os.environ) | ours

    def is_ready(self) -> bool:
        """Ask for the style sheet, which needs nothing else."""
        return answers(f"http://{self.host}:{self.port}/pages/souk.css")
