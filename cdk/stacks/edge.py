"""What the world sees: CloudFront with the web from S3, pages and the API behind it, under one name."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as route53_targets
from constructs import Construct

from cdk.constructs.bundles import Bundles
from cdk.constructs.exceptions import accept
from cdk.constructs.files import address_of
from cdk.constructs.firewall import KEY_HEADER, EdgeFirewall
from cdk.constructs.uploads import Upload, bucket, known
from cdk.stacks.api import STAGE, ApiStack
from cdk.stage import Edge, Stage
from souk import language
from souk.document import HEADERS, TRANSPORT, address_pattern, policy
from souk.paying import PageScript, scripts_of
from souk.registry import Registry
from souk.spec import Spec

# CloudFront takes certificates and firewalls from this region only.
REGION = "us-east-1"
CONSTRUCTS = Path(__file__).parents[1] / "constructs"
# Documents name what changes, so browsers ask each time; the edge is told of a deployment.
ASKED_EACH_TIME = "public, max-age=0, s-maxage=300"


def language_program() -> str:
    """Give the program that names the language of a page."""
    return _told("language", [language.LANGUAGES, language.COOKIE, language.HEADER])


def shell_program(patterns: Iterable[str]) -> str:
    """Give the program that finds the document of an address, and the status where there is none."""
    return _told("shell", address_pattern(patterns))


def _told(name: str, said: Any) -> str:
    return (CONSTRUCTS / f"{name}.js").read_text().replace("SAID", json.dumps(said))


def pattern(spec: Spec) -> str:
    """Give the paths of a page as CloudFront tells them apart."""
    fixed, place, _ = spec.path.partition("{")
    return f"{fixed}*" if place else fixed


class EdgeStack(cdk.Stack):
    """The distribution, its firewall, its name, and the documents of the web."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        edge: Edge,
        api: ApiStack,
        registry: Registry,
        bundles: Bundles,
        **options: Any,
    ) -> None:
        super().__init__(scope, name, **options)
        written = bucket(self, "Logs", stage)
        firewall = (
            EdgeFirewall(self, "Firewall", stage=stage, firewall=edge.firewall, operations=registry.operations)
            if edge.firewall
            else None
        )
        zone = self._zone(edge)
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=stage.prefix,
            price_class=cloudfront.PriceClass[edge.price_class],
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021 if edge.domain else None,
            domain_names=[edge.domain] if edge.domain else None,
            certificate=self._certificate(edge.domain, zone) if edge.domain else None,
            web_acl_id=firewall.acl.attr_arn if firewall else None,
            log_bucket=written,
            log_file_prefix="edge/",
            **self._behaviors(stage, api, registry, bundles),
        )
        Upload(
            self,
            "Documents",
            stage=stage,
            folder=bundles.web(),
            exclude=["assets"],
            kept=ASKED_EACH_TIME,
            distribution=self.distribution,
        )
        if zone and edge.domain:
            self._name(edge.domain, zone)
        accept(self.distribution, "The market is open to the world.", "AwsSolutions-CFR1")
        if not edge.firewall:
            accept(self.distribution, "The functions limit each address themselves.", "AwsSolutions-CFR2")
        if not edge.domain:
            accept(self.distribution, "CloudFront's own name comes with its own certificate.", "AwsSolutions-CFR4")
        cdk.CfnOutput(self, "WebUrl", value=f"https://{edge.domain or self.distribution.distribution_domain_name}")

    def _behaviors(self, stage: Stage, api: ApiStack, registry: Registry, bundles: Bundles) -> dict[str, Any]:
        """Say what answers where: functions the API and the pages that they render, the bucket everything else."""
        files, hashes = address_of(stage), bundles.policy()
        plain = self._headers("Headers")
        events = (cloudfront.FunctionEventType.VIEWER_REQUEST, cloudfront.FunctionEventType.VIEWER_RESPONSE)
        to_document = self._at_the_edge("Shell", shell_program(hashes["paths"]), *events)
        stored = origins.S3BucketOrigin.with_origin_access_control(known(self, stage))
        # The bucket's own stack lets the distribution in.
        cdk.Annotations.of(self).acknowledge_warning(
            "@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac", "WebStack lets distributions read."
        )
        gateway = self._gateway(api.host, api.key)
        pages = self._pages(gateway, plain)

        def document(name: str, providers: Sequence[PageScript] = ()) -> cloudfront.BehaviorOptions:
            headers = self._headers(name, policy(hashes, files=files, providers=providers))
            return self._stored(stored, headers, to_document)

        checkout = document("CheckoutHeaders", scripts_of(stage.payment_providers))
        return {
            "default_behavior": document("ShellHeaders"),
            "additional_behaviors": {
                "/api/*": self._api_behavior(gateway, plain),
                "/assets/*": self._stored(stored, plain),
                **dict.fromkeys(("/checkout", "/checkout/*"), checkout),
                **dict.fromkeys(sorted({pattern(spec) for spec in registry.pages}), pages),
            },
        }

    def _stored(
        self,
        origin: cloudfront.IOrigin,
        headers: cloudfront.IResponseHeadersPolicy,
        functions: list[cloudfront.FunctionAssociation] | None = None,
    ) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origin,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            response_headers_policy=headers,
            function_associations=functions,
            compress=True,
        )

    def _at_the_edge(
        self, name: str, program: str, *events: cloudfront.FunctionEventType
    ) -> list[cloudfront.FunctionAssociation]:
        code = cloudfront.FunctionCode.from_inline(program)
        function = cloudfront.Function(self, name, code=code, runtime=cloudfront.FunctionRuntime.JS_2_0)
        return [cloudfront.FunctionAssociation(event_type=event, function=function) for event in events]

    def _headers(self, name: str, csp: str | None = None) -> cloudfront.ResponseHeadersPolicy:
        """Say what every answer says, and a document's policy; a rendered page brings its own."""
        sent = HEADERS | TRANSPORT | ({"Content-Security-Policy": csp} if csp else {})
        return cloudfront.ResponseHeadersPolicy(self, name, **_as_cloudfront_takes_them(sent))

    def _gateway(self, host: str, key: cdk.SecretValue | None) -> cloudfront.IOrigin:
        return origins.HttpOrigin(
            host,
            origin_path=f"/{STAGE}",
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            custom_headers={KEY_HEADER: key.unsafe_unwrap()} if key else None,
        )

    def _api_behavior(
        self, origin: cloudfront.IOrigin, headers: cloudfront.IResponseHeadersPolicy
    ) -> cloudfront.BehaviorOptions:
        # Who asks is part of what is kept.
        policy = self._kept("ApiCache", "Authorization", "Origin", "Accept")
        return cloudfront.BehaviorOptions(
            origin=origin,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=policy,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=headers,
            compress=True,
        )

    def _kept(self, name: str, *headers: str) -> cloudfront.CachePolicy:
        """Keep an answer by its address and these headers of the request, as long as it says itself."""
        return cloudfront.CachePolicy(
            self,
            name,
            min_ttl=cdk.Duration.seconds(0),
            default_ttl=cdk.Duration.seconds(0),
            max_ttl=cdk.Duration.hours(1),
            query_string_behavior=cloudfront.CacheQueryStringBehavior.all(),
            header_behavior=cloudfront.CacheHeaderBehavior.allow_list(*headers),
            enable_accept_encoding_gzip=True,
            enable_accept_encoding_brotli=True,
        )

    def _pages(
        self, origin: cloudfront.IOrigin, headers: cloudfront.IResponseHeadersPolicy
    ) -> cloudfront.BehaviorOptions:
        """Keep a page by its address and its language alone: nothing else of who asks reaches the function."""
        kept = self._kept("PageCache", language.HEADER)
        return cloudfront.BehaviorOptions(
            origin=origin,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cache_policy=kept,
            response_headers_policy=headers,
            function_associations=self._at_the_edge(
                "Language", language_program(), cloudfront.FunctionEventType.VIEWER_REQUEST
            ),
            compress=True,
        )

    def _zone(self, edge: Edge) -> route53.IHostedZone | None:
        if not (edge.domain and edge.zone_id):
            return None
        return route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=edge.zone_id, zone_name=edge.domain
        )

    def _certificate(self, domain: str, zone: route53.IHostedZone | None) -> acm.Certificate:
        validation = acm.CertificateValidation.from_dns(zone)
        return acm.Certificate(self, "Certificate", domain_name=domain, validation=validation)

    def _name(self, domain: str, zone: route53.IHostedZone) -> None:
        target = route53.RecordTarget.from_alias(route53_targets.CloudFrontTarget(self.distribution))
        route53.ARecord(self, "Ipv4", zone=zone, target=target)
        route53.AaaaRecord(self, "Ipv6", zone=zone, target=target)
        route53.CfnHealthCheck(
            self,
            "Health",
            health_check_config=route53.CfnHealthCheck.HealthCheckConfigProperty(
                type="HTTPS", fully_qualified_domain_name=domain, resource_path="/api/health", port=443
            ),
        )


def _as_cloudfront_takes_them(headers: Mapping[str, str]) -> dict[str, Any]:
    """Sort headers into those that CloudFront has a field for, and the others."""
    rest = dict(headers)
    age, *flags = rest.pop("Strict-Transport-Security").split("; ")
    csp = rest.pop("Content-Security-Policy", None)
    assert rest.pop("X-Content-Type-Options") == "nosniff"
    known: dict[str, Any] = {
        "content_type_options": {"override": True},
        "frame_options": {
            "frame_option": cloudfront.HeadersFrameOption[rest.pop("X-Frame-Options")],
            "override": True,
        },
        "referrer_policy": {
            "referrer_policy": cloudfront.HeadersReferrerPolicy[rest.pop("Referrer-Policy").upper().replace("-", "_")],
            "override": True,
        },
        "strict_transport_security": {
            "access_control_max_age": cdk.Duration.seconds(int(age.removeprefix("max-age="))),
            "include_subdomains": "includeSubDomains" in flags,
            "override": True,
        },
    }
    if csp:
        known["content_security_policy"] = {"content_security_policy": csp, "override": True}
    others = [{"header": name, "value": value, "override": True} for name, value in rest.items()]
    return {
        "security_headers_behavior": cloudfront.ResponseSecurityHeadersBehavior(**known),
        "custom_headers_behavior": {"custom_headers": others},
    }
