"""Reading a handler's declaration into its specification, and refusing one that cannot work."""

import inspect
import re
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

from souk.client import Client
from souk.database import SellerTransaction, Transaction
from souk.identity import ADMIN, SELLER, Caller
from souk.message import RawRequest, Request, Versioned
from souk.resources import Resource
from souk.spec import Cached, DeclarationError, Kind, Spec
from souk.work import Work

_PATH_PARAMETER = re.compile(r"\{(\w+)\}")
_ROUTES: dict[Kind, tuple[re.Pattern[str], str]] = {
    "operation": (
        re.compile(r"^(GET|POST|PUT|PATCH|DELETE) (/api(?:/[\w.-]+|/\{\w+\})+)$"),
        "GET /api/things/{thing_id}",
    ),
    "page": (re.compile(r"^(GET) (/|(?!/api/)(?:/[\w.-]+|/\{\w+\})+)$"), "GET /things/{thing_id}"),
}
_RATE = re.compile(r"^([1-9]\d*) (minute|hour|day)s?$")
PATH_TYPES = (UUID, str, int)
_OWN = {
    "operation": {"body", "query", "caller", "client", "request", "version"},
    "page": {"request"},
    "reaction": {"event"},
    "job": {"work"},
    "authorizer": {"token"},
    "task": {"payload"},
}


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
    if kind in _ROUTES:
        return _operation(where, kind, parameters, options)
    if kind == "reaction":
        _reaction(where, parameters, options)
    elif kind == "job":
        _job(where, parameters, options["work"])
    elif SellerTransaction in parameters.values():
        raise DeclarationError(f"{where}: a shop is named by a caller or an event, so ask for Database")
    if kind == "schedule" and not _RATE.match(options["rate"]):
        raise DeclarationError(f"{where}: a rate is like '5 minutes', not {options['rate']!r}")
    return options


def _operation(where: str, kind: Kind, parameters: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    route = options.pop("route")
    pattern, example = _ROUTES[kind]
    match = pattern.match(route)
    if not match:
        raise DeclarationError(f"{where}: a route is like {example!r}, not {route!r}")
    method, path = match.groups()
    names = _PATH_PARAMETER.findall(path)
    if kind == "page":
        # Words in its address are there for people; a page may not care for them.
        names = [name for name in names if name in parameters]
    path_types = {name: parameters.get(name) for name in names}
    for name, annotation in path_types.items():
        if annotation not in PATH_TYPES:
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
            "client must be a Client": parameters.get("client", Client) is not Client,
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


def _is_resource(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Resource)


def _is_model(annotation: Any, kind: type[Request] = Request) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, kind)


def _optional(annotation: Any) -> bool:
    return get_origin(annotation) in (UnionType, Union) and set(get_args(annotation)) == {Caller, NoneType}
