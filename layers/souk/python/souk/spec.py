"""The specification of a function: everything its declaration says, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Self, Union, get_args, get_origin

from souk.database import SellerTransaction
from souk.entry import Entry
from souk.errors import (
    Forbidden,
    InProgress,
    Invalid,
    KeyReused,
    MalformedJson,
    MalformedText,
    Problem,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
    VersionConflict,
)
from souk.event import Event
from souk.identity import Role
from souk.limits import Limit
from souk.message import Response
from souk.resources import Resource, Right, Secret
from souk.work import Work

type Kind = Literal["operation", "page", "reaction", "job", "schedule", "task", "authorizer"]


@dataclass(frozen=True, slots=True)
class Alarms:
    """When an alarm goes off about this function; the defaults fit most.

    ``counts`` names what the function counts and one of is too many.
    """

    errors: int = 1
    critical: bool = False
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cached:
    """How the answer of a read is kept.

    ``entry`` is where, its parts the path parameters; ``browser`` is the Cache-Control header that browsers and the CDN
    obey.
    """

    entry: Entry | None = None
    browser: str = "public, max-age=60"

    @property
    def life(self) -> int:
        """How many seconds Valkey keeps it."""
        return self.entry.life if self.entry else 0


class DeclarationError(TypeError):
    """A function is declared in a way that cannot work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What one file in ``functions/`` declares."""

    kind: Kind
    service: str
    area: str | None
    name: str
    module: str
    summary: str
    timeout: int
    memory: int
    alarms: Alarms
    injected: dict[str, type[Resource]]
    implicit: tuple[type[Resource], ...] = ()
    stage: Mapping[str, str] | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    # operations and pages
    method: str = ""
    path: str = ""
    roles: tuple[Role, ...] = ()
    status: int = 200
    idempotent: bool = False
    cached: Cached | None = None
    observed: type[Event] | None = None
    limit: Limit | None = None
    refuses: tuple[type[Problem], ...] = ()
    audited: bool = False
    max_body: int = 0
    produces: str = ""
    path_types: dict[str, type[Any]] = field(default_factory=dict)
    body: type[Any] | None = None
    query: type[Any] | None = None
    result: Any = None
    # reactions, jobs, schedules and tasks
    events: tuple[type[Event], ...] = ()
    work: type[Work] | None = None
    rate: str = ""
    on_deploy: bool = False

    @property
    def handler(self) -> str:
        """The name Lambda calls, such as ``functions.orders.place_order.handler``."""
        return f"{self.module}.handler"

    @property
    def id(self) -> str:
        """The function's name among all, such as ``orders-place-order``; an area is not part of it."""
        return f"{self.service}-{self.name}".replace("_", "-")

    @property
    def stack(self) -> str:
        """The part of the system it is deployed with: its service, or its area of a service that has areas."""
        return f"{self.service}-{self.area}" if self.area else self.service

    @property
    def route(self) -> str:
        """The method and path of an operation or a page."""
        return f"{self.method} {self.path}"

    @property
    def resources(self) -> tuple[type[Resource], ...]:
        """The kinds of resources this function may use, and nothing else; on a stage those that it has."""
        asked = (*self.injected.values(), *self.implicit)
        found = dict.fromkeys(part for resource in asked for part in (resource, *resource.consists_of()))
        return tuple(part for part in found if self.stage is None or part.is_wanted(self.stage))

    def on(self, stage: Mapping[str, str] | None) -> Self:
        """Give it as it is on a stage with these settings; None leaves that open."""
        return replace(self, stage=stage)

    @property
    def acts_for_a_shop(self) -> bool:
        """Whether all it reads and writes is one shop's."""
        return SellerTransaction in self.injected.values()

    @property
    def refuses_parameters(self) -> bool:
        """Whether nothing reads the query: it has no model, and the handler does not take a body as it came.

        What comes as it came is somebody else's, such as a provider's notice, and so is its address. A page bears any,
        for whoever links to it may add some to see where people come from.
        """
        takes_anything = self.body is None and "request" in self.parameters
        return self.kind == "operation" and self.query is None and not takes_anything

    @property
    def environment(self) -> tuple[str, ...]:
        """The names of the settings this function reads."""
        named = [name for resource in self.resources for name in resource.environment]
        return tuple(dict.fromkeys([*named, *(secret.setting for secret in self.secrets)]))

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The secrets this function reads, some of which it may write."""
        return tuple(dict.fromkeys(secret for resource in self.resources for secret in resource.secrets))

    @property
    def rights(self) -> tuple[Right, ...]:
        """What this function may do besides reading and writing its secrets."""
        return tuple(dict.fromkeys(right for resource in self.resources for right in resource.rights))

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of this function besides those of all, in order."""
        return tuple(sorted({layer for resource in self.resources for layer in resource.layers}))

    @property
    def files(self) -> frozenset[str]:
        """What this function needs in its zip besides code."""
        return frozenset(resource.files for resource in self.resources if resource.files)

    @property
    def reads_body(self) -> bool:
        """Whether it takes the body, parsed or as it came."""
        return self.body is not None or "request" in self.parameters

    @property
    def reads_client(self) -> bool:
        """Whether it minds what kind of client asks, and leaves a cookie with a page of the shop."""
        return "client" in self.parameters

    @property
    def reads_version(self) -> bool:
        """Whether it takes the version that was read."""
        return "version" in self.parameters

    @property
    def needs_version(self) -> bool:
        """Whether it is refused without the version that was read."""
        return self.parameters.get("version") is int

    @property
    def problems(self) -> tuple[type[Problem], ...]:
        """Every problem that the operation may answer: its own, and those that its declaration brings with it."""
        brought: list[type[Problem]] = [TooManyRequests, Unavailable, Problem]
        if self.acts_for_a_shop or self.refuses_parameters:
            brought.append(Invalid)
        if self.roles:
            brought += [Unauthenticated, Forbidden]
        if self.path_types or self.query or self.body or self.idempotent or self.reads_version or self.reads_client:
            brought += [Invalid, MalformedText]
        if self.body:
            brought += [MalformedJson, UnsupportedMediaType]
        if self.reads_body:
            brought += [MalformedText, TooLarge]
        if self.idempotent:
            brought += [InProgress, KeyReused]
        if self.reads_version:
            brought.append(VersionConflict)
        return tuple(sorted({*self.refuses, *brought}, key=lambda kind: (kind.status, kind.code)))

    @property
    def result_model(self) -> Any:
        """The model that the answer's bytes match, None for no content."""
        return _model(self.result)


def _model(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        return get_args(annotation)[1]
    if get_origin(annotation) in (UnionType, Union):
        return next(filter(None, map(_model, get_args(annotation))), None)
    return None if annotation in (None, NoneType, Response) else annotation
