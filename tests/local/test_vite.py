"""Somebody who works on the pages sees what they save."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.desk import STATE
from local.door import Door
from local.places import WEB
from local.vite import Vite
from local.web import contract
from tests.support.browser import Watch

FOOT = "app/shell/Footer.tsx"


@pytest.fixture
def sources() -> Iterator[Path]:
    """A copy of web/ within the checkout, where the same packages are found."""
    contract()
    with tempfile.TemporaryDirectory(dir=STATE) as folder:
        copy = Path(folder) / "web"
        shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("dist", "node_modules"))
        yield copy


@pytest.fixture
def url(tmp_path: Path, sources: Path) -> Iterator[str]:
    """The address of a front door with Vite behind it."""
    with Vite(tmp_path / "vite", sources), Door(tmp_path / "door") as door:
        yield door.url


def test_a_saved_component_is_seen_at_once_in_the_page_that_is_open(
    page: Page, watch: Watch, url: str, sources: Path
) -> None:
    # Vite and React talk while they are at work, and there is no API here.
    watch.expect(r"\[vite\]|React DevTools|status of 503")
    page.goto(f"{url}/shops")
    expect(page.get_by_text("Many shops, one cart.")).to_be_visible()
    page.evaluate("window.isTheSame = true")
    foot = sources / FOOT

    foot.write_text(foot.read_text().replace("Many shops, one cart.", "Saved just now."))

    expect(page.get_by_text("Saved just now.")).to_be_visible()
    assert page.evaluate("window.isTheSame")
