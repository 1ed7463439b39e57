"""How much script a visit begins with."""

import gzip
import json
import re

import pytest

from local.places import DIST, WEB
from local.web import build

# Bytes, as gzip leaves them, that a phone loads and runs in time.
MOST = 125_000
LANGUAGES = sorted(file.stem for file in (WEB / "locales").glob("*.po"))
RENDERED = re.findall(r"^  (\w+Page): new", (WEB / "app" / "routes.tsx").read_text(), re.MULTILINE)


@pytest.fixture(scope="module")
def chunks() -> dict[str, list[str]]:
    """The scripts that pages are brought to life with, of a build of these sources."""
    build()
    read: dict[str, list[str]] = json.loads((DIST / "chunks.json").read_text())
    return read


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", RENDERED)
def test_a_visit_begins_with_no_more_script_than_a_phone_loads_in_time(
    chunks: dict[str, list[str]], page: str, language: str
) -> None:
    files = {*chunks["index"], *chunks[page], *chunks[language]}

    size = sum(len(gzip.compress((DIST / "client" / file).read_bytes(), 9)) for file in files)

    assert size <= MOST
