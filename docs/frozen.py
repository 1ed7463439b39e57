"""Write down the checksums of new migrations: ``python -m docs.frozen``; ``--renew`` writes down all anew."""

import sys
from itertools import groupby
from pathlib import Path

from souk.migrations import find

ROOT = Path(__file__).parents[1]
LIST = ROOT / "docs" / "migrations.sha256"
"""One line for each file, in the format of sha256sum."""


def frozen() -> dict[str, str]:
    """Read the checksums written down, by path."""
    lines = (line.split() for line in LIST.read_text().splitlines() if line and not line.startswith("#"))
    return {path: checksum for checksum, path in lines}


def present() -> dict[str, str]:
    """Work out the checksums of the files there are, by path."""
    return {str(one.path.relative_to(ROOT)): one.checksum for one in find(ROOT / "functions")}


def write(checksums: dict[str, str]) -> None:
    """Write the list, a part for each folder."""
    parts = [
        f"# {folder}\n" + "".join(f"{checksums[path]}  {path}\n" for path in sorted(paths))
        for folder, paths in groupby(sorted(checksums), key=lambda path: str(Path(path).parent))
    ]
    LIST.write_text("\n".join(parts))


if __name__ == "__main__":
    write(present() if "--renew" in sys.argv else present() | frozen())
