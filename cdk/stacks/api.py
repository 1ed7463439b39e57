"""The one door: an API Gateway made of the declarations, one invoke role, access logs, problem responses."""

import json
from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk.constructs import gateway
from cdk.constructs.alarms import alarm
from cdk.constructs.exceptions import accept
from cdk.constructs.firewall import OriginFirewall
from cdk.constructs.secrets import Secrets
from cdk.platform import Platform
from souk.registry import Registry
from souk.spec import Spec

STAGE = "live"
LOGGED = {
    "request_id": "$context.requestId",
    "trace_id": "$context.xrayTraceId",
    "address": "$context.identity.sourceIp",
    "agent": "$context.identity.userAgent",
    "caller": "$context.authorizer.principalId",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "path": "$context.path",
    "status": "$context.status",
    "duration_ms": "$context.responseLatency",
    "function_ms": "$context.integrationLatency",
    "bytes": "$context.responseLength",
    "error": "$context.error.responseType",
    "time": "$context.requestTime",
}
LOGS_POLICY = (
    "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]"
)


class ApiStack(cdk.Stack):
    """The gateway; it names the functions by the rule of their names, so that each service deploys by itself."""

    def __init__(self, scope: Construct, name: str, *, registry: Registry, platform: Platform, **options: Any) -> None:
        super().__init__(scope, name, **options)
        self._platform, stage = platform, platform.stage
        self._role = self._invoke_role()
        body = gateway.body(
            registry.routed,
            registry.authorizer,
            title=stage.prefix,
            invoke=self._uri,
            role=self._role.role_arn,
            origins=stage.origins,
        )
        self.api = apigateway.SpecRestApi(
            self,
            "Api",
            rest_api_name=stage.prefix,
            description="Souk",
            api_definition=apigateway.ApiDefinition.from_inline(body),
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            cloud_watch_role=stage.access_logs,
            deploy_options=self._deployment(),
        )
        self.api.node.add_dependency(self._role)
        if stage.problems_apart:
            self._problems(stage.origins)
        self._alarms()
        self.key: cdk.SecretValue | None = None
        if stage.edge and stage.edge.firewall:
            self.key = self._guard()
        else:
            accept(self.api, "The functions limit each address themselves.", "AwsSolutions-APIG3")
        accept(self.api, "Every function validates what it is sent, once.", "AwsSolutions-APIG2")
        accept(self.api, "Amazon's own policy for writing the gateway's logs.", LOGS_POLICY)
        cdk.CfnOutput(self, "ApiUrl", value=self.api.url)

    @property
    def host(self) -> str:
        """The host name of the API's own endpoint."""
        return f"{self.api.rest_api_id}.execute-api.{self.region}.{self.url_suffix}"

    def _uri(self, spec: Spec) -> str:
        name, alias = self._platform.name_of(spec), self._platform.stage.alias
        function = f"arn:{self.partition}:lambda:{self.region}:{self.account}:function:{name}"
        called = f"{function}:{alias}" if alias else function
        return f"arn:{self.partition}:apigateway:{self.region}:lambda:path/2015-03-31/functions/{called}/invocations"

    def _invoke_role(self) -> iam.Role:
        prefix = self._platform.stage.prefix
        functions = f"arn:{self.partition}:lambda:{self.region}:{self.account}:function:{prefix}-*"
        invoke = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[functions])
        role = iam.Role(
            self,
            "Invoke",
            assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
            inline_policies={"own": iam.PolicyDocument(statements=[invoke])},
        )
        reason = "The gateway reaches the functions of this stage, all of which stand in its document."
        accept(role, reason, f"AwsSolutions-IAM5[Resource::{functions}]")
        return role

    def _deployment(self) -> apigateway.StageOptions:
        stage = self._platform.stage
        options: dict[str, Any] = {"stage_name": STAGE, "tracing_enabled": stage.tracing}
        if stage.access_logs:
            log = logs.LogGroup(
                self,
                "AccessLog",
                log_group_name=f"/souk/{stage.name}/api",
                retention=stage.log_retention,
                encryption_key=self._platform.key,
                removal_policy=cdk.RemovalPolicy.DESTROY,
            )
            options |= {
                "access_log_destination": apigateway.LogGroupLogDestination(log),
                "access_log_format": apigateway.AccessLogFormat.custom(json.dumps(LOGGED)),
                "logging_level": apigateway.MethodLoggingLevel.ERROR,
                "metrics_enabled": True,
                "throttling_rate_limit": 2000,
                "throttling_burst_limit": 1000,
            }
        return apigateway.StageOptions(**options)

    def _problems(self, origins: Sequence[str]) -> None:
        for name, (status, headers, template) in gateway.problems(origins).items():
            self.api.add_gateway_response(
                "".join(part.capitalize() for part in name.split("_")),
                type=apigateway.ResponseType.of(name),
                status_code=status,
                response_headers=headers,
                templates={"application/json": template},
            )
        accept(
            self.api, "The document says the same; this emulator reads only these.", "CloudFormation-Validate::W3660"
        )

    def _alarms(self) -> None:
        minutes = cdk.Duration.minutes(5)
        errors = self.api.metric_server_error(period=minutes, statistic="Sum")
        latency = self.api.metric_latency(period=minutes, statistic="p95")
        watched = (("errors", errors, 5, 1, self._platform.page), ("latency", latency, 200, 3, self._platform.ticket))
        for what, metric, threshold, periods, topic in watched:
            name, title = f"{self._platform.stage.prefix}-api-{what}", f"{what.capitalize()}Alarm"
            alarm(self, title, metric, threshold, topic, alarm_name=name, evaluation_periods=periods)

    def _guard(self) -> cdk.SecretValue:
        """Let nobody in but the edge; give the key it must show, readable where the edge is deployed."""
        stage = self._platform.stage
        secret = Secrets(self, "Secrets", stage=stage, key=None).generated("edge-key", {})
        if self.region != "us-east-1":
            secret.add_replica_region("us-east-1")
        key = secret.secret_value_from_json("password")
        OriginFirewall(self, "Firewall", stage=stage, key=key, resource=self.api.deployment_stage.stage_arn)
        return cdk.SecretValue.secrets_manager(f"{stage.prefix}/edge-key", json_field="password")
