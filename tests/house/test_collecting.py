"""Every process that runs tests finds the same ones."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEW_EACH_TIME = re.compile(r"^[^ #].*\b(uuid4|uuid7|token_hex|now|random)\(", re.MULTILINE)


def collected(*paths: Path) -> list[str]:
    """Collect tests in a process of their own, and give their names."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", *map(str, paths)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    return [line for line in said.splitlines() if "::" in line]


def test_no_test_is_called_by_what_its_module_makes_anew_at_each_import() -> None:
    chancy = [path for path in (ROOT / "tests").rglob("test_*.py") if NEW_EACH_TIME.search(path.read_text())]

    names = collected(*chancy)

    assert names
    assert collected(*chancy) == names
