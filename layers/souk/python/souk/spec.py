"""The specification of a function: everything its declaration says, as data."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from souk.database import SellerTransaction, Transaction
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
    VersionConflict,
)
from souk.event import Event
from souk.identity import ADMIN, SELLER, Caller, Role
from souk.limits import Limit
from souk.message import Json, RawRequest, Request, Response, Versioned
from souk.resources import Resource, Right, Secret
from souk.work import Work

type Kind = Literal["operation", "reaction", "job", "schedule", "task", "authorizer"]

_PATH_PARAMETER = re.compile(r"\{(\w+)\}")
_ROUTE = re.compile(r"^(GET|POST|PUT|PATCH|DELETE) (/api(?:/[\w.-]+|/\{\w+\})+)$")
_RATE = re.compile(r"^([1-9]\d*) (minute|hour|day)s?$")
PATH_TYPES = (UUID, str, int)
_OWN = {
    "operation": {"body", "query", "caller", "request", "version"},
    "reaction": {"event"},
    "job": {"work"},
    "authorizer": {"token"},
    "task": {"payload"},
}


@dataclass(frozen=True, slots=True)
class Alarms:
    """When an alarm goes off about this function; the defaults fit most.

    ``counts`` names what the function counts and one of is too many.
    """

    errors: int = 1
    latency_milliseconds: int | None = None
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
    parameters: dict[str, Any] = field(default_factory=dict)
    # operations
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
    ordered: bool = False
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
        """The method and path of an operation."""
        return f"{self.method} {self.path}"

    @property
    def resources(self) -> tuple[type[Resource], ...]:
        """The kinds of resources this function may use, and nothing else."""
        return tuple(dict.fromkeys((*self.injected.values(), *self.implicit)))

    @property
    def acts_for_a_shop(self) -> bool:
        """Whether all it reads and writes is one shop's."""
        return SellerTransaction in self.injected.values()

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
        if self.acts_for_a_shop:
            brought.append(Invalid)
        if self.roles:
            brought += [Unauthenticated, Forbidden]
        if self.path_types or self.query or self.body or self.idempotent or self.reads_version:
            brought += [Invalid, MalformedText]
        if self.body:
            brought += [MalformedJson]
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


def describe(function: Callable[..., Any], kind: Kind, **options: Any) -> Spec:
    """Read a handler's module, docstring and signature into a Spec.

    Raises DeclarationError, naming the file, when they contradict each other.
    """
    module = function.__module__
    where = inspect.getsourcefile(function) or module
    *folders, name = module.split(".")[1:] or [""]
    if len(folders) not in (1, 2):
        raise DeclarationError(f"{where}: a function stands in functions/<service>/[<area>/]<name>.py")
    summary = (inspect.getdoc(function) or "").partition("\n")[0]
    if not summary:
        raise DeclarationError(f"{where}: the handler needs a docstring; its first line is the public summary")
    signature = inspect.signature(function, eval_str=True)
    parameters = {name: parameter.annotation for name, parameter in signature.parameters.items()}
    injected = {name: annotation for name, annotation in parameters.items() if _is_resource(annotation)}
    spec = Spec(
        kind=kind,
        service=folders[0],
        area=folders[1] if len(folders) == 2 else None,
        name=name,
        module=module,
        summary=summary,
        injected=injected,
        parameters=parameters,
        result=signature.return_annotation,
        **_of_kind(kind, where, parameters | {"return": signature.return_annotation}, options),
    )
    own = _OWN.get(kind, set())
    for name in parameters:
        if name not in injected and name not in spec.path_types and name not in own:
            raise DeclarationError(f"{where}: {name} is no path parameter, no resource, and not one of {sorted(own)}")
    return spec


def _of_kind(kind: Kind, where: str, parameters: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    if kind == "operation":
        return _operation(where, parameters, options)
    if kind == "reaction":
        _reaction(where, parameters, options)
    elif kind == "job":
        _job(where, parameters, options["work"])
    elif SellerTransaction in parameters.values():
        raise DeclarationError(f"{where}: a shop is named by a caller or an event, so ask for Database")
    if kind == "schedule" and not _RATE.match(options["rate"]):
        raise DeclarationError(f"{where}: a rate is like '5 minutes', not {options['rate']!r}")
    return options


def _operation(where: str, parameters: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    route = options.pop("route")
    match = _ROUTE.match(route)
    if not match:
        raise DeclarationError(f"{where}: a route is like 'GET /api/things/{{thing_id}}', not {route!r}")
    method, path = match.groups()
    names = _PATH_PARAMETER.findall(path)
    path_types = {name: parameters.get(name) for name in names}
    for name, kind in path_types.items():
        if kind not in PATH_TYPES:
            raise DeclarationError(f"{where}: the path has {{{name}}}, the signature needs {name}: UUID, str or int")
    body, query, caller = (parameters.get(name) for name in ("body", "query", "caller"))
    cached: Cached | None = options["cached"]
    shared = cached is not None and cached.entry is not None
    public = cached is not None and "private" not in cached.browser
    _refuse(
        where,
        {
            f"{method} takes no body": body is not None and method in ("GET", "DELETE"),
            "body must be a Request": body is not None and not _is_model(body),
            "query must be a Request": query is not None and not _is_model(query),
            "request must be a RawRequest": parameters.get("request", RawRequest) is not RawRequest,
            "version is an int, or an int | None": parameters.get("version", int) not in (int, int | None),
            "version goes with a body that is Versioned, int | None also with no body": "version" in parameters
            and not _is_model(body, Versioned)
            and (body is not None or parameters["version"] is int),
            "a body that is Versioned goes with version": _is_model(body, Versioned) and "version" not in parameters,
            "caller: Caller goes with a role, caller: Caller | None with none": caller is not None
            and not (caller is Caller if options["roles"] else _optional(caller)),
            "a GET needs no Idempotency-Key": options["idempotent"] and method == "GET",
            "an idempotent operation needs tx: Transaction, for its claim is in it": options["idempotent"]
            and not _transactional(parameters),
            "only sellers and administrators act for a shop": SellerTransaction in parameters.values()
            and not (options["roles"] and {*options["roles"]} <= {SELLER, ADMIN}),
            "an audited operation is one of administrators, and needs tx: Transaction for its entry": options["audited"]
            and not (ADMIN in options["roles"] and _transactional(parameters)),
            "what an administrator changes is audited": method != "GET"
            and ADMIN in options["roles"]
            and not options["audited"],
            "only a GET can be cached": cached is not None and method != "GET",
            "only a public read can be kept for everybody": (shared or public) and bool(options["roles"] or caller),
            "the entry must name the path parameters, on which alone the answer depends": shared
            and (cached is None or cached.entry is None or set(cached.entry.parts) != set(names) or query is not None),
        },
    )
    return options | {
        "method": method,
        "path": path,
        "path_types": path_types,
        "body": body,
        "query": query,
    }


def _reaction(where: str, parameters: dict[str, Any], options: dict[str, Any]) -> None:
    _refuse(
        where,
        {
            "name the events": not options["events"],
            "a reaction takes an event": "event" not in parameters,
            "an ordered reaction needs tx: Transaction, for its claim is in it": options["ordered"]
            and not _transactional(parameters),
            "an event that a shop's reaction takes has a seller_id": SellerTransaction in parameters.values()
            and not all("seller_id" in event.model_fields for event in options["events"]),
        },
    )


def _job(where: str, parameters: dict[str, Any], work: type[Work]) -> None:
    _refuse(
        where,
        {
            f"a job takes work: {work.__name__}": parameters.get("work") is not work,
            "a job gives what is left of its work, or None": {*get_args(parameters["return"])} != {work, NoneType},
            "the work of a shop has a seller_id": SellerTransaction in parameters.values()
            and "seller_id" not in work.model_fields,
        },
    )


def _refuse(where: str, reasons: dict[str, bool]) -> None:
    for reason, holds in reasons.items():
        if holds:
            raise DeclarationError(f"{where}: {reason}")


def _transactional(parameters: dict[str, Any]) -> bool:
    return not {Transaction, SellerTransaction}.isdisjoint(parameters.values())


def _model(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        return get_args(annotation)[1]
    if get_origin(annotation) in (UnionType, Union):
        return next(filter(None, map(_model, get_args(annotation))), None)
    return None if annotation in (None, NoneType, Response) else annotation


def _is_resource(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Resource)


def _is_model(annotation: Any, kind: type[Request] = Request) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, kind)


def _optional(annotation: Any) -> bool:
    return get_origin(annotation) in (UnionType, Union) and set(get_args(annotation)) == {Caller, NoneType}


__all__ = ["PATH_TYPES", "Alarms", "Cached", "DeclarationError", "Json", "Kind", "Spec", "describe"]
