"""Alarms, derived from what a function declares."""

import re
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.platform import Platform
from souk.spec import Spec

FIVE_MINUTES = cdk.Duration.minutes(5)
WAITED_TOO_LONG = cdk.Duration.minutes(10)


def failed(spec: Spec, *, period: cdk.Duration, label: str | None = None) -> cloudwatch.Metric:
    """Count failures that were answered: a status of 500 or more, a message that goes back to its queue.

    The kit writes it; the platform's own ``Errors`` knows only functions that die.
    """
    return counted("Failed", spec, period=period, label=label)


def counted(name: str, spec: Spec, *, period: cdk.Duration, label: str | None = None) -> cloudwatch.Metric:
    """Sum what a function counts under a name."""
    return cloudwatch.Metric(
        namespace="Souk",
        metric_name=name,
        dimensions_map={"function": spec.id},
        statistic="Sum",
        period=period,
        label=label,
    )


def alarm(
    scope: Construct, what: str, metric: cloudwatch.IMetric, threshold: float, topic: sns.ITopic, **options: Any
) -> cloudwatch.Alarm:
    """Ring when a metric reaches a threshold, and say when it is over."""
    made = cloudwatch.Alarm(
        scope,
        what,
        metric=metric,
        threshold=threshold,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        **options,
    )
    made.add_alarm_action(actions.SnsAction(topic))
    made.add_ok_action(actions.SnsAction(topic))
    return made


class Alarms(Construct):
    """The alarms of one function and of its queues."""

    def __init__(self, scope: Construct, name: str, *, platform: Platform, spec: Spec) -> None:
        super().__init__(scope, name)
        self._name = platform.name_of(spec)
        self._spec = spec
        self._topic = platform.page if spec.alarms.critical else platform.ticket

    def watch_function(self, function: lambda_.IFunction) -> list[cloudwatch.Alarm]:
        """Watch for what the function declares, besides that it fails or dies; give the alarms of the latter two."""
        declared = self._spec.alarms
        died = function.metric_errors(period=FIVE_MINUTES)
        failing = [
            self._alarm("failed", failed(self._spec, period=FIVE_MINUTES), declared.errors),
            self._alarm("errors", died, declared.errors),
        ]
        for name in declared.counts:
            what = re.sub("(?<!^)([A-Z])", r"-\1", name).lower()
            self._alarm(what, counted(name, self._spec, period=FIVE_MINUTES), 1)
        return failing

    def watch_dead_letters(self, queue: sqs.Queue) -> None:
        """Ring when something was given up."""
        self._alarm(
            "dead-letters", queue.metric_approximate_number_of_messages_visible(period=cdk.Duration.minutes(1)), 1
        )

    def watch_queue(self, queue: sqs.Queue) -> None:
        """Ring when the oldest message waits too long."""
        age = queue.metric_approximate_age_of_oldest_message(period=FIVE_MINUTES, statistic="Maximum")
        self._alarm("waiting", age, WAITED_TOO_LONG.to_seconds(), periods=2)

    def _alarm(self, what: str, metric: cloudwatch.Metric, threshold: float, periods: int = 1) -> cloudwatch.Alarm:
        return alarm(
            self,
            what.capitalize(),
            metric,
            threshold,
            self._topic,
            alarm_name=f"{self._name}-{what}",
            alarm_description=f"{self._spec.id}: {self._spec.summary}",
            evaluation_periods=periods,
        )
