"""Bring changed code to a running desk without a deployment, in a process that reads the code as it is now."""

import sys
import time
from collections.abc import Iterable
from multiprocessing import get_context
from pathlib import Path

from local.desk import Desk
from local.places import KIT, ROOT

EVERYTHING = (str(KIT), str(ROOT / "events"))
# What such a process needs besides the code that it publishes.
READY_MADE = ["boto3", "cryptography.x509", "jinja2", "local.desk", "pg8000.native", "pydantic"]


def patch(desk: Desk, files: Iterable[str]) -> str:
    """Publish what the files are part of; give what all declarations say, nothing when the code is broken."""
    sys.path.insert(0, str(KIT))
    processes = get_context("forkserver")
    processes.set_forkserver_preload(READY_MADE)
    began = time.monotonic()
    with processes.Pool(1) as pool:
        try:
            about, said = pool.apply(_published, (desk.folder, list(files)))
        except Exception as error:  # whatever is wrong with the code that was just saved
            print(f"  ✗ {type(error).__name__}: {error}", flush=True)
            return ""
    if about:
        print(f"  ✓ {about} live after {time.monotonic() - began:.1f} s", flush=True)
    return said


def _published(folder: Path, files: list[str]) -> tuple[str, str]:
    from local.publish import Work, publish

    work = Work.of({Path(file) for file in files})
    return str(work), publish(Desk(folder), work)
