"""Where things are in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KIT = ROOT / "layers" / "souk" / "python"
WEB = ROOT / "web"
# What a build of the pages leaves.
DIST = WEB / "dist"
