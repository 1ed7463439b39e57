"""Small files of a desk, which a power cut leaves whole or leaves out."""

import json
import os
from pathlib import Path
from typing import Any


def keep(file: Path, text: str) -> None:
    """Write a file that is there wholly or not at all."""
    part = file.with_name(file.name + ".part")
    with part.open("w") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    part.replace(file)


def recall(file: Path) -> dict[str, Any]:
    """Read a JSON object that was kept; empty when there is none, or none that can be read."""
    try:
        read = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
