"""The pages of the shop as they are being worked on: Vite brings every saved file to the browser."""

import os
from pathlib import Path

from local.deploy import node
from local.places import KIT, ROOT, WEB
from local.servers import Server, answers
from local.web import contract


class Vite(Server):
    """Serves the sources of web/ behind the front door."""

    def __init__(self, directory: Path, sources: Path = WEB) -> None:
        super().__init__(directory)
        self.sources = sources

    @property
    def place(self) -> Path:
        """The sources: lingui looks for its catalogues from where it runs."""
        return self.sources

    def prepare(self) -> None:
        """Bring what is generated of the contract."""
        contract()

    def command(self) -> list[str]:
        """Run Vite on the sources."""
        vite = ROOT / "node_modules" / "vite" / "bin" / "vite.js"
        return [str(node() / "node"), str(vite), "--host", self.host, "--port", str(self.port)]

    def environment(self) -> dict[str, str]:
        """Find Node where PyPI brought it."""
        return dict(os.environ) | {"PATH": os.pathsep.join([str(node()), os.environ["PATH"]]), "PYTHONPATH": str(KIT)}

    def is_ready(self) -> bool:
        """Ask for the client that brings the changes."""
        return answers(f"http://{self.host}:{self.port}/@vite/client")
