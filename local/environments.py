"""Python environments beside Souk's own, for programs whose packages must not meet its own."""

import shutil
import subprocess
import sys
from pathlib import Path

from local.servers import ServerFailed
from local.turns import in_turn


def make_environment(folder: Path, requirements: Path) -> None:
    """Install these requirements into a folder, unless exactly they are there; who asks meanwhile waits.

    Raises ServerFailed; what is there then is made anew the next time.
    """
    made = folder / "made"
    wanted = requirements.read_text()
    with in_turn(folder.with_suffix(".lock")):
        if made.exists() and made.read_text() == wanted:
            return
        shutil.rmtree(folder, ignore_errors=True)
        _uv("venv", "--python", sys.executable, str(folder))
        _uv("pip", "install", "--compile-bytecode", "--python", str(folder), "--requirement", str(requirements))
        made.write_text(wanted)


def _uv(*arguments: str) -> None:
    """Run the installer, which says itself what fails. Raises ServerFailed."""
    command = [str(Path(sys.executable).with_name("uv")), *arguments, "--quiet"]
    if subprocess.run(command, check=False).returncode != 0:
        raise ServerFailed(f"uv {' '.join(arguments)} failed")
