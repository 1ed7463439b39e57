"""The documents say what the house does."""

import re
from pathlib import Path

import pytest

from docs.tables import DOCUMENTS, README, ROOT, filled
from tests.support.world import registry


def documents() -> list[Path]:
    return [README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_tables_of_a_document_are_those_of_the_declarations(document: Path) -> None:
    text = document.read_text()

    assert filled(text, registry()) == text, "run: make docs"


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = {
        (document.name, target)
        for document in documents()
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text())
        if not (document.parent / target).exists()
    }

    assert broken == set()


def test_every_command_that_a_document_names_is_one_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (document.name, target)
        for document in documents()
        for target in re.findall(r"`make ([a-z-]+)", document.read_text())
    }

    assert {(name, target) for name, target in named if target not in targets} == set()


def test_every_service_and_every_area_says_in_a_line_what_it_is_about() -> None:
    packages = [path for path in (ROOT / "functions").glob("**/__init__.py") if "domain" not in path.parts]

    assert len(packages) > 10
    assert [
        path for path in packages if path.parent.name != "functions" and not path.read_text().startswith('"""')
    ] == []


def test_every_path_in_the_where_table_is_there() -> None:
    paths = set(re.findall(r"^\| `([\w./]+/)` \|", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE))

    assert paths
    assert {path for path in paths if not (ROOT / path).is_dir()} == set()


def test_every_decision_has_a_number_of_its_own_and_stands_in_the_list_in_its_order() -> None:
    folder = ROOT / "docs" / "adr"
    files = sorted(path for path in folder.glob("*.md") if path.name != "README.md")

    numbers = [int(path.name[:4]) for path in files]
    assert numbers == list(range(1, len(files) + 1))
    assert [int(re.findall(r"^# (\d+)\.", path.read_text())[0]) for path in files] == numbers
    assert re.findall(r"\]\((\d{4}-[^)]+)\)", (folder / "README.md").read_text()) == [path.name for path in files]
