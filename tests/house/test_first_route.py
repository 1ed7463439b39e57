"""How much script a visit begins with."""

import json

from local.places import DIST
from local.web import build, first_scripts

# Bytes that a phone loads and runs in time.
MOST = 125_000


def test_a_visit_begins_with_no_more_script_than_a_phone_loads_in_time() -> None:
    build()

    sizes = first_scripts()

    assert {visit: size for visit, size in sizes.items() if size > MOST} == {}
    assert ("HomePage", "en") in sizes


def test_what_every_visit_begins_with_is_without_the_components_of_mui() -> None:
    build()

    first = json.loads((DIST / "chunks.json").read_text())["index"]

    assert [file for file in first if "Mui" in (DIST / "client" / file).read_text()] == []
