"""What the world sees: CloudFront with the web from S3 and the API behind it, under one name."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as route53_targets
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk.constructs.exceptions import accept
from cdk.constructs.files import address_of
from cdk.constructs.firewall import KEY_HEADER, EdgeFirewall
from cdk.stacks.api import STAGE, ApiStack
from cdk.stage import Edge, Stage
from souk.registry import Registry

# CloudFront takes certificates and firewalls from this region only.
REGION = "us-east-1"
POLICY = (
    "default-src 'self'; connect-src 'self' {files}; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
# Every path without a dot belongs to the single page; the browser's router reads it.
TO_INDEX = """
function handler(event) {
  var request = event.request;
  if (!request.uri.includes('.')) request.uri = '/index.html';
  return request;
}
"""


class EdgeStack(cdk.Stack):
    """The distribution, its bucket, its firewall, its name."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        edge: Edge,
        api: ApiStack,
        registry: Registry,
        **options: Any,
    ) -> None:
        super().__init__(scope, name, **options)
        written = self._bucket("Logs", stage)
        self.web = self._bucket("Web", stage, log_bucket=written)
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
            default_root_object="index.html",
            domain_names=[edge.domain] if edge.domain else None,
            certificate=self._certificate(edge.domain, zone) if edge.domain else None,
            web_acl_id=firewall.acl.attr_arn if firewall else None,
            log_bucket=written,
            log_file_prefix="edge/",
            default_behavior=self._web_behavior(stage),
            additional_behaviors={"/api/*": self._api_behavior(api.host, api.key)},
        )
        if zone and edge.domain:
            self._name(edge.domain, zone)
        accept(self.distribution, "The market is open to the world.", "AwsSolutions-CFR1")
        if not edge.firewall:
            accept(self.distribution, "The functions limit each address themselves.", "AwsSolutions-CFR2")
        if not edge.domain:
            accept(self.distribution, "CloudFront's own name comes with its own certificate.", "AwsSolutions-CFR4")
        cdk.CfnOutput(self, "WebUrl", value=f"https://{edge.domain or self.distribution.distribution_domain_name}")
        cdk.CfnOutput(self, "WebBucket", value=self.web.bucket_name)
        cdk.CfnOutput(self, "DistributionId", value=self.distribution.distribution_id)

    def _bucket(self, name: str, stage: Stage, *, log_bucket: s3.IBucket | None = None) -> s3.Bucket:
        logs = log_bucket is None
        bucket = s3.Bucket(
            self,
            name,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            versioned=not logs,
            object_ownership=s3.ObjectOwnership.OBJECT_WRITER if logs else None,
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(90))] if logs else None,
            server_access_logs_bucket=log_bucket,
            server_access_logs_prefix="web/" if log_bucket else None,
            removal_policy=cdk.RemovalPolicy.RETAIN if stage.retain else cdk.RemovalPolicy.DESTROY,
        )
        if logs:
            accept(bucket, "These are the logs.", "AwsSolutions-S1")
        return bucket

    def _web_behavior(self, stage: Stage) -> cloudfront.BehaviorOptions:
        to_index = cloudfront.Function(
            self,
            "ToIndex",
            code=cloudfront.FunctionCode.from_inline(TO_INDEX),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(self.web),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            response_headers_policy=self._headers(stage),
            function_associations=[
                cloudfront.FunctionAssociation(
                    function=to_index, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
                )
            ],
            compress=True,
        )

    def _headers(self, stage: Stage) -> cloudfront.ResponseHeadersPolicy:
        year = cdk.Duration.days(365)
        return cloudfront.ResponseHeadersPolicy(
            self,
            "Headers",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy={
                    "content_security_policy": POLICY.format(files=address_of(stage)),
                    "override": True,
                },
                content_type_options={"override": True},
                frame_options={"frame_option": cloudfront.HeadersFrameOption.DENY, "override": True},
                referrer_policy={
                    "referrer_policy": cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
                    "override": True,
                },
                strict_transport_security={
                    "access_control_max_age": year,
                    "include_subdomains": True,
                    "override": True,
                },
            ),
        )

    def _api_behavior(self, host: str, key: cdk.SecretValue | None) -> cloudfront.BehaviorOptions:
        # What may be kept, and for how long, each answer says itself; who asks is part of what is kept.
        policy = cloudfront.CachePolicy(
            self,
            "ApiCache",
            min_ttl=cdk.Duration.seconds(0),
            default_ttl=cdk.Duration.seconds(0),
            max_ttl=cdk.Duration.hours(1),
            query_string_behavior=cloudfront.CacheQueryStringBehavior.all(),
            header_behavior=cloudfront.CacheHeaderBehavior.allow_list("Authorization", "Origin", "Accept"),
            enable_accept_encoding_gzip=True,
            enable_accept_encoding_brotli=True,
        )
        return cloudfront.BehaviorOptions(
            origin=origins.HttpOrigin(
                host,
                origin_path=f"/{STAGE}",
                protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
                origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
                custom_headers={KEY_HEADER: key.unsafe_unwrap()} if key else None,
            ),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=policy,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
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
