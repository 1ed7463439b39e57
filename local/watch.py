"""Bring every saved file to a running desk."""

from watchfiles import PythonFilter, watch

from local.console import step
from local.deploy import deploy
from local.desk import Desk
from local.patch import patch
from local.places import KIT, ROOT
from local.vite import Vite

WATCHED = (ROOT / "functions", ROOT / "events", KIT)
ENDINGS = (".sql", ".html", ".txt", ".json", ".toml")


def follow(desk: Desk) -> None:
    """Publish after each save; deploy when a declaration changed."""
    declared = patch(desk, [])
    with Vite(desk.folder / "vite"):
        print("  Watching functions/, events/, the kit and web/. Save a file.", flush=True)
        _watch(desk, declared)


def _watch(desk: Desk, declared: str) -> None:
    for changes in watch(*WATCHED, watch_filter=PythonFilter(extra_extensions=ENDINGS), debounce=200, step=50):
        said = patch(desk, [path for _, path in changes])
        if said and said != declared:
            with step("deploy, as a declaration changed"):
                deploy(desk)
            declared = said
