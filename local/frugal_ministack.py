"""Start ministack, frugal with the disk and the memory of a desk.

It runs in the emulator's own Python, not in Souk's. By itself every worker unpacks its layers anew (some 60 MB for each
function that was ever called) and imports botocore before the handler, only to recognise functions that call
themselves in a loop, which none of Souk's does.
"""

import hashlib
import shutil
import tempfile
import types
import zipfile
from pathlib import Path

from ministack import app
from ministack.core import lambda_runtime

LOOP_GUARD = "    _ms_install_invoke_depth()\n"


class Unpacked(zipfile.ZipFile):
    """A zip that is unpacked once for all workers; each sees it under a link of its own."""

    filename: str

    def extractall(self, path: str) -> None:  # type: ignore[override]  # the one way the emulator calls it
        """Put a link where the contents would be."""
        content = Path(self.filename).read_bytes()
        shared = Path(tempfile.gettempdir()) / "unpacked" / hashlib.sha256(content).hexdigest()
        if not shared.exists():
            shared.parent.mkdir(exist_ok=True)
            own = Path(tempfile.mkdtemp(dir=shared.parent))
            super().extractall(own)
            try:
                own.rename(shared)
            except OSError:  # another worker was faster
                shutil.rmtree(own)
        Path(path).rmdir()
        Path(path).symlink_to(shared)
        Path(self.filename).unlink()


lambda_runtime.zipfile = types.SimpleNamespace(**vars(zipfile) | {"ZipFile": Unpacked})
assert LOOP_GUARD in lambda_runtime._PYTHON_WORKER_SCRIPT
lambda_runtime._PYTHON_WORKER_SCRIPT = lambda_runtime._PYTHON_WORKER_SCRIPT.replace(LOOP_GUARD, "")

if __name__ == "__main__":
    app.main()
