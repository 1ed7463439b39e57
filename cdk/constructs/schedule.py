"""Schedules: a rule that starts a function every so often."""

from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from cdk.constructs import grants
from cdk.constructs.function import Function, Rollout
from cdk.constructs.layers import Layers
from cdk.constructs.queue import Queue
from cdk.platform import Platform
from souk.spec import Spec


class ScheduledFunction(Function):
    """A function that a rule starts every so often."""

    def __init__(
        self, scope: Construct, *, spec: Spec, platform: Platform, layers: Layers, rollout: Rollout | None
    ) -> None:
        name = platform.name_of(spec)
        dead_letters = Queue(Construct(scope, f"{spec.id}-queues"), f"{name}-dead-letters", platform=platform)
        super().__init__(
            scope,
            spec=spec,
            platform=platform,
            layers=layers,
            rollout=rollout,
            more_rights=(grants.allow("sqs:SendMessage", dead_letters.queue_arn), *grants.using_the_key(platform)),
            dead_letters=dead_letters,
        )
        events.Rule(
            self,
            "Rule",
            rule_name=name,
            description=spec.summary,
            schedule=events.Schedule.expression(f"rate({_rate(spec.rate)})"),
            targets=[targets.LambdaFunction(self.target, dead_letter_queue=dead_letters)],
        )
        self.alarms.watch_dead_letters(dead_letters)


def _rate(declared: str) -> str:
    """EventBridge refuses ``1 minutes`` and ``2 minute``."""
    number, unit = declared.split()
    return f"{number} {unit.rstrip('s')}{'' if number == '1' else 's'}"
