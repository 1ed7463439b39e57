"""Bring every saved file to a running desk."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from watchfiles import Change, PythonFilter, watch

from local.console import step
from local.deploy import deploy
from local.desk import ROOT, Desk

KIT = ROOT / "layers" / "souk" / "python"
WATCHED = (ROOT / "functions", ROOT / "events", KIT)
ENDINGS = (".py", ".sql", ".html", ".txt", ".json", ".toml")


@dataclass
class Work:
    """What a set of changed files asks for."""

    services: set[str] = field(default_factory=set)
    everything: bool = False
    kit: bool = False
    migrate: bool = False

    @classmethod
    def of(cls, files: set[Path]) -> Self:
        """Read it from where the files are."""
        work = cls()
        for file in files:
            parts = file.relative_to(ROOT).parts
            if parts[0] == "layers":
                work.kit = work.everything = True
            elif parts[0] == "events":
                work.everything = True
            elif len(parts) > 2:
                work.services.add(parts[1])
                if "migrations" in parts:
                    work.migrate = True
                    work.services.add("ops")
        return work

    def arguments(self) -> list[str]:
        """Say it to local.publish."""
        flags = {"--all": self.everything, "--kit": self.kit, "--migrate": self.migrate}
        return sorted(self.services) + [flag for flag, wanted in flags.items() if wanted]

    def __str__(self) -> str:
        return "all services" if self.everything else ", ".join(sorted(self.services))


def follow(desk: Desk) -> None:
    """Publish after each save; deploy when a declaration changed."""
    declared = publish(desk, Work()).stdout.strip()
    print("  Watching functions/, events/ and the kit. Save a file.")
    for changes in watch(*WATCHED, watch_filter=PythonFilter(extra_extensions=ENDINGS), debounce=200, step=50):
        files = {Path(path) for change, path in changes if change != Change.deleted or path.endswith(ENDINGS)}
        work = Work.of(files)
        if not work.arguments():
            continue
        began = time.monotonic()
        done = publish(desk, work)
        if done.returncode != 0:
            print(f"  ✗ {work}\n{done.stderr}")
            continue
        print(f"  ✓ {work} live after {time.monotonic() - began:.1f} s", flush=True)
        if done.stdout.strip() != declared:
            with step("deploy, as a declaration changed"):
                deploy(desk)
            declared = done.stdout.strip()


def publish(desk: Desk, work: Work) -> subprocess.CompletedProcess[str]:
    """Publish in a process of its own, which reads the code as it is now."""
    command = [sys.executable, "-m", "local.publish", *work.arguments()]
    environment = dict(os.environ) | {"PYTHONPATH": f"{ROOT}{os.pathsep}{KIT}", "SOUK_STATE": str(desk.folder)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
