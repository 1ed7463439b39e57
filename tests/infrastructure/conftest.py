"""All stages, synthesised once per run from the real declarations."""

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from souk.registry import Registry, load

# Read when aws_cdk is imported: what is deprecated is an error, and Node.js is the one that came with the checkout.
os.environ["JSII_DEPRECATED"] = "fail"
os.environ["JSII_NODE"] = str(Path(sys.executable).with_name("node"))

ROOT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these on one worker: synthesising costs more than all of them together."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("infrastructure"))


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Give the real functions."""
    return load(ROOT / "functions")


@pytest.fixture(scope="session")
def synthesised(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], "Assembly"]:
    """Give a stage's assembly, built when it is first asked for."""
    bundles = tmp_path_factory.mktemp("bundles")

    @cache
    def attempt(name: str) -> Assembly | Exception:
        # A failure is kept too: trying again for each test would take minutes.
        try:
            return synthesise(name, registry, tmp_path_factory.mktemp(name), bundles, with_domain=name == "prod")
        except Exception as error:
            return error

    def give(name: str) -> Assembly:
        found = attempt(name)
        if isinstance(found, Exception):
            raise found
        return found

    return give


@pytest.fixture(params=["local", "dev", "prod"])
def assembly(request: pytest.FixtureRequest, synthesised: Callable[[str], "Assembly"]) -> "Assembly":
    """Give each stage in turn."""
    return synthesised(request.param)


@pytest.fixture(params=["dev", "prod"])
def account(request: pytest.FixtureRequest, synthesised: Callable[[str], "Assembly"]) -> "Assembly":
    """Give each stage that stands in an AWS account."""
    return synthesised(request.param)


from tests.infrastructure.assembly import Assembly, synthesise  # noqa: E402  (jsii reads its environment when loaded)
