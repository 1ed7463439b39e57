"""The gateway is the contract: every declared route, and no other."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from souk.spec import Spec
from tests.infrastructure.assembly import Assembly

MEGABYTE = 1_000_000
# Amazon API Gateway Developer Guide, "Gateway response types for API Gateway", and what a client is to make of each: a
# token that does not hold asks for a new one, what is down is asked again, and a way that is not there is none.
RESPONSES = {
    "unauthenticated": "ACCESS_DENIED UNAUTHORIZED",
    "forbidden": "WAF_FILTERED",
    "bad_request": "BAD_REQUEST_BODY BAD_REQUEST_PARAMETERS",
    "not_found": """DEFAULT_4XX EXPIRED_TOKEN INVALID_API_KEY INVALID_SIGNATURE MISSING_AUTHENTICATION_TOKEN
        RESOURCE_NOT_FOUND""",
    "body_too_large": "REQUEST_TOO_LARGE",
    "unsupported_media_type": "UNSUPPORTED_MEDIA_TYPE",
    "rate_limited": "QUOTA_EXCEEDED THROTTLED",
    "internal_error": "DEFAULT_5XX",
    "unavailable": """API_CONFIGURATION_ERROR AUTHORIZER_CONFIGURATION_ERROR AUTHORIZER_FAILURE
        INTEGRATION_FAILURE""",
    "timeout": "INTEGRATION_TIMEOUT",
}


def _both(specs: Iterable[Spec]) -> set[tuple[str, str]]:
    """Give the methods and paths of operations; what is read is also asked for its headers alone."""
    routes = {(spec.method, spec.path) for spec in specs}
    return routes | {("HEAD", path) for method, path in routes if method == "GET"}


def test_the_gateway_has_every_operation_and_nothing_else(assembly: Assembly, registry: Any) -> None:
    body = _body(assembly)

    routes = {(method.upper(), path) for path, methods in body["paths"].items() for method in methods}

    assert routes - {("OPTIONS", path) for path in body["paths"]} == _both(registry.routed)


def test_each_route_calls_the_function_that_declares_it(assembly: Assembly, registry: Any) -> None:
    body = _body(assembly)

    for spec in registry.routed:
        asked = body["paths"][spec.path]
        integration = asked[spec.method.lower()]["x-amazon-apigateway-integration"]
        if spec.method == "GET":
            assert asked["head"]["x-amazon-apigateway-integration"] == integration
        name = f"{assembly.stage.prefix}-{spec.id}"
        called = f"{name}:{assembly.stage.alias}" if assembly.stage.alias else name
        assert json.dumps(integration["uri"]).split(":function:")[1].startswith(f"{called}/invocations"), spec.id
        assert integration["type"] == "aws_proxy"
        assert "Invoke" in json.dumps(integration["credentials"])


def test_each_route_that_needs_a_role_asks_the_authorizer(assembly: Assembly, registry: Any) -> None:
    body = _body(assembly)

    guarded = {
        (method.upper(), path)
        for path, methods in body["paths"].items()
        for method, operation in methods.items()
        if operation.get("security") == [{"token": []}]
    }

    assert guarded == _both(spec for spec in registry.operations if spec.roles)
    authorizer = body["components"]["securitySchemes"]["token"]["x-amazon-apigateway-authorizer"]
    assert f"{assembly.stage.prefix}-{registry.authorizer.id}" in json.dumps(authorizer["authorizerUri"])


def test_a_place_in_a_path_has_one_name(registry: Any) -> None:
    # API Gateway refuses {order_id} and {id} at the same place.
    names: dict[str, set[str]] = defaultdict(set)

    for spec in registry.routed:
        parts = spec.path.split("/")
        for depth, part in enumerate(parts):
            if part.startswith("{"):
                shape = "/".join("{}" if before.startswith("{") else before for before in parts[:depth])
                names[shape].add(part)

    assert {shape: found for shape, found in names.items() if len(found) > 1} == {}


def test_what_the_gateway_refuses_by_itself_is_a_problem_too(assembly: Assembly) -> None:
    answers = _body(assembly)["x-amazon-apigateway-gateway-responses"]

    codes = {name: code for code, names in RESPONSES.items() for name in names.split()}
    assert set(answers) == set(codes)
    for name, answer in answers.items():
        problem = json.loads(answer["responseTemplates"]["application/json"])
        assert {"type", "title", "status", "code", "detail", "request_id"} == set(problem), name
        assert problem["code"] == codes[name], name
        assert answer["statusCode"] == str(problem["status"]), name
        assert (problem["type"], problem["request_id"]) == (
            f"urn:souk:problem:{problem['code']}",
            "$context.requestId",
        ), name
        headers = answer["responseParameters"]
        assert headers["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
        assert headers["gatewayresponse.header.X-Correlation-Id"] == "context.requestId"
        assert ("gatewayresponse.header.Retry-After" in headers) is (problem["status"] in (429, 503)), name


def test_the_gateway_waits_longer_than_any_function_so_that_ours_is_the_answer(assembly: Assembly) -> None:
    """It begins to wait before the function does, which may have to start first."""
    for methods in _body(assembly)["paths"].values():
        for operation in methods.values():
            assert "timeoutInMillis" not in operation["x-amazon-apigateway-integration"]


def test_browsers_of_the_configured_origins_are_answered_and_no_others(synthesised: Any) -> None:
    dev, prod = _body(synthesised("dev")), _body(synthesised("prod"))

    for methods in dev["paths"].values():
        template = json.dumps(methods["options"]["x-amazon-apigateway-integration"]["responses"])
        assert [origin for origin in synthesised("dev").stage.origins if origin not in template] == []
        assert "'*'" not in template
    assert not any("options" in methods for methods in prod["paths"].values())


def test_cookies_are_for_pages_of_the_shop_and_no_other_origin(synthesised: Any) -> None:
    """The header that asks for one passes no preflight, and the edge lets cookies through to the API alone."""
    dev = synthesised("dev")
    asked = [json.dumps(methods["options"]) for methods in _body(dev)["paths"].values()]
    (distribution,) = dev.resources("AWS::CloudFront::Distribution")
    behind = distribution.properties["DistributionConfig"]
    (api,) = (one for one in behind["CacheBehaviors"] if one["PathPattern"] == "/api/*")
    others = [one for one in behind["CacheBehaviors"] if one is not api]

    assert not any("Souk-Client" in one or "Allow-Credentials" in one for one in asked)
    # AWS, "Use managed origin request policies": AllViewerExceptHostHeader, all cookies among it.
    assert api["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    assert not any("OriginRequestPolicyId" in one for one in (behind["DefaultCacheBehavior"], *others))


def test_a_changed_route_makes_a_new_deployment(synthesised: Any) -> None:
    deployments = {
        one.id
        for name in ("local", "dev", "prod")
        for one in synthesised(name).resources("AWS::ApiGateway::Deployment")
    }

    assert len(deployments) == 3


def test_the_template_of_the_api_fits(assembly: Assembly) -> None:
    for name, template in assembly.templates.items():
        assert len(json.dumps(template)) < MEGABYTE * 0.9, name


def test_in_production_only_the_edge_gets_through(synthesised: Any) -> None:
    walls = {one.properties["Scope"]: one.properties for one in synthesised("prod").resources("AWS::WAFv2::WebACL")}

    assert set(walls) == {"CLOUDFRONT", "REGIONAL"}
    assert list(walls["REGIONAL"]["DefaultAction"]) == ["Block"]
    assert "resolve:secretsmanager" in json.dumps(walls["REGIONAL"]["Rules"][0]["Statement"])


def test_a_token_and_an_address_are_let_through_the_edge_as_often_as_the_operations_behind_it_allow(
    synthesised: Any, registry: Any
) -> None:
    own = {spec.path.partition("{")[0]: spec.limit for spec in registry.operations if spec.limit}

    token, others, together, *apart = _rates(synthesised("prod"))

    assert {prefix: (limit.many, limit.seconds) for prefix, limit in own.items()} == {
        rate["ScopeDownStatement"]["ByteMatchStatement"]["SearchString"]: (rate["Limit"], rate["EvaluationWindowSec"])
        for rate in apart
    }
    scopes = [rate["ScopeDownStatement"]["AndStatement"]["Statements"] for rate in (token, others, together)]
    assert [(rate["Limit"], rate["EvaluationWindowSec"]) for rate in (token, others, together)] == [
        (100, 60),
        (100, 60),
        (1000, 60),
    ]
    for scope in scopes:
        assert scope[0]["ByteMatchStatement"]["SearchString"] == "/api/"
        excepted = [one["NotStatement"]["Statement"] for one in scope[1 : len(apart) + 1]]
        assert excepted == [rate["ScopeDownStatement"] for rate in apart]
    assert scopes[1][-1] == {"NotStatement": {"Statement": scopes[0][-1]}}
    assert scopes[0][-1]["SizeConstraintStatement"]["FieldToMatch"] == {"SingleHeader": {"Name": "authorization"}}
    assert [key["Header"]["Name"] for key in token["CustomKeys"]] == ["authorization"]
    assert {rate["AggregateKeyType"] for rate in (others, together, *apart)} == {"IP"}


def test_a_path_with_a_limit_of_its_own_is_the_beginning_of_no_other(registry: Any) -> None:
    own = {spec.path.partition("{")[0]: spec.id for spec in registry.operations if spec.limit}

    assert own
    for prefix, operation in own.items():
        assert {spec.id for spec in registry.operations if spec.path.startswith(prefix)} == {operation}


def test_who_is_too_fast_for_the_edge_gets_the_problem_of_the_kit(synthesised: Any) -> None:
    (wall,) = (
        one.properties
        for one in synthesised("prod").resources("AWS::WAFv2::WebACL")
        if one.properties["Scope"] == "CLOUDFRONT"
    )

    answers = [rule["Action"]["Block"]["CustomResponse"] for rule in wall["Rules"] if "Action" in rule]

    assert len(answers) == len(_rates(synthesised("prod")))
    for answer in answers:
        kept = wall["CustomResponseBodies"][answer["CustomResponseBodyKey"]]
        assert answer["ResponseCode"] == 429
        assert answer["ResponseHeaders"] == [{"Name": "Retry-After", "Value": "60"}]
        assert kept["ContentType"] == "APPLICATION_JSON"
        assert json.loads(kept["Content"]) == {
            "type": "urn:souk:problem:rate_limited",
            "title": "Too Many Requests",
            "status": 429,
            "code": "rate_limited",
            "detail": "The caller is faster than allowed.",
        }


def test_forwarded_addresses_are_believed_only_where_nobody_goes_round_the_edge(assembly: Assembly) -> None:
    guards = [one for one in assembly.resources("AWS::WAFv2::WebACLAssociation") if one.stack == "api"]
    believed = {
        function.properties["Environment"]["Variables"].get("SOUK_TRUSTED_PROXIES")
        for name, function in assembly.functions().items()
        if not name.endswith("-on-deploy")
    }

    assert believed - {None} == {"2" if guards else "0"}


def _rates(assembly: Assembly) -> list[dict[str, Any]]:
    """Give the rate rules of the edge, that of most paths first."""
    (rules,) = (
        one.properties["Rules"]
        for one in assembly.resources("AWS::WAFv2::WebACL")
        if one.properties["Scope"] == "CLOUDFRONT"
    )
    return [rule["Statement"]["RateBasedStatement"] for rule in rules if "RateBasedStatement" in rule["Statement"]]


def _body(assembly: Assembly) -> dict[str, Any]:
    (api,) = assembly.resources("AWS::ApiGateway::RestApi")
    body: dict[str, Any] = api.properties["Body"]
    return body
