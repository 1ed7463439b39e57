"""The reader of ``stages/<name>.toml``."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from constructs import Node
from pydantic import ValidationError

from cdk.stage import Stage

FOLDER = Path(__file__).parent.parent / "stages"


class StageRefused(SystemExit):
    """A stage that cannot be built; a command line that meets it ends with its message."""


def names(folder: Path = FOLDER) -> list[str]:
    """List the stages there are."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read(name: str, machine: Mapping[str, Any] | None = None, folder: Path = FOLDER) -> Stage:
    """Read a stage, and what only the ``machine`` knows that it runs on.

    Raises StageRefused with every fault of the file.
    """
    if name not in names(folder):
        raise StageRefused(f"there is no stage {name!r}, only {', '.join(names(folder))}")
    file = folder / f"{name}.toml"
    try:
        written = tomllib.loads(file.read_text())
        return Stage.model_validate({"name": name, **written, **(machine or {})})
    except tomllib.TOMLDecodeError as error:
        raise StageRefused(f"stages/{file.name}: {error}") from error
    except ValidationError as invalid:
        faults = [
            f"  {'.'.join(map(str, fault['loc'])) or 'the whole'}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in invalid.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise StageRefused("\n".join([f"stages/{file.name} cannot be built:", *faults])) from None


def chosen(node: Node) -> Stage:
    """Read the stage of ``-c stage=…``, dev by itself; the desk adds ``-c machine=…``, as JSON."""
    return read(node.try_get_context("stage") or "dev", json.loads(node.try_get_context("machine") or "{}"))
