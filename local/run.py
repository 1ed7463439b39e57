"""Run an operator's task on the desk, or on any stage, by calling its deployed function."""

import json
import tomllib
from typing import Any

import boto3

from local.desk import ROOT, Desk
from local.invoking import PATIENT, TaskFailed, call
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

    Raises TaskFailed.
    """
    spec = tasks().get(name)
    if spec is None:
        raise TaskFailed(f"There is no task {name!r}, only\n{listed()}")
    try:
        json.loads(payload)
    except ValueError as error:
        raise TaskFailed(f"The payload is not JSON: {error}") from error
    return call(functions_of(stage, desk), f"souk-{stage}-{spec.id}", payload)


def functions_of(stage: str, desk: Desk) -> Any:
    """Give a client of the functions of the desk, or of a stage's account, whose credentials boto3 finds by itself.

    Raises TaskFailed.
    """
    if stage == "local":
        if not desk.emulator.is_running:
            raise TaskFailed("The desk is not running; `make up` starts it.")
        return desk.emulator.client("lambda", PATIENT)
    file = ROOT / "stages" / f"{stage}.toml"
    if not file.exists():
        raise TaskFailed(f"There is no stage {stage!r}: {file.relative_to(ROOT)} is missing.")
    return boto3.client("lambda", region_name=tomllib.loads(file.read_text())["region"], config=PATIENT)
