"""What holds in every file of the web."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.catalog.pages.domain.sitemaps import PRIVATE
from functions.notifications.domain.templates import FOLDER
from local.deploy import node
from local.places import WEB
from souk.language import LANGUAGES
from tests.support.world import registry

# A folder may import from those before it; areas are one rank and do not know each other. What both consoles draw
# stands in consoles.
AREAS = {"storefront", "seller", "admin"}
RANKS = ({"theme"}, {"api", "format", "state"}, {"ui"}, {"forms", "queries"}, {"consoles"}, AREAS, {"app"})
RANK = {folder: rank for rank, folders in enumerate(RANKS) for folder in folders}
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")
FETCH = re.compile(r"(?<![\w.])(?:fetch\(|new XMLHttpRequest|new EventSource|sendBeacon\()")
COLOUR = re.compile(
    r"""#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?=["'\s;,)`])|\b(?:rgba?|hsla?|oklch|hwb)\("""
)

# The words of shops and customers that stand in tags alone, with those.
THEIRS = re.compile(
    r"""((?:<\w[^<]*>\s*)+)\{[\w.?\[\]]*?\b(?:title|seller_name|description|tagline|about|\w+_policy|value|note
    |(?:shop|seller|category|child|step)\.name)\}\s*</""",
    re.VERBOSE,
)


def sources() -> Iterator[Path]:
    """Give every file that is written for the pages, tests and generated ones aside."""
    for file in sorted(WEB.rglob("*.ts*")):
        folder = file.relative_to(WEB).parts[0]
        if folder in RANK and ".test." not in file.name and not file.name.endswith(".d.ts"):
            yield file


def folder(file: Path) -> str:
    """Say which folder of web/ a file is in; empty for those beside the folders."""
    parts = file.relative_to(WEB).parts
    return parts[0] if len(parts) > 1 else ""


def test_the_languages_of_pages_are_the_same_wherever_they_are_told_apart() -> None:
    named = re.search(r"languages = \{(.*?)\}", (WEB / "format/languages.ts").read_text())
    folders = [WEB / "locales", *filter(Path.is_dir, (WEB / "locales").iterdir())]

    assert named
    assert re.findall(r"(\w+):", named[1]) == list(LANGUAGES)
    assert [{file.stem for file in folder.glob("*.po")} for folder in folders] == [{*LANGUAGES}] * len(folders)


def test_robots_are_kept_from_every_page_that_is_not_for_everybody() -> None:
    patterns = re.findall(r"""["`](/[^"`?]*)["`?]""", (WEB / "paths.ts").read_text())
    folders = {f"/{pattern.split('/')[1]}" for pattern in patterns if "$" not in pattern}
    for_everybody = {"/", "/search", "/shops", "/sell"}

    assert folders > for_everybody
    assert folders - for_everybody == {*PRIVATE} - {"/api/"}


def test_only_the_folder_api_talks_to_the_api() -> None:
    asking = {str(file.relative_to(WEB)) for file in sources() if FETCH.search(file.read_text())}

    assert {name for name in asking if not name.startswith("api/")} == set()
    assert asking


def test_every_colour_comes_from_the_tokens() -> None:
    painted = {str(file.relative_to(WEB)) for file in sources() if COLOUR.search(file.read_text())}

    assert painted == {"theme/tokens.ts"}


def test_what_people_wrote_runs_its_own_way_whichever_way_the_page_does() -> None:
    bare = {
        f"{file.relative_to(WEB)}: {' '.join(tag[0].split())}"
        for file in sources()
        if folder(file) == "storefront"
        for tag in THEIRS.finditer(file.read_text())
        if "bdi" not in tag[1] and 'dir="auto"' not in tag[1]
    }

    assert bare == set()


def test_no_style_stands_in_what_the_build_leaves_out() -> None:
    # web/build/lean.ts: `sx` is read while pages are worked on, and not in what is built.
    assert {str(file.relative_to(WEB)) for file in sources() if re.search(r"\bsx[=:]", file.read_text())} == set()


def test_whatever_is_on_a_page_is_drawn_however_far_down_it_is() -> None:
    # A print, a picture of the whole page and what reads its text leave out what browsers put off drawing.
    assert {str(file.relative_to(WEB)) for file in sources() if "contentVisibility" in file.read_text()} == set()


def test_folders_import_one_way_and_no_area_knows_another() -> None:
    wrong = set()
    for file in sources():
        own = folder(file)
        for target in IMPORT.findall(file.read_text()):
            other = folder((file.parent / target).resolve())
            if other not in {"", own, "locales"} and not may(own, other):
                wrong.add(f"{file.relative_to(WEB)} imports {target}")

    assert wrong == set()


def may(own: str, other: str) -> bool:
    """Whether a folder may import from another: from those before it and, areas aside, from those beside it."""
    rank = RANK.get(other, len(RANKS))
    return rank < RANK[own] or (rank == RANK[own] and not {own, other} <= AREAS)


def untranslated(*files: Path) -> list[str]:
    """Give the texts that are written past the catalogues, each with its place."""
    command = [str(node() / "node"), "build/untranslated.ts", *map(str, files)]
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_no_text_is_left_untranslated() -> None:
    assert untranslated(*(file for file in sources() if file.suffix == ".tsx")) == []


def test_a_text_past_the_catalogues_is_found_and_a_translated_one_is_not(tmp_path: Path) -> None:
    past = (
        "<p>Hello there</p>",
        '<img alt="A blue mug" />',
        "<b>{'Sold out'}</b>",
        "<p>\n  <Trans>Price</Trans>, without tax\n</p>",
    )
    fine = ("<Trans>Hello there</Trans>", '<i className="big" id="price" />', '<b translate="no">Souk</b>', "<p>·</p>")
    files = {markup: tmp_path / f"{number}.tsx" for number, markup in enumerate((*past, *fine))}
    for markup, file in files.items():
        file.write_text(f"export const Page = () => {markup};")

    found = untranslated(*files.values())

    assert {markup for markup, file in files.items() if any(str(file) in line for line in found)} == set(past)


def test_whatever_administrators_leave_an_entry_by_is_told_in_words() -> None:
    audited = [spec for spec in registry().operations if spec.audited]
    named = {name for spec in audited for name in (*spec.path_types, *(spec.query.model_fields if spec.query else ()))}
    deeds, subjects = (WEB / "admin/audit/deeds.ts").read_text().split("export const subjects")

    assert set(re.findall(r'^  "([a-z-]+)":', deeds, re.MULTILINE)) == {spec.id for spec in audited}
    assert set(re.findall(r"^  (\w+):", subjects, re.MULTILINE)) == named | {"seller_id"}


@pytest.mark.parametrize("page", ["admin/messages/words.ts", "storefront/account/NotificationsPage.tsx"])
def test_every_message_has_a_name_in_the_lists_of_messages(page: str) -> None:
    named = re.findall(r"^ +(\w+): (?:msg|t)`", (WEB / page).read_text(), re.MULTILINE)

    assert {subject.parent.name for subject in FOLDER.glob("en/*/subject.txt")} <= {*named}
