"""Make a tree with several times the functions, to measure what grows with them.

``python -m bench.growth --times 3 /tmp/grown`` copies the checkout there and says how large the copy is; synthesis,
template tests and ``make up`` are then measured inside it. A copied operation has a route of its own and answers
nothing; a copied reaction or schedule is called as often as the first, and does nothing.
"""

import argparse
import ast
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from souk.registry import Registry, load, modules

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".souk", ".mypy_cache", ".ruff_cache", ".venv", "cdk.out", "__pycache__")
COPIED = {"operation", "on", "every"}


def grow(tree: Path, times: int) -> None:
    """Copy the checkout, and in the copy each function, until there are so many times as many."""
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT, symlinks=True)
    (tree / ".venv").symlink_to(ROOT / ".venv")
    for name in list(modules(tree / "functions")):
        file = tree.joinpath(*name.split(".")).with_suffix(".py")
        for number in range(2, times + 1):
            if text := copied(file.read_text(), number):
                file.with_stem(f"{file.stem}_{number}").write_text(text)


def copied(text: str, number: int) -> str | None:
    """Give the text of a function's copy, None for what there can be only one of."""
    module = ast.parse(text)
    handler = next(one for one in module.body if isinstance(one, ast.FunctionDef) and one.name == "handler")
    (declaration,) = handler.decorator_list
    if not isinstance(declaration, ast.Call) or ast.unparse(declaration.func) not in COPIED:
        return None
    declaration.keywords = [keyword for keyword in declaration.keywords if keyword.arg != "on_deploy"]
    is_operation = ast.unparse(declaration.func) == "operation"
    if is_operation:
        (route,) = declaration.args
        assert isinstance(route, ast.Constant)
        route.value = str(route.value).replace("/api/", f"/api/copy{number}/")
    handler.body[1:] = ast.parse("raise NotImplementedError" if is_operation else "return None").body
    return ast.unparse(module)


def gateway_resources(paths: Iterable[str]) -> int:
    """Count the resources that API Gateway makes of paths: each step of each path once, and the root."""
    return len({path.rsplit("/", depth)[0] for path in paths for depth in range(path.count("/") + 1)})


def size(registry: Registry) -> dict[str, object]:
    """Say how large a tree is."""
    return {
        "functions": dict(Counter(spec.kind for spec in registry.functions)),
        "gateway resources": gateway_resources(spec.path for spec in registry.operations),
        "functions of a stack": {name: len(specs) for name, specs in registry.stacks.items()},
    }


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth")
    parser.add_argument("tree", type=Path)
    parser.add_argument("--times", type=int, default=3)
    chosen = parser.parse_args()
    grow(chosen.tree, chosen.times)
    sys.path.insert(0, str(chosen.tree))
    for what, figure in size(load(chosen.tree / "functions")).items():
        print(f"{what}: {figure}")


if __name__ == "__main__":
    main()
