"""Dashboards, saved queries, and word of what changed."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk.constructs.alarms import failed
from cdk.constructs.exceptions import accept
from cdk.platform import Platform
from souk.registry import Registry
from souk.spec import Spec

FIVE_MINUTES = cdk.Duration.minutes(5)


class ObservabilityStack(cdk.Stack):
    """One dashboard for the whole, one per service; everything by name, so that it stands by itself."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        registry: Registry,
        platform: Platform,
        **options: Any,
    ) -> None:
        super().__init__(scope, name, **options)
        self._platform = platform
        prefix = platform.stage.prefix
        cloudwatch.Dashboard(self, "Overview", dashboard_name=prefix, widgets=self._overview(registry))
        for service in registry.services:
            specs = [spec for spec in registry.functions if spec.service == service]
            cloudwatch.Dashboard(
                self, service.capitalize(), dashboard_name=f"{prefix}-{service}", widgets=self._service(specs)
            )
        self._queries(registry)
        self._news()

    def _overview(self, registry: Registry) -> list[list[cloudwatch.IWidget]]:
        api = {"ApiName": self._platform.stage.prefix, "Stage": "live"}
        gateway = [
            self._graph("Requests", [self._metric("AWS/ApiGateway", "Count", api, "Sum")]),
            self._graph(
                "Errors",
                [self._metric("AWS/ApiGateway", name, api, "Sum") for name in ("4XXError", "5XXError")],
            ),
            self._graph(
                "Latency", [self._metric("AWS/ApiGateway", "Latency", api, word) for word in ("p50", "p95", "p99")]
            ),
        ]
        database = {"DBInstanceIdentifier": self._platform.stage.prefix}
        cache = {"CacheClusterId": f"{self._platform.stage.prefix}-001"}
        data = [
            self._graph(
                "Database",
                [
                    self._metric("AWS/RDS", name, database, "Average")
                    for name in ("CPUUtilization", "DatabaseConnections", "ReadLatency", "WriteLatency")
                ],
            ),
            self._graph(
                "Cache",
                [
                    self._metric("AWS/ElastiCache", name, cache, "Average")
                    for name in ("EngineCPUUtilization", "CacheHits", "CacheMisses", "Evictions")
                ],
            ),
            self._graph("Waiting", [self._depth(spec) for spec in registry.queued]),
        ]
        return [gateway, data]

    def _service(self, specs: list[Spec]) -> list[list[cloudwatch.IWidget]]:
        rows: list[list[cloudwatch.IWidget]] = [
            [
                self._graph("Calls", [self._function(spec, "Invocations", "Sum") for spec in specs]),
                self._graph("Failed", [failed(spec, period=FIVE_MINUTES, label=spec.name) for spec in specs]),
                self._graph("Died", [self._function(spec, "Errors", "Sum") for spec in specs]),
                self._graph("Duration p95", [self._function(spec, "Duration", "p95") for spec in specs]),
            ]
        ]
        queued = [spec for spec in specs if spec.kind in ("reaction", "job")]
        if queued:
            waiting = [self._depth(spec) for spec in queued]
            given_up = [self._depth(spec, "-dead-letters") for spec in queued]
            rows.append([self._graph("Waiting", waiting), self._graph("Given up", given_up)])
        return rows

    def _queries(self, registry: Registry) -> None:
        prefix = self._platform.stage.prefix
        groups = [f"/aws/lambda/{self._platform.name_of(spec)}" for spec in registry.functions][:50]
        saved = {
            "Failures": "fields @timestamp, function, message, exception | filter level = 'ERROR'",
            "One request": "fields @timestamp, function, message | filter correlation_id = 'put it here'",
            "Slowest": "stats pct(duration_ms, 95) as p95, count() as calls by function | sort p95 desc",
        }
        for name, text in saved.items():
            logs.CfnQueryDefinition(
                self, name.replace(" ", ""), name=f"{prefix}/{name}", query_string=text, log_group_names=groups
            )

    def _news(self) -> None:
        prefix = self._platform.stage.prefix
        topic = f"arn:{self.partition}:sns:{self.region}:{self.account}:{prefix}-info"
        informed = sns.Topic.from_topic_arn(self, "Info", topic)
        heard = {
            "Rollouts": events.EventPattern(
                source=["aws.codedeploy"], detail={"application": events.Match.prefix(f"{prefix}-")}
            ),
            "Deployments": events.EventPattern(
                source=["aws.cloudformation"],
                detail_type=["CloudFormation Stack Status Change"],
                resources=events.Match.prefix(
                    f"arn:{self.partition}:cloudformation:{self.region}:{self.account}:stack/{prefix}-"
                ),
            ),
            "Database": events.EventPattern(source=["aws.rds"], detail={"SourceIdentifier": [prefix]}),
        }
        for name, pattern in heard.items():
            rule = events.Rule(
                self,
                name,
                rule_name=f"{prefix}-{name.lower()}",
                event_pattern=pattern,
                targets=[targets.SnsTopic(informed)],
            )
            accept(rule, "For information only; what matters has an alarm.", "Serverless-EventBusDLQ")

    def _graph(self, title: str, metrics: list[cloudwatch.IMetric], width: int = 8) -> cloudwatch.IWidget:
        return cloudwatch.GraphWidget(title=title, left=metrics, width=width, height=6)

    def _function(self, spec: Spec, name: str, statistic: str) -> cloudwatch.IMetric:
        return self._metric(
            "AWS/Lambda", name, {"FunctionName": self._platform.name_of(spec)}, statistic, label=spec.name
        )

    def _depth(self, spec: Spec, suffix: str = "") -> cloudwatch.IMetric:
        queue = {"QueueName": self._platform.name_of(spec) + suffix}
        return self._metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", queue, "Maximum", label=spec.id)

    def _metric(
        self, namespace: str, name: str, dimensions: dict[str, str], statistic: str, label: str | None = None
    ) -> cloudwatch.IMetric:
        return cloudwatch.Metric(
            namespace=namespace,
            metric_name=name,
            dimensions_map=dimensions,
            statistic=statistic,
            period=FIVE_MINUTES,
            label=label,
        )
