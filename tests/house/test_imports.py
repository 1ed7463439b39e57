"""Importing has no effects: no setting read, no connection, no file, no client."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PROBE = """
import json, os, sys
sys.path[:0] = [{root!r}, {kit!r}]
effects = []

class Watched(dict):
    def _see(self, name):
        if str(name).startswith("SOUK_"):
            effects.append(f"read {{name}}")
    def __getitem__(self, name):
        self._see(name)
        return super().__getitem__(name)
    def get(self, name, default=None):
        self._see(name)
        return super().get(name, default)
    def __contains__(self, name):
        self._see(name)
        return super().__contains__(name)

os.environ = Watched(os.environ)
sources = (".py", ".pyc", ".so", ".pth", ".json")

def hook(event, arguments):
    if event.startswith(("socket.", "subprocess.", "urllib.")) and event != "socket.gethostname":
        if not event.startswith("socket.__new__"):
            effects.append(event)
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith({root!r}):
        own = not arguments[0].startswith({venv!r})
        if own and not arguments[0].endswith((".py", ".pyc")) and ".pyc." not in arguments[0]:
            effects.append(f"open {{arguments[0]}}")

sys.addaudithook(hook)
from pathlib import Path
from souk.registry import load
load(Path({root!r}) / "functions")
effects += [f"loaded {{name}}" for name in ("boto3", "aws_xray_sdk", "aws_cdk") if name in sys.modules]
print(json.dumps(sorted(set(effects))))
"""


def test_importing_every_function_touches_nothing() -> None:
    kit = str(ROOT / "layers" / "souk" / "python")
    probe = PROBE.format(root=str(ROOT), kit=kit, venv=str(ROOT / ".venv"))

    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_the_kit_brings_nothing_that_it_does_not_use_and_leaves_it_to_who_does() -> None:
    probe = f"""
import sys
sys.path.insert(0, {str(ROOT / "layers" / "souk" / "python")!r})
import souk
names = ("importlib.metadata", "dateutil.parser", "aws_lambda_powertools")
print([name for name in names if name in sys.modules])
import dateutil.parser, importlib.metadata
print(dateutil.parser.parse("27 Nov 2026").year, importlib.metadata.version("pg8000")[0].isdigit())
"""

    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)

    assert done.stdout.splitlines() == ["[]", "2026 True"], done.stderr
