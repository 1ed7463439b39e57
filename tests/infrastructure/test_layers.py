"""The layers: what few functions need, only they carry, and no function outgrows Lambda."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from cdk.constructs.bundles import BROUGHT_BY_LAMBDA, COMMON, BundleFailed, Bundles
from souk.registry import Registry

ROOT = Path(__file__).parents[2]
HOUSE = {"functions", "events", "souk"}
LAYERS = sorted(path.parent.name for path in ROOT.glob("layers/*/requirements.txt"))
# Lambda unpacks 250 MB of a function and its layers at most; the rest is left for what grows.
MEGABYTE = 1_000_000
ALLOWED_MEGABYTES = 200
COMMON_MEGABYTES = 40


@cache
def distributions(layer: str) -> frozenset[str]:
    """Name all that pip installs for a layer, but for what Lambda brings."""
    lines = (ROOT / f"layers/{layer}/requirements.txt").read_text().splitlines()
    waiting = [line for line in lines if line and not line.startswith("#")]
    found: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        name = re.split(r"[^\w.-]", wanted)[0].lower().replace("_", "-")
        if "extra ==" in wanted or name in found or name in BROUGHT_BY_LAMBDA:
            continue
        try:
            waiting += metadata.distribution(name).requires or []
        except metadata.PackageNotFoundError:
            continue  # for another platform or another Python
        found.add(name)
    return frozenset(found)


@cache
def megabytes(layer: str) -> float:
    """Weigh a layer as it is unpacked: every module stands there as text and compiled."""
    size = 0
    for name in distributions(layer):
        for file in metadata.distribution(name).files or []:
            path = Path(str(file.locate()))
            if path.is_file() and path.suffix not in (".pyc", ".pyi") and "tests" not in file.parts:
                size += path.stat().st_size * (2 if path.suffix == ".py" else 1)
    return size / MEGABYTE


def foreign(path: Path) -> Iterator[tuple[str, bool]]:
    """Give the top-level names that a file imports from elsewhere, and whether it does so when it is imported."""
    tree = ast.parse(path.read_text())
    inside = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if node is not function
    }
    for node in ast.walk(tree):
        named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in named:
            top = name.split(".")[0]
            if top not in HOUSE | sys.stdlib_module_names | set(BROUGHT_BY_LAMBDA):
                yield top, node not in inside


def asked_for(path: Path) -> set[str]:
    """Give the layers that the resources of a file name."""
    return {
        layer
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "layers" and node.value
        for layer in ast.literal_eval(node.value)
    }


def test_what_is_not_in_the_common_layer_is_imported_by_the_resource_that_asks_for_its_own() -> None:
    packages = metadata.packages_distributions()
    wrong = set()

    for path in (ROOT / "functions").rglob("*.py"):
        own = frozenset().union(*map(distributions, asked_for(path)))
        for top, at_import in foreign(path):
            held = {name.lower().replace("_", "-") for name in packages[top]}
            if not (held & distributions(COMMON) or (held & own and not at_import)):
                wrong.add((str(path.relative_to(ROOT)), top))

    assert wrong == set()


def test_the_kit_needs_the_common_layer_only() -> None:
    packages = metadata.packages_distributions()
    held = {
        (top, name.lower().replace("_", "-"))
        for path in (ROOT / "layers/souk/python").rglob("*.py")
        for top, _ in foreign(path)
        for name in packages[top]
    }

    assert {(top, name) for top, name in held if name not in distributions(COMMON)} == set()


def test_every_layer_is_needed_by_a_few_functions(registry: Registry) -> None:
    needed = {layer for spec in registry.functions for layer in spec.layers}

    assert needed == set(LAYERS) - {COMMON}
    for layer in needed:
        assert sum(layer in spec.layers for spec in registry.functions) * 2 < len(registry.functions), layer


def test_every_function_fits_into_lambda_with_its_layers(registry: Registry, tmp_path: Path) -> None:
    bundles = Bundles(ROOT, tmp_path, (), "", dict)

    def unpacked(folder: Path) -> float:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEGABYTE

    kit = unpacked(bundles.kit())
    zips = {
        (spec.service, spec.files): unpacked(bundles.service(spec.service, spec.files)) for spec in registry.functions
    }
    sizes = {
        spec.id: zips[spec.service, spec.files] + kit + sum(map(megabytes, (COMMON, *spec.layers)))
        for spec in registry.functions
    }

    assert {name: size for name, size in sizes.items() if size > ALLOWED_MEGABYTES} == {}


def test_the_common_layer_does_not_grow() -> None:
    assert 20 < megabytes(COMMON) <= COMMON_MEGABYTES


def test_a_layer_is_in_the_template_of_who_asked_for_it_and_of_nobody_else(synthesised: Any, registry: Any) -> None:
    assembly = synthesised("dev")

    for spec in registry.functions:
        layers = str(assembly.functions()[f"souk-dev-{spec.id}"].properties["Layers"])
        assert [name for name in LAYERS if f"{name.capitalize()}Layer" in layers] == sorted({COMMON, *spec.layers})


def test_a_layer_that_nobody_wrote_down_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BundleFailed, match=r"layers/images/requirements\.txt"):
        Bundles(tmp_path, tmp_path / "cache", (), "", dict).layer("images")
