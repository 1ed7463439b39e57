"""The API's body: the routes of all operations as API Gateway reads them, without models.

The functions validate; a gateway that did too would answer twice in two ways, and models would not fit: a template
holds 1 MB.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from souk import errors
from souk.spec import Spec

NAME = "token"
CALLER_SECONDS = 60
METHODS = "GET,POST,PUT,PATCH,DELETE,OPTIONS"
HEADERS = "Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Correlation-Id"
EXPOSED = "ETag,Idempotent-Replayed,RateLimit-Limit,RateLimit-Remaining,RateLimit-Reset,Retry-After,X-Correlation-Id"

# What the gateway answers by itself. No route asks for a signature or a key of AWS, so where the gateway misses one
# (the default 4XX when it reads a bearer token as a signature), there is no such route.
PROBLEMS: dict[str, type[errors.Problem]] = {
    "UNAUTHORIZED": errors.Unauthenticated,
    "ACCESS_DENIED": errors.Unauthenticated,
    "AUTHORIZER_FAILURE": errors.Unavailable,
    "AUTHORIZER_CONFIGURATION_ERROR": errors.Unavailable,
    "MISSING_AUTHENTICATION_TOKEN": errors.NotFound,
    "EXPIRED_TOKEN": errors.NotFound,
    "INVALID_SIGNATURE": errors.NotFound,
    "INVALID_API_KEY": errors.NotFound,
    "RESOURCE_NOT_FOUND": errors.NotFound,
    "BAD_REQUEST_PARAMETERS": errors.BadRequest,
    "BAD_REQUEST_BODY": errors.BadRequest,
    "REQUEST_TOO_LARGE": errors.TooLarge,
    "UNSUPPORTED_MEDIA_TYPE": errors.UnsupportedMediaType,
    "THROTTLED": errors.TooManyRequests,
    "QUOTA_EXCEEDED": errors.TooManyRequests,
    "WAF_FILTERED": errors.Forbidden,
    "INTEGRATION_TIMEOUT": errors.TimedOut,
    # A function that has as many environments as it may is one of these, with nothing that would tell it apart.
    "INTEGRATION_FAILURE": errors.Unavailable,
    "API_CONFIGURATION_ERROR": errors.Unavailable,
    "DEFAULT_4XX": errors.NotFound,
    "DEFAULT_5XX": errors.Problem,
}

type Invoke = Callable[[Spec], str]


def body(
    routed: Sequence[Spec], authorizer: Spec, *, title: str, invoke: Invoke, role: str, origins: Sequence[str]
) -> dict[str, Any]:
    """Give the OpenAPI 3.0 document with an integration for all of them; ``invoke`` gives a function's URI."""
    paths: dict[str, dict[str, Any]] = {}
    for spec in routed:
        methods = paths.setdefault(spec.path, {})
        methods[spec.method.lower()] = asked = _operation(spec, invoke(spec), role)
        if spec.method == "GET":
            # RFC 9110, 9.3.2: who reads may also ask for the headers alone.
            methods["head"] = asked | {"operationId": f"{spec.id}-head"}
    if origins:
        for path, methods in paths.items():
            methods["options"] = _preflight(origins, _parameters(path))
    return {
        "openapi": "3.0.1",
        "info": {"title": title, "version": "1"},
        "paths": dict(sorted(paths.items())),
        "components": {"securitySchemes": {NAME: _security(invoke(authorizer), role)}},
        "x-amazon-apigateway-gateway-responses": {
            name: {
                "responseParameters": {f"gatewayresponse.header.{header}": value for header, value in headers.items()},
                "responseTemplates": {"application/json": template},
                "statusCode": status,
            }
            for name, (status, headers, template) in problems(origins).items()
        },
    }


def problems(origins: Sequence[str]) -> dict[str, tuple[str, dict[str, str], str]]:
    """Give the status, headers and template of what the gateway answers by itself: the same problems as ours."""
    given = {
        "Content-Type": "'application/problem+json'",
        "Cache-Control": "'no-store'",
        "X-Content-Type-Options": "'nosniff'",
        "X-Correlation-Id": "context.requestId",
    }
    if origins:
        # A gateway response cannot choose; the first origin is the one that people read it at.
        given["Access-Control-Allow-Origin"] = f"'{origins[0]}'"
    wait = {"Retry-After": "'1'"}
    added = {401: {"WWW-Authenticate": "'Bearer'"}, 429: wait, 503: wait}
    return {
        name: (
            str(problem.status),
            given | added.get(problem.status, {}),
            json.dumps(problem.document() | {"request_id": "$context.requestId"}),
        )
        for name, problem in PROBLEMS.items()
    }


def _operation(spec: Spec, uri: str, role: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": spec.id,
        "parameters": _parameters(spec.path),
        "responses": {},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": uri,
            "credentials": role,
            "passthroughBehavior": "when_no_match",
        },
    }
    return described | ({"security": [{NAME: []}]} if spec.roles else {})


def _parameters(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _security(uri: str, role: str) -> dict[str, Any]:
    return {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": "request",
            "identitySource": "method.request.header.Authorization",
            "authorizerUri": uri,
            "authorizerCredentials": role,
            "authorizerResultTtlInSeconds": CALLER_SECONDS,
        },
    }


def _preflight(origins: Sequence[str], parameters: list[dict[str, Any]]) -> dict[str, Any]:
    """Answer browsers of the configured origins, each by its own name."""
    prefix = "$context.responseOverride.header.Access-Control-"
    lines = [f'#set({prefix}Allow-{name} = "{value}")' for name, value in (("Methods", METHODS), ("Headers", HEADERS))]
    lines += [f'#set({prefix}Max-Age = "600")', f'#set({prefix}Expose-Headers = "{EXPOSED}")']
    known = " || ".join(f'$origin == "{origin}"' for origin in origins)
    template = [
        '#set($origin = $input.params().header.get("Origin"))',
        f"#if({known})",
        f"#set({prefix}Allow-Origin = $origin)",
        *lines,
        "#end",
        '#set($context.responseOverride.header.Vary = "Origin")',
    ]
    integration = {
        "type": "mock",
        "passthroughBehavior": "when_no_match",
        "requestTemplates": {"application/json": json.dumps({"statusCode": 204})},
        "responses": {"default": {"statusCode": "204", "responseTemplates": {"application/json": "\n".join(template)}}},
    }
    return {
        "parameters": parameters,
        "responses": {"204": {"description": "What this origin may ask"}},
        "x-amazon-apigateway-integration": integration,
    }
