"""The decorators that turn a handler into a Lambda function."""

from collections.abc import Callable
from typing import Any

from souk.cache import Cache
from souk.database import Database
from souk.description import describe
from souk.errors import Problem
from souk.event import Event
from souk.function import Authorizer, Function, Schedule, Task
from souk.identity import PublicKeys, Role
from souk.job import Job
from souk.limits import Limit
from souk.operation import Operation
from souk.page import WebPage
from souk.queue import Queue
from souk.reaction import Reaction
from souk.spec import Alarms, Cached, Kind
from souk.work import Work

_USUAL = Alarms()
_MAX_BODY = 256 * 1024


def operation(
    route: str,
    *,
    role: Role | tuple[Role, ...] | None = None,
    status: int = 200,
    idempotent: bool = False,
    cached: Cached | str | None = None,
    observed: type[Event] | None = None,
    limit: Limit | None = None,
    refuses: tuple[type[Problem], ...] = (),
    audited: bool = False,
    max_body: int = _MAX_BODY,
    produces: str = "",
    timeout: int = 10,
    memory: int = 512,
    alarms: Alarms = _USUAL,
) -> Callable[[Callable[..., Any]], Operation]:
    """Declare an HTTP operation: ``GET /api/things/{thing_id}``, who may call it, and what it answers when it worked.

    An idempotent operation requires an Idempotency-Key. ``cached`` keeps a public read, see Cached; a text is its
    Cache-Control header alone. ``observed`` is the behavioural event that a call is, made of its path parameters and
    the caller's ``user_id``. ``limit`` counts its requests of an address by themselves, not with all others.
    ``refuses`` are the problems that are the operation's own. ``audited`` keeps what an administrator does by it.
    ``produces`` is the media type of an answer that is no JSON. ``max_body`` is in bytes, ``timeout`` in seconds,
    ``memory`` in MB.
    """
    roles = () if role is None else role if isinstance(role, tuple) else (role,)
    kept = Cached(browser=cached) if isinstance(cached, str) else cached
    return _decorator(
        Operation,
        "operation",
        route=route,
        roles=roles,
        status=status,
        idempotent=idempotent,
        cached=kept,
        observed=observed,
        limit=limit,
        refuses=refuses,
        audited=audited,
        max_body=max_body,
        produces=produces,
        timeout=timeout,
        memory=memory,
        alarms=alarms,
        implicit=(Cache, PublicKeys, *((Database,) if idempotent else ())),
    )


def page(
    route: str,
    *,
    cached: str | None = None,
    produces: str = "text/html; charset=utf-8",
    timeout: int = 10,
    memory: int = 512,
    alarms: Alarms = _USUAL,
) -> Callable[[Callable[..., Any]], WebPage]:
    """Declare what people open beside the API, and what reads for them: ``GET /things/{thing_id}``.

    It is for everybody and no part of the contract. ``cached`` is its Cache-Control header, unless it sets one itself;
    ``produces`` its media type.
    """
    return _decorator(
        WebPage,
        "page",
        route=route,
        roles=(),
        idempotent=False,
        audited=False,
        cached=Cached(browser=cached) if cached else None,
        produces=produces,
        timeout=timeout,
        memory=memory,
        alarms=alarms,
        implicit=(Cache,),
    )


def on(
    *events: type[Event],
    timeout: int = 30,
    memory: int = 512,
    alarms: Alarms = _USUAL,
) -> Callable[[Callable[..., Any]], Reaction]:
    """Declare a reaction to events, with a queue of its own and, when it asks for a transaction, an inbox."""
    return _decorator(
        Reaction, "reaction", events=events, timeout=timeout, memory=memory, alarms=alarms, implicit=(Queue,)
    )


def job(
    work: type[Work], *, timeout: int = 60, memory: int = 512, alarms: Alarms = _USUAL
) -> Callable[[Callable[..., Any]], Job]:
    """Declare work in parts, with a queue of its own: a part gives what is left, or None when all is done.

    A part must take less than ``timeout`` seconds, whatever the work.
    """
    implicit = (Database, Queue)
    return _decorator(Job, "job", work=work, timeout=timeout, memory=memory, alarms=alarms, implicit=implicit)


def every(
    rate: str, *, on_deploy: bool = False, timeout: int = 60, memory: int = 512, alarms: Alarms = _USUAL
) -> Callable[[Callable[..., Any]], Schedule]:
    """Declare work that is done every so often: ``1 minute``, ``2 hours``, ``30 days``, and on deploy if it says so."""
    return _decorator(
        Schedule, "schedule", rate=rate, on_deploy=on_deploy, timeout=timeout, memory=memory, alarms=alarms
    )


def task(
    *, on_deploy: bool = False, timeout: int = 300, memory: int = 512, alarms: Alarms = _USUAL
) -> Callable[[Callable[..., Any]], Task]:
    """Declare work that an operator starts, and every deployment if it says so.

    It may take the ``payload`` it was started with.
    """
    return _decorator(Task, "task", on_deploy=on_deploy, timeout=timeout, memory=memory, alarms=alarms)


def authorizer(
    *, timeout: int = 5, memory: int = 512, alarms: Alarms = _USUAL
) -> Callable[[Callable[..., Any]], Authorizer]:
    """Declare the function from which the gateway learns whom a bearer token belongs to."""
    implicit = (Cache, PublicKeys)
    return _decorator(Authorizer, "authorizer", timeout=timeout, memory=memory, alarms=alarms, implicit=implicit)


def _decorator[F: Function](made: type[F], kind: Kind, **options: Any) -> Callable[[Callable[..., Any]], F]:
    return lambda handler: made(describe(handler, kind, **options), handler)
