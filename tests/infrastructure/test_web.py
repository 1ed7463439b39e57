"""The web at the edge: what answers where, what browsers are told of it, and how it gets there."""

import json
import re
from http.cookies import SimpleCookie
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from cdk.stacks.edge import language_program, shell_program
from souk.document import HEADERS, policy
from souk.paying import SCRIPTS, PageScript
from tests.infrastructure.assembly import Assembly, Resource
from tests.support.languages import ASKED

# AWS, "Use managed cache policies": CachingOptimized.
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"


ANY = re.compile(".*")
CHECKOUT = ("/checkout", "/checkout/*")


def one(assembly: Assembly, kind: str, *words: str) -> Resource:
    """Find the one resource of a type whose name has these words."""
    (found,) = (each for each in assembly.resources(kind) if all(word in each.id for word in words))
    return found


def behaviors(assembly: Assembly) -> dict[str, dict[str, Any]]:
    """Give what the distribution does by paths."""
    behind = one(assembly, "AWS::CloudFront::Distribution").properties["DistributionConfig"]
    return {"*": behind["DefaultCacheBehavior"]} | {each["PathPattern"]: each for each in behind["CacheBehaviors"]}


def origin(assembly: Assembly, path: str) -> dict[str, Any]:
    """Give where requests of a path go."""
    behind = one(assembly, "AWS::CloudFront::Distribution").properties["DistributionConfig"]
    wanted = behaviors(assembly)[path]["TargetOriginId"]
    return next(dict(each) for each in behind["Origins"] if each["Id"] == wanted)


def headers_of(assembly: Assembly, path: str) -> dict[str, str]:
    """Give the headers that an answer to a path is sent with, by their names."""
    name = behaviors(assembly)[path]["ResponseHeadersPolicyId"]["Ref"]
    said = assembly.resource("edge", name).properties["ResponseHeadersPolicyConfig"]
    known = said["SecurityHeadersConfig"]
    transport = known["StrictTransportSecurity"]
    flags = "; includeSubDomains" if transport["IncludeSubdomains"] else ""
    found = {
        "X-Content-Type-Options": "nosniff" if known["ContentTypeOptions"]["Override"] else "",
        "X-Frame-Options": known["FrameOptions"]["FrameOption"],
        "Referrer-Policy": known["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={transport['AccessControlMaxAgeSec']}{flags}",
    }
    found |= {each["Header"]: each["Value"] for each in said["CustomHeadersConfig"]["Items"]}
    if "ContentSecurityPolicy" in known:
        found["Content-Security-Policy"] = known["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    return found


def edge_functions(assembly: Assembly, path: str) -> dict[str, str]:
    """Name the functions that see requests of a path and their answers."""
    associated = behaviors(assembly)[path]["FunctionAssociations"]
    return {one["EventType"]: str(one["FunctionARN"]["Fn::GetAtt"][0]) for one in associated}


def run(program: str, **event: Any) -> dict[str, Any]:
    """Run a function of the edge on a request, or on an answer to it."""
    with MiniRacer() as engine:
        engine.eval(program)
        answer: dict[str, Any] = engine.call("handler", event)
    return answer


def test_pages_and_the_api_come_from_the_gateway_and_everything_else_from_the_bucket(
    account: Assembly, registry: Any
) -> None:
    paths = {f"{spec.path.partition('{')[0]}*" if "{" in spec.path else spec.path for spec in registry.pages}

    assert {"/", "/search", "/products/*", "/robots.txt", "/sitemap.xml"} <= paths
    assert set(behaviors(account)) == {"*", "/api/*", "/assets/*", *CHECKOUT, *paths}
    for path in behaviors(account):
        behind = "CustomOriginConfig" if path in {"/api/*", *paths} else "S3OriginConfig"
        assert behind in origin(account, path), path


def test_every_answer_says_how_it_may_be_treated(account: Assembly) -> None:
    for path in behaviors(account):
        said = headers_of(account, path)

        assert {name: said.get(name) for name in HEADERS} == HEADERS, path
        assert said["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains", path


def test_each_document_has_its_policy_and_a_page_brings_its_own(account: Assembly) -> None:
    said = {path: headers_of(account, path).get("Content-Security-Policy", "") for path in behaviors(account)}

    for path in ("*", *CHECKOUT):
        assert said[path].startswith("default-src 'none'; script-src 'self' 'sha256-ofAScript'"), path
    assert {path for path, allowed in said.items() if allowed} == {"*", *CHECKOUT}


def test_a_provider_is_let_into_the_checkout_alone_where_the_stage_has_one(account: Assembly) -> None:
    let_in = "stripe" in account.stage.payment_providers
    for path in ("*", *CHECKOUT):
        said = headers_of(account, path)["Content-Security-Policy"]

        assert ("stripe.com" in said) is (let_in and path in CHECKOUT), path
        assert ("require-trusted-types-for 'script'; trusted-types 'none'" in said) is ("stripe.com" not in said), path


def test_a_providers_script_comes_from_where_the_policy_lets_it_and_asks_whom_it_has_to() -> None:
    hashes: dict[str, list[str]] = {"scripts": [], "styles": []}
    script = PageScript("", ("https://js.pay.example",), ("https://in.pay.example",), ("https://api.pay.example",), ANY)

    said = dict(one.split(" ", 1) for one in policy(hashes, providers=[script]).split("; "))

    assert said["script-src"] == "'self' https://js.pay.example"
    assert said["frame-src"] == "https://in.pay.example"
    assert said["connect-src"] == "'self' https://api.pay.example"
    assert "pay.example" not in policy(hashes)
    for one in SCRIPTS.values():
        assert "/".join(one.address.split("/")[:3]) in one.scripts


def test_a_page_is_kept_by_its_address_and_its_language_and_nothing_else(account: Assembly) -> None:
    for path in ("/", "/products/*"):
        kept = account.resource("edge", behaviors(account)[path]["CachePolicyId"]["Ref"])
        config = kept.properties["CachePolicyConfig"]
        by = config["ParametersInCacheKeyAndForwardedToOrigin"]

        assert by["HeadersConfig"] == {"HeaderBehavior": "whitelist", "Headers": ["x-souk-language"]}
        assert (by["CookiesConfig"]["CookieBehavior"], by["QueryStringsConfig"]["QueryStringBehavior"]) == (
            "none",
            "all",
        )
        assert (config["MinTTL"], config["DefaultTTL"]) == (0, 0), "the page itself says how long"
        [(event, function)] = edge_functions(account, path).items()
        assert (event, "Language" in function) == ("viewer-request", True)


@pytest.mark.parametrize(("headers", "language"), ASKED)
def test_the_edge_names_the_language_that_the_page_would_choose(headers: dict[str, str], language: str) -> None:
    cookies = {name: {"value": one.value} for name, one in SimpleCookie(headers.get("cookie", "")).items()}
    sent = {name: {"value": value} for name, value in headers.items() if name != "cookie"}

    forged = {"x-souk-language": {"value": "ar"}}
    answer = run(language_program(), request={"uri": "/", "headers": sent | forged, "cookies": cookies})

    assert answer["headers"]["x-souk-language"] == {"value": language}


ADDRESSES = ["/", "/orders", "/orders/:id", "/seller/products", "/checkout", "/checkout/:id"]


@pytest.mark.parametrize(
    ("asked", "given", "status"),
    [
        ("/orders/019a", "/index.html", 200),
        ("/Orders/st.-ives/", "/index.html", 200),
        ("/seller/products", "/index.html", 200),
        ("/checkout", "/checkout.html", 200),
        ("/checkout/", "/checkout.html", 200),
        ("/favicon.svg", "/favicon.svg", 200),
        ("/nowhere", "/404.html", 404),
        ("/orders/1/2", "/404.html", 404),
        ("/checkouts", "/404.html", 404),
        ("/seller", "/404.html", 404),
    ],
)
def test_an_address_is_a_document_and_one_that_no_page_has_is_not_found(asked: str, given: str, status: int) -> None:
    program = shell_program(ADDRESSES)

    assert run(program, request={"uri": asked})["uri"] == given
    for seen in (asked, given):
        answer = run(program, request={"uri": seen}, response={"statusCode": 200, "headers": {}})
        assert answer["statusCode"] == status, seen
        answer = run(program, request={"uri": seen}, response={"statusCode": 304, "headers": {}})
        assert answer["statusCode"] == 304, seen


def test_documents_and_their_answers_pass_the_function_and_files_do_not(account: Assembly) -> None:
    for path in ("*", *CHECKOUT):
        functions = edge_functions(account, path)
        assert functions.keys() == {"viewer-request", "viewer-response"}
        assert all("Shell" in function for function in functions.values())
    assert "FunctionAssociations" not in behaviors(account)["/assets/*"]
    assert behaviors(account)["/assets/*"]["CachePolicyId"] == CACHING_OPTIMIZED


def test_a_deployment_uploads_what_was_built_and_tells_the_edge(account: Assembly) -> None:
    assets, documents = sorted(
        account.resources("Custom::CDKBucketDeployment"), key=lambda each: each.stack, reverse=True
    )

    assert (assets.stack, documents.stack) == ("web", "edge")
    bucket = f"souk-{account.stage.name}-web-{account.stage.account}"
    for upload in (assets, documents):
        assert upload.properties["DestinationBucketName"] == bucket
        assert upload.properties["Prune"] is False, "pages that are kept load what they were built with"
    assert assets.properties["DestinationBucketKeyPrefix"] == "assets"
    assert assets.properties["SystemMetadata"] == {"cache-control": "public, max-age=31536000, immutable"}
    assert documents.properties["SystemMetadata"] == {"cache-control": "public, max-age=0, s-maxage=300"}
    assert documents.properties["DistributionPaths"] == ["/*"]
    assert "Distribution" in json.dumps(documents.properties["DistributionId"])


def test_files_are_there_before_a_page_names_them(account: Assembly) -> None:
    needed = {name: artifact.get("dependencies", []) for name, artifact in account.manifest["artifacts"].items()}

    assert "web" in needed["catalog-pages"]


def test_only_distributions_of_the_account_read_the_bucket(account: Assembly) -> None:
    policies = [each for each in account.resources("AWS::S3::BucketPolicy") if each.stack == "web"]
    statements = [each for one in policies for each in one.properties["PolicyDocument"]["Statement"]]
    readers = [each for each in statements if each["Effect"] == "Allow" and each["Action"] == "s3:GetObject"]

    assert [each["Principal"] for each in readers] == [{"Service": "cloudfront.amazonaws.com"}]
    assert f":{account.stage.account}:distribution/*" in json.dumps(readers[0]["Condition"])
    assert "OriginAccessControlId" in origin(account, "*")


def test_the_desk_has_no_edge(synthesised: Any) -> None:
    assert {"web", "edge"}.isdisjoint(synthesised("local").templates)
