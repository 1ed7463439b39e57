"""An HTTP operation: from an API Gateway event to the response it sends."""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel

from souk import audit, behaviour, idempotency, limits, resources, settings
from souk.cache import Cache, Command
from souk.client import Client
from souk.database import Database, Transaction
from souk.errors import (
    Forbidden,
    InProgress,
    Invalid,
    Problem,
    TooManyRequests,
    Unauthenticated,
)
from souk.event import correlation
from souk.faults import Fault, FieldError
from souk.function import Function
from souk.identity import ADMIN, SELLER, SESSION, SESSION_SECONDS, Caller, PublicKeys, bearer, verify
from souk.incoming import JSON, body_of, expect_json, query_of, read
from souk.logs import segment
from souk.message import Json, RawRequest, Response, Versioned, response_of, storable
from souk.parsing import read_json, read_query
from souk.sqlstate import KeyAwaited, KeyClaimed

_NOT_OF_ITS_KIND = Fault("unfit_id", "This is no {kind}.")
_UNKNOWN = Fault("unknown_parameter", "There is no such parameter.")
_ANOTHER_VERSION = Fault("another_version", "The If-Match header names another version.")
_NO_VERSION = Fault("version_missing", "Say which version was read, here or in an If-Match header.")
_NO_SHOP = Fault("unfit_shop", "This names no shop.")
_SHOP_NEEDED = Fault("shop_missing", "An administrator names the shop.")

_ALWAYS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class _FirstLook(NamedTuple):
    """What Valkey said of a request: whether its session was ended, and what ``look`` found of its answer."""

    session_revoked: bool
    cached: Any


class Operation(Function):
    """A function behind one route of the API."""

    def invoked(self, event: dict[str, Any]) -> dict[str, Any]:
        """Answer one API Gateway proxy event; never raises."""
        began = time.perf_counter()
        request = read(event)
        token = correlation.set(request.correlation_id)
        headers = {**_ALWAYS, "X-Correlation-Id": request.correlation_id}
        try:
            try:
                with segment(self.spec.id):
                    response = self._answer(event, request, headers)
            except Problem as problem:
                response = self._refused(problem, request)
            except Exception:
                self.log_exception()
                response = self._refused(Problem(), request)
            failed = response.status is not None and response.status >= 500
            self.report("request", began, failed=failed, route=self.spec.route, status=response.status)
        finally:
            correlation.reset(token)
        return {
            "statusCode": response.status,
            "headers": headers | _cross_origin(request) | response.headers,
            "body": response.text(),
        }

    def _refused(self, problem: Problem, request: RawRequest) -> Response:
        """Answer what went wrong."""
        headers = {"Content-Type": "application/problem+json"} | problem.headers
        if problem.retry_after is not None:
            headers["Retry-After"] = str(problem.retry_after)
        if isinstance(problem, Unauthenticated):
            headers["WWW-Authenticate"] = "Bearer"
        return Response(Json(json.dumps(problem.body(request.correlation_id))), problem.status, headers)

    def _answer(self, event: dict[str, Any], request: RawRequest, headers: dict[str, str]) -> Response:
        refusal: Unauthenticated | None = None
        caller: Caller | None = None
        try:
            caller = self._caller(event, request)
        except Unauthenticated as problem:
            refusal = problem
        errors: list[FieldError] = []
        path = self._path(request, errors)
        if request.query and self.spec.refuses_parameters:
            errors += self._undeclared(request)
        cached = self.spec.cached
        key = cached.entry.key(**path) if cached and cached.entry and not errors else None
        found = self._first_look(request, key, caller, headers)
        if caller and found.session_revoked:
            caller, refusal = None, Unauthenticated("The session has ended.")
        self._check_role(caller, refusal)
        if self.spec.body:
            expect_json(request.headers)
        if self.spec.reads_body:
            request.body = body_of(event, self.spec.max_body)
        arguments = path | self._arguments(request, caller, errors)
        if cached is None or key is None:
            response = self._finish(self._work(request, caller, arguments, self._shop(request, caller)))
        else:
            make = partial(self._made, request, caller, arguments)
            response = self._finish(Response(resources.get(Cache).fill(key, cached.life, make, found.cached)))
        return _validated(response, request, cached.browser) if cached else response

    def _caller(self, event: dict[str, Any], request: RawRequest) -> Caller | None:
        """Take the claims the gateway's authorizer vouches for, else verify the token ourselves.

        Some emulators do not enforce authorizers, and a public operation has none.
        """
        claims = (event.get("requestContext") or {}).get("authorizer") or {}
        if claims.get("sub"):
            return Caller.of(claims)
        if not self.spec.roles and not self.spec.observed and "caller" not in self.spec.parameters:
            return None
        token = bearer(request.headers)
        return None if token is None else verify(token, resources.get(PublicKeys))

    def _first_look(
        self, request: RawRequest, key: str | None, caller: Caller | None, headers: dict[str, str]
    ) -> _FirstLook:
        """Ask Valkey in one round trip for all that a request needs of it.

        Raises TooManyRequests.
        """
        cache = resources.get(Cache)
        address = request.source_address
        if self.spec.limit:
            counted = self.spec.limit.count(f"{self.spec.id}:{address}")
        elif caller:
            counted = limits.of_stage().count(f"user:{caller.user_id}", among=f"all:{address}")
        else:
            counted = limits.of_stage().count(address)
        commands: dict[str, Command] = {}
        if caller:
            commands["session"] = ("GETEX", SESSION.key(session_id=caller.session_id), "EX", SESSION_SECONDS)
        if self.spec.observed and request.method != "HEAD":
            commands["observed"] = behaviour.command(self.spec.observed, request.path, caller)
        if key is not None:
            commands["cached"] = cache.look(key)
        answered = cache.pipeline(*counted.commands, *commands.values())
        allowance = counted.allowance(cache, answered[: len(counted.commands)])
        answers = dict(zip(commands, answered[len(counted.commands) :], strict=True))
        if allowance:
            headers |= allowance.headers()
            if allowance.retry_after:
                if key is not None:
                    cache.leave(key, answers["cached"])
                raise TooManyRequests(allowance.retry_after)
        return _FirstLook(answers.get("session") == b"revoked", answers.get("cached"))

    def _check_role(self, caller: Caller | None, refusal: Unauthenticated | None) -> None:
        """Refuse who may not do this; a token that is worth nothing stops nobody from what everybody may do."""
        if not self.spec.roles:
            return
        if caller is None:
            raise refusal or Unauthenticated("Send a token: Authorization: Bearer <token>.")
        if not any(role.allows(caller.role) for role in self.spec.roles):
            raise Forbidden("Your role does not allow this.")

    def _path(self, request: RawRequest, errors: list[FieldError]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, kind in self.spec.path_types.items():
            try:
                found[name] = storable(kind(request.path.get(name, "")))
            except ValueError:
                errors.append(_NOT_OF_ITS_KIND.at(name, kind=kind.__name__.lower()))
        return found

    def _undeclared(self, request: RawRequest) -> list[FieldError]:
        """Name the parameters that nothing reads, as a model of the query would; a misspelt one is not passed over."""
        known = {"seller_id"} if self.spec.acts_for_a_shop else set()
        return [_UNKNOWN.at(name) for name in request.query if name not in known]

    def _arguments(self, request: RawRequest, caller: Caller | None, errors: list[FieldError]) -> dict[str, Any]:
        spec = self.spec
        arguments: dict[str, Any] = {}
        named_apart = "seller_id" if spec.acts_for_a_shop else None
        if spec.query is not None:
            with _collecting(errors):
                arguments["query"] = read_query(spec.query, query_of(request, named_apart))
        if spec.body is not None:
            with _collecting(errors):
                arguments["body"] = read_json(spec.body, request.body)
        if spec.reads_version:
            with _collecting(errors):
                arguments["version"] = self._version(request.if_match, arguments.get("body"))
        if spec.reads_client:
            with _collecting(errors):
                arguments["client"] = Client.of(request.headers)
        if errors:
            raise Invalid(*errors)
        if "caller" in spec.parameters:
            arguments["caller"] = caller
        if "request" in spec.parameters:
            arguments["request"] = request
        return arguments

    def _version(self, header: int | None, body: Versioned | None) -> int | None:
        """Give the version that the header or the body names.

        Raises Invalid when they name two, or none where one is needed.
        """
        named = {header, body.version if body else None} - {None}
        if len(named) > 1:
            raise Invalid(_ANOTHER_VERSION.at("version"))
        if not named and body and self.spec.needs_version:
            raise Invalid(_NO_VERSION.at("version"))
        return next(iter(named), None)

    def _shop(self, request: RawRequest, caller: Caller | None) -> UUID | None:
        """Give the shop that is acted for: a seller's own, or the one that an administrator names in the query.

        Raises Invalid when an administrator names none, Forbidden when a seller names another or any other role asks.
        """
        if not self.spec.acts_for_a_shop:
            return None
        named = request.query.get("seller_id") or [""]
        try:
            (seller_id,) = [UUID(text) if text else None for text in named]
        except ValueError:
            raise Invalid(_NO_SHOP.at("seller_id")) from None
        if caller and caller.role is SELLER and seller_id in (None, caller.seller):
            return caller.seller
        if caller and caller.role is ADMIN:
            if seller_id is None:
                raise Invalid(_SHOP_NEEDED.at("seller_id"))
            return seller_id
        raise Forbidden("You act for another shop.")

    def _work(
        self, request: RawRequest, caller: Caller | None, arguments: dict[str, Any], seller_id: UUID | None
    ) -> Response:
        if not self._transactional:
            return response_of(self.run(arguments))
        path = {name: str(arguments[name]) for name in self.spec.path_types}
        key = self._key(request, caller, path, seller_id) if self.spec.idempotent else None

        def once(tx: Transaction) -> Response:
            if key:
                idempotency.claim(tx, key)
            if self.spec.audited and caller and caller.role is ADMIN:
                audit.begin(tx, caller, self.spec.id, path | _sought(arguments.get("query")))
            response = response_of(self.run_in(tx, arguments))
            if key:
                response.status = response.status or self._status(response)
                idempotency.answered(tx, key, response)
            return response

        database = resources.get(Database)
        only_reads = self.spec.method == "GET" and not self.spec.audited and not seller_id
        if key is None:
            return database.read(once) if only_reads else database.write(once, seller_id)
        try:
            return database.write(once, seller_id)
        except KeyClaimed:
            return database.read(partial(idempotency.replayed, key=key))
        except KeyAwaited as error:
            raise InProgress(retry_after=1) from error

    def _key(
        self, request: RawRequest, caller: Caller | None, path: dict[str, str], seller_id: UUID | None
    ) -> idempotency.IdempotencyKey:
        return idempotency.IdempotencyKey(
            caller=str(caller.user_id) if caller else request.source_address,
            operation=self.spec.id,
            key=idempotency.key_of(request.headers),
            fingerprint=idempotency.fingerprint(json.dumps(path), str(seller_id), request.body),
        )

    def _made(self, request: RawRequest, caller: Caller | None, arguments: dict[str, Any]) -> Json:
        return Json(self._work(request, caller, arguments, None).text())

    def _status(self, response: Response) -> int:
        return 204 if response.body is None else self.spec.status

    def _finish(self, response: Response) -> Response:
        status = response.status or self._status(response)
        if response.body is None:
            return Response(None, status, response.headers)
        typed = {"Content-Type": self.spec.produces or JSON} | response.headers
        return Response(Json(response.text()), status, typed)


def _cross_origin(request: RawRequest) -> dict[str, str]:
    """Let our own pages read the answer, and let caches know that it depends on who asks."""
    ours = settings.get("SOUK_CORS_ORIGINS", "")
    origin = request.headers.get("origin")
    allowed = {"Access-Control-Allow-Origin": origin} if origin and origin in ours.split(",") else {}
    return allowed | ({"Vary": "Origin"} if ours else {})


def _sought(query: BaseModel | None) -> dict[str, str]:
    """Give what a look-up names, which is as much its subject as what stands in the path."""
    named = query.model_dump(mode="json", exclude_defaults=True) if query else {}
    return {name: str(value) for name, value in named.items()}


@contextmanager
def _collecting(errors: list[FieldError]) -> Iterator[None]:
    """Go on after fields that do not fit, so that an answer names them all."""
    try:
        yield
    except Invalid as invalid:
        errors += invalid.errors


def _validated(response: Response, request: RawRequest, browser: str) -> Response:
    """Add the validators that let a client keep the answer, and answer 304 to one that has it."""
    if response.status != 200:
        return response
    tag = f'"{hashlib.blake2b(response.text().encode(), digest_size=12).hexdigest()}"'
    headers = response.headers | {"ETag": tag, "Cache-Control": browser}
    offered = request.headers.get("if-none-match")
    if offered and {tag, "*"} & {candidate.strip().removeprefix("W/") for candidate in offered.split(",")}:
        return Response(None, 304, headers)
    return Response(response.body, response.status, headers)
