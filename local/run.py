"""Run an operator's task on the desk, or on any stage, by calling its deployed function."""

import json
import tomllib
from typing import Any

import boto3

from local.desk import Desk
from local.invoking import PATIENT, TaskFailed, call
from local.places import ROOT
from souk.registry import load
from souk.spec import Spec


def tasks() -> dict[str, Spec]:
    """Give what an operator may start, under the names of their files: tasks, and what a clock starts otherwise."""
    registry = load(ROOT / "functions")
    specs = (*registry.tasks, *registry.schedules)
    return {f"{spec.service}/{spec.name}": spec for spec in sorted(specs, key=lambda spec: spec.id)}


def listed() -> str:
    """Describe them, one a line."""
    return "\n".join(f"  {name:<36}{spec.summary}" for name, spec in tasks().items())


def run(name: str, payload: str, stage: str, desk: Desk) -> Any:
    """Run a task of a stage with a payload of JSON, and give what it answers.

    Raises TaskFailed and ServerFailed.
    """
    spec = tasks().get(name)
    if spec is None:
        raise TaskFailed(f"There is no task {name!r}, only\n{listed()}")
    try:
        json.loads(payload)
    except ValueError as error:
        raise TaskFailed(f"The payload is not JSON: {error}") from error
    settings = settings_of(stage)
    if stage != "local":
        client = boto3.client("lambda", region_name=settings["region"], config=PATIENT)
    else:
        client = desk.demand().emulator.client("lambda", PATIENT)
    alias = f":{settings['alias']}" if "alias" in settings else ""
    return call(client, f"souk-{stage}-{spec.id}{alias}", payload)


def settings_of(stage: str) -> dict[str, Any]:
    """Read the file of a stage.

    Raises TaskFailed.
    """
    file = ROOT / "stages" / f"{stage}.toml"
    if not file.exists():
        raise TaskFailed(f"There is no stage {stage!r}: {file.relative_to(ROOT)} is missing.")
    return tomllib.loads(file.read_text())
