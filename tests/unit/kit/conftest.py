"""A tree of functions that a test writes itself."""

import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from uuid import uuid4

import pytest

from souk.registry import Registry, load

type Write = Callable[..., Registry]

USUAL = """
    from typing import Any
    from uuid import UUID
    from souk import *
    from souk.entry import Entry
    from souk.resources import Resource
    from tests.support.pots import PotMade
    from tests.support.workshop.pottery.domain.model import StackShelf
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write function files, ``area__name`` for one in an area, into a tree of its own name, and load it."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    root = tmp_path / f"tree_{uuid4().hex}"

    def write_and_load(**files: str) -> Registry:
        for name, source in files.items():
            path = root / "pottery" / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(USUAL) + dedent(source))
        return load(root)

    return write_and_load
