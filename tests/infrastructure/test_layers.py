"""The layers: what few functions need, only they carry, and no function outgrows Lambda."""

import ast
import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from cdk.constructs.bundles import BROUGHT_BY_LAMBDA, COMMON, BundleFailed, Bundles
from souk.paying import PaymentMethods
from souk.registry import Registry

ROOT = Path(__file__).parents[2]
HOUSE = {"functions", "events", "souk"}
PACKAGES = metadata.packages_distributions()
LAYERS = sorted(path.parent.name for path in ROOT.glob("layers/*/requirements.txt"))
# Lambda unpacks 250 MB of a function and its layers at most; the rest is left for what grows.
MEGABYTE = 1_000_000
ALLOWED_MEGABYTES = 200
COMMON_MEGABYTES = 38


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
    contents = ROOT / f"layers/{layer}/contents.txt"
    built = contents.read_text().splitlines() if contents.exists() else []
    return (size + sum((ROOT / path).stat().st_size for path in built)) / MEGABYTE


@cache
def imported(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Give the modules that a file imports when it is imported, and those that it imports later."""
    tree = ast.parse(path.read_text())
    later = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        or (isinstance(function, ast.If) and ast.unparse(function.test) == "TYPE_CHECKING")
        for node in ast.walk(function)
    }
    named: tuple[set[str], set[str]] = (set(), set())
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        named[node in later].update(names)
    return frozenset(named[False]), frozenset(named[True])


def foreign(modules: Iterable[str]) -> set[str]:
    """Name the distributions behind modules, but for the house, the standard library and what Lambda brings."""
    ours = HOUSE | sys.stdlib_module_names | set(BROUGHT_BY_LAMBDA)
    tops = {module.split(".")[0] for module in modules} - ours
    return {PACKAGES[top][0].lower().replace("_", "-") for top in tops}


def reached(module: str) -> set[str]:
    """Name what is imported with a module of the house, over all the modules of the house that it imports."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
        if name in found or not path.is_file():
            continue
        found.add(name)
        waiting += imported(path)[False]
    return found.union(*(imported(ROOT.joinpath(*name.split(".")).with_suffix(".py"))[False] for name in found))


def test_what_is_imported_with_a_function_is_in_its_layers(registry: Registry) -> None:
    missing = {
        spec.id: foreign(reached(spec.module)).difference(*map(distributions, (COMMON, *spec.layers)))
        for spec in registry.functions
    }

    assert {name: packages for name, packages in missing.items() if packages} == {}


def test_what_a_service_imports_when_it_uses_it_is_in_a_layer_that_its_resources_ask_for(registry: Registry) -> None:
    asked = {
        service: {layer for spec in registry.functions if spec.service == service for layer in spec.layers}
        for service in registry.services
    }

    missing = {
        str(path.relative_to(ROOT)): foreign(imported(path)[True]).difference(
            *map(distributions, (COMMON, *asked[path.relative_to(ROOT).parts[1]]))
        )
        for service in registry.services
        for path in (ROOT / "functions" / service).rglob("*.py")
    }

    assert {name: packages for name, packages in missing.items() if packages} == {}


def test_the_kit_needs_the_common_layer_only_but_for_what_a_module_names_when_it_is_used() -> None:
    for path in (ROOT / "layers/souk/python").rglob("*.py"):
        at_once, later = imported(path)
        named = re.findall(r'^LAYER = "(\w+)"$', path.read_text(), re.MULTILINE)

        assert foreign(at_once) - distributions(COMMON) == set(), path
        assert foreign(later).difference(*map(distributions, (COMMON, *named))) == set(), path


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


def test_a_layer_is_in_the_template_of_who_asked_for_it_and_of_nobody_else(synthesised: Any) -> None:
    assembly = synthesised("dev")

    for spec in assembly.registry.functions:
        layers = str(assembly.functions()[f"souk-dev-{spec.id}"].properties["Layers"])
        assert [name for name in LAYERS if f"{name.capitalize()}Layer" in layers] == sorted({COMMON, *spec.layers})


@pytest.mark.parametrize(("providers", "carry"), [("sandbox", False), ("sandbox,stripe", True)])
def test_the_library_of_a_payment_provider_is_carried_where_a_stage_names_it(
    registry: Registry, providers: str, carry: bool
) -> None:
    functions = registry.on({PaymentMethods.SETTING: providers}).functions

    assert {spec.service for spec in functions if "stripe" in spec.layers} == ({"payments"} if carry else set())


def test_a_layer_that_nobody_wrote_down_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BundleFailed, match=r"layers/images/requirements\.txt"):
        Bundles(tmp_path, tmp_path / "cache", (), "", dict).layer("images")
