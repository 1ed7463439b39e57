"""The programs of ``examples/``, beside the clients that are generated from the contract for them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from local.deploy import node
from local.places import ROOT
from souk.openapi import document
from tests.support.world import registry

EXAMPLES = ROOT / "examples"


def typescript(folder: Path) -> None:
    """Bring the TypeScript program, with the types of the contract beside it."""
    shutil.copytree(EXAMPLES / "buy", folder, dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    _contract(folder)
    run(folder, "node_modules/.bin/openapi-typescript", "openapi.json", "--default-non-nullable=false", "-o=souk.ts")


def python(folder: Path) -> None:
    """Bring the Python programs, with the package of the contract beside them."""
    for program in EXAMPLES.glob("*/*.py"):
        shutil.copy(program, folder)
    _contract(folder)
    (folder / "config.yaml").write_text("post_hooks: []")
    generate = ["openapi_python_client", "generate", "--path=openapi.json", "--config=config.yaml"]
    run(folder, sys.executable, "-m", *generate, "--meta=none", "--output-path=souk_client", "--fail-on-warning")


def run(folder: Path, *command: str, **environment: str) -> str:
    """Run a command that must work, and give what it prints."""
    done = subprocess.run(
        command, cwd=folder, env=_environment(environment), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def begun(folder: Path, *command: str, **environment: str) -> subprocess.Popen[str]:
    """Begin to run a command whose lines are read one by one."""
    return subprocess.Popen(command, cwd=folder, env=_environment(environment), stdout=subprocess.PIPE, text=True)


def _environment(more: dict[str, str]) -> dict[str, str]:
    return os.environ | {"PATH": os.pathsep.join([str(node()), os.environ["PATH"]])} | more


def _contract(folder: Path) -> None:
    (folder / "openapi.json").write_text(json.dumps(document(registry())))
