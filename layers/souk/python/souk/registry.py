"""Every function there is, found by looking; nothing is registered."""

import importlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from souk.function import Function
from souk.spec import DeclarationError, Kind, Spec


@dataclass(frozen=True)
class Registry:
    """All functions of a tree; with the settings of a stage, as they are there."""

    root: Path
    by_handler: dict[str, Function]
    stage: Mapping[str, str] | None = None

    def on(self, stage: Mapping[str, str]) -> Self:
        """Give the functions as they are on a stage with these settings."""
        return replace(self, stage=stage)

    @cached_property
    def functions(self) -> tuple[Spec, ...]:
        """Every function's specification."""
        return tuple(function.spec.on(self.stage) for function in self.by_handler.values())

    def _of(self, kind: Kind) -> tuple[Spec, ...]:
        return tuple(spec for spec in self.functions if spec.kind == kind)

    @cached_property
    def operations(self) -> tuple[Spec, ...]:
        """What the API offers."""
        return self._of("operation")

    @cached_property
    def pages(self) -> tuple[Spec, ...]:
        """What people open beside the API, and what reads for them."""
        return self._of("page")

    @cached_property
    def routed(self) -> tuple[Spec, ...]:
        """What the gateway has a route for."""
        return (*self.operations, *self.pages)

    @cached_property
    def reactions(self) -> tuple[Spec, ...]:
        """What listens to events."""
        return self._of("reaction")

    @cached_property
    def jobs(self) -> tuple[Spec, ...]:
        """What works in parts."""
        return self._of("job")

    @cached_property
    def queued(self) -> tuple[Spec, ...]:
        """What has a queue of its own."""
        return (*self.reactions, *self.jobs)

    @cached_property
    def schedules(self) -> tuple[Spec, ...]:
        """What a clock starts."""
        return self._of("schedule")

    @cached_property
    def tasks(self) -> tuple[Spec, ...]:
        """What a deployment or an operator starts."""
        return self._of("task")

    @cached_property
    def authorizer(self) -> Spec:
        """The function that the gateway asks who is calling."""
        return self._of("authorizer")[0]

    @cached_property
    def services(self) -> tuple[str, ...]:
        """The services, by name."""
        return tuple(sorted({spec.service for spec in self.functions}))

    @cached_property
    def stacks(self) -> dict[str, list[Spec]]:
        """The functions by what is deployed by itself: a service, or an area of a service that has areas."""
        found: dict[str, list[Spec]] = {}
        for spec in self.functions:
            found.setdefault(spec.stack, []).append(spec)
        return dict(sorted(found.items()))

    def function(self, spec: Spec) -> Function:
        """Give the callable of a specification."""
        return self.by_handler[spec.handler]

    def operation(self, route: str) -> Function:
        """Give the operation or the page of a route such as ``GET /api/cart``.

        Raises LookupError.
        """
        for spec in self.routed:
            if spec.route == route:
                return self.function(spec)
        raise LookupError(f"no function has the route {route}")


def modules(root: Path) -> Iterator[str]:
    """Name the modules of a tree that hold a function: ``functions/<service>/[<area>/]<name>.py``.

    What the functions of a service or an area share stands in its folder ``domain``.
    """
    for path in sorted((*root.glob("*/*.py"), *root.glob("*/*/*.py"))):
        if path.stem != "__init__" and path.parent.name != "domain":
            yield ".".join((root.name, *path.relative_to(root).with_suffix("").parts))


def load(root: Path) -> Registry:
    """Import every function below ``root``.

    Raises DeclarationError when a file declares none, or two share a name within a service, or a route, or two
    operations a name, which is their id in the contract, or a job has the work of another.
    """
    root = Path(root).resolve()
    if str(root.parent) not in sys.path:
        sys.path.insert(0, str(root.parent))
    found: dict[str, Function] = {}
    ids: dict[str, str] = {}
    routes: dict[str, str] = {}
    operations: dict[str, str] = {}
    for name in modules(root):
        handler = getattr(importlib.import_module(name), "handler", None)
        if not isinstance(handler, Function):
            raise DeclarationError(f"{name}: there is no handler with a declaration")
        found[handler.spec.handler] = handler
        if (other := ids.setdefault(handler.spec.id, name)) != name:
            raise DeclarationError(f"{name}: a function of this name stands in {other} already")
        _check_samples(handler.spec)
        if handler.spec.work and handler.spec.work.job != handler.spec.id:
            raise DeclarationError(f"{name}: its work is that of {handler.spec.work.job}, not of {handler.spec.id}")
        if handler.spec.path:
            shape = "/".join("{}" if part.startswith("{") else part for part in handler.spec.route.split("/"))
            if shape in routes:
                raise DeclarationError(f"{name}: {handler.spec.route} is the route of {routes[shape]} already")
            routes[shape] = name
        is_operation = handler.spec.kind == "operation"
        if is_operation and (other := operations.setdefault(handler.spec.name, name)) != name:
            raise DeclarationError(f"{name}: an operation of this name stands in {other} already")
    return Registry(root, found)


def _check_samples(spec: Spec) -> None:
    for event in filter(None, (*spec.events, spec.observed)):
        sample = Path(inspect.getfile(event)).parent / "samples" / f"{event.name}.json"
        if not sample.is_file():
            raise DeclarationError(f"{spec.module}: the event {event.name} needs a sample, {sample.name}")
