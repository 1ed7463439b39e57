"""Build the pages of the shop with the Node that came from PyPI."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from local.deploy import node
from local.notes import keep
from local.places import DIST, KIT, ROOT, WEB

# What a build leaves, and what it is made of beside these.
MADE = {"dist", "node_modules"}
MARK = DIST / "built"


class WebFailed(Exception):
    """A tool of web/ that was not satisfied, with what it said."""


def do(script: str) -> None:
    """Do what a command line asks for: build, check, test, or another script of web/package.json."""
    match script:
        case "build":
            build()
        case "check":
            check()
        case _:
            contract()
            run(script)


def build() -> bool:
    """Build unless what is there was built of exactly this; say whether it was needed."""
    contract()
    wanted = fingerprint()
    if MARK.exists() and MARK.read_text() == wanted:
        return False
    run("build")
    keep(MARK, wanted)
    return True


def contract() -> None:
    """Generate what the pages know of the API: its types, and where each operation answers."""
    sys.path.insert(0, str(KIT))
    from souk import registry
    from souk.identity import Role
    from souk.openapi import document

    found = registry.load(ROOT / "functions")
    text = json.dumps(document(found))
    target = WEB / "api" / "openapi.json"
    if target.exists() and target.read_text() == text and (WEB / "api" / "schema.d.ts").exists():
        return
    table = {
        spec.name: {
            "method": spec.method,
            "path": spec.path,
            "for": None if not spec.roles else "guest" if Role.GUEST in spec.roles else "account",
            "idempotent": spec.idempotent,
        }
        for spec in found.operations
    }
    lines = "".join(f"  {name}: {json.dumps(values)},\n" for name, values in sorted(table.items()))
    keep(WEB / "api" / "operations.ts", f"export const operations = {{\n{lines}}} as const;\n")
    keep(target, text)
    run("types")


def check() -> None:
    """Hold formatting, types and translations; say what to do about texts that were not extracted."""
    contract()
    run("check")
    before = {file: file.read_text() for file in catalogues()}
    try:
        run("words")
        after = {file: file.read_text() for file in catalogues()}
    finally:
        for file, text in before.items():
            file.write_text(text)
    if before != after:
        raise WebFailed("The catalogues are not those of the sources: `make words`, and translate what is new.")
    missing = [str(file.relative_to(ROOT)) for file in before if '\nmsgstr ""\n\n' in file.read_text()[100:] + "\n"]
    if missing:
        raise WebFailed(f"Not translated yet: {', '.join(missing)}")


def catalogues() -> list[Path]:
    """Give the files of translations."""
    return sorted((WEB / "locales").rglob("*.po"))


def run(script: str) -> None:
    """Run a script of web/package.json.

    Raises WebFailed with what it said.
    """
    path = os.pathsep.join([str(ROOT / "node_modules" / ".bin"), str(node()), os.environ["PATH"]])
    command = json.loads((WEB / "package.json").read_text())["scripts"][script]
    done = subprocess.run(  # noqa: S602
        command,
        shell=True,
        cwd=WEB,
        env=os.environ | {"PATH": path, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise WebFailed(f"{script} of web/ failed:\n{done.stdout[-6000:]}{done.stderr[-4000:]}")


def first_scripts() -> dict[tuple[str, str], int]:
    """Say what a visit begins with, by page that arrives as markup and language: bytes of script, as gzip leaves them.

    The pages must be built.
    """
    chunks: dict[str, list[str]] = json.loads((DIST / "chunks.json").read_text())
    pages = re.findall(r"^  (\w+Page): new", (WEB / "app" / "routes.tsx").read_text(), re.MULTILINE)
    languages = [file.stem for file in sorted((WEB / "locales").glob("*.po"))]
    files = {file for chunk in chunks.values() for file in chunk}
    sizes = {file: len(gzip.compress((DIST / "client" / file).read_bytes(), 9)) for file in files}
    return {
        (page, language): sum(sizes[file] for file in {*chunks["index"], *chunks[page], *chunks[language]})
        for page in pages
        for language in languages
    }


def sources() -> Iterable[Path]:
    """Give every file that a build is made of."""
    for file in sorted(WEB.rglob("*")):
        if file.is_file() and not MADE.intersection(file.relative_to(WEB).parts):
            yield file
    yield ROOT / "package-lock.json"


def fingerprint() -> str:
    """Hash what a build is made of."""
    digest = hashlib.sha256()
    for file in sources():
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
