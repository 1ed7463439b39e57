"""Call an operation in process, through an API Gateway event made from the registry."""

import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from pydantic import TypeAdapter

from souk import resources
from souk.function import Function
from souk.identity import ADMIN, CUSTOMER, GUEST, SELLER, Caller, Role
from souk.ids import uuid7
from souk.registry import Registry
from souk.spec import Spec
from tests.support import world

_EVERY_PROBLEM = {"type", "title", "status", "code", "request_id", "detail", "errors"}


@dataclass(frozen=True)
class Answer:
    """What an operation answered."""

    status: int
    headers: dict[str, str]
    text: str = field(repr=False)

    @cached_property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.text)

    @property
    def code(self) -> str | None:
        """The code of a problem."""
        is_problem = self.headers.get("Content-Type") == "application/problem+json"
        return self.json["code"] if is_problem else None


def caller(role: Role, user_id: UUID | None = None, seller_id: UUID | None = None) -> Caller:
    """Make somebody with a valid token."""
    return Caller(user_id or uuid7(), role, uuid7(), seller_id)


def guest(user_id: UUID | None = None) -> Caller:
    """Make a guest."""
    return caller(GUEST, user_id)


def customer(user_id: UUID | None = None) -> Caller:
    """Make a customer."""
    return caller(CUSTOMER, user_id)


def seller(seller_id: UUID | None = None, user_id: UUID | None = None) -> Caller:
    """Make a seller."""
    return caller(SELLER, user_id, seller_id or uuid7())


def admin() -> Caller:
    """Make an administrator."""
    return caller(ADMIN)


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """What Lambda says to a function of its invocation."""

    aws_request_id: str = "an-invocation"
    milliseconds: int = 60_000

    def get_remaining_time_in_millis(self) -> int:
        """Give the time that is left."""
        return self.milliseconds


def gateway_event(
    route: str,
    *,
    body: Any = None,
    as_: Caller | None = None,
    token: str | None = None,
    path: dict[str, Any] | None = None,
    query: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
    key: str | None = None,
    address: str = "192.0.2.1",
) -> dict[str, Any]:
    """Make the event that API Gateway sends for a request."""
    method, _, template = route.partition(" ")
    sent = {"Content-Type": "application/json"} | (headers or {})
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"
    if key is not None:
        sent["Idempotency-Key"] = key
    texts = {name: str(value) for name, value in (path or {}).items()}
    many = {k: [_written(one) for one in (v if isinstance(v, list) else [v])] for k, v in (query or {}).items()}
    return {
        "resource": template,
        "path": template.format_map({name: quote(text) for name, text in texts.items()}),
        "httpMethod": method,
        "headers": sent,
        "pathParameters": texts or None,
        "queryStringParameters": {name: values[-1] for name, values in many.items()} or None,
        "multiValueQueryStringParameters": many or None,
        "requestContext": {
            "requestId": str(uuid4()),
            "identity": {"sourceIp": address},
            "authorizer": as_.claims() if as_ else None,
        },
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def call(
    route: str, *, registry: Registry | None = None, handed: dict[str, Any] | None = None, **request: Any
) -> Answer:
    """Send a request to the operation of this route, the product's unless another registry is given.

    The request's parts are those of ``gateway_event``; any other argument is handed in as the resource of the
    parameter of that name. An operation that requires an Idempotency-Key gets a new one, unless ``key`` is given.
    Whatever is answered must be as the contract says.
    """
    function = (registry or world.registry()).operation(route)
    given = {name: request.pop(name) for name in list(request) if name in function.spec.injected} | (handed or {})
    if function.spec.idempotent and "key" not in request:
        request["key"] = str(uuid4())
    return send(function, gateway_event(route, **request), given)


def made(route: str, **request: Any) -> Any:
    """Send a request that must succeed and give its answer's body, read; None when there is none."""
    answer = call(route, **request)
    assert answer.status < 300, answer.text
    return answer.json if answer.text else None


def send(function: Function, event: dict[str, Any], handed: dict[str, Any] | None = None) -> Answer:
    """Send an event as the gateway would; whatever is answered must be as the contract says."""
    sent = invoke(function, event, handed)
    answer = Answer(sent["statusCode"], sent["headers"], sent["body"])
    _hold_to_contract(function.spec, answer)
    return answer


def _hold_to_contract(spec: Spec, answer: Answer) -> None:
    """Compare an answer with what the operation declares of it, from which the contract is made."""
    if spec.kind == "page":
        assert answer.headers.get("Content-Type") in {spec.produces, "application/problem+json", None}
        return
    if answer.code is not None:
        declared = {problem.code: problem for problem in spec.problems}
        assert answer.code in declared, f"{spec.route} does not declare {answer.code}: {answer.text}"
        assert answer.status == declared[answer.code].status
        own = answer.json.keys() - _EVERY_PROBLEM - declared[answer.code].members.keys()
        assert not own, f"{answer.code} does not declare {own}"
        return
    assert answer.status in {spec.status, 204, 304}, f"{spec.route} does not declare {answer.status}"
    if answer.text:
        assert answer.headers["Content-Type"] == (spec.produces or "application/json")
        if spec.result_model:
            _adapter(spec.result_model).validate_json(answer.text, strict=True)


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def invoke(function: Function, event: Any, handed: dict[str, Any] | None = None) -> Any:
    """Invoke a function as Lambda would, in the world of the running test."""
    fakes = {function.spec.injected[name]: fake for name, fake in (handed or {}).items()}
    with resources.replaced({**world.current().resources(function.spec.service), **fakes}):
        return function(event, LambdaContext())
