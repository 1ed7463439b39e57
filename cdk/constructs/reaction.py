"""Reactions: a rule on the bus, a queue, a function."""

from typing import Any

from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from cdk.constructs.queued import QueuedFunction
from cdk.platform import Platform
from souk.spec import Spec


class ReactionFunction(QueuedFunction):
    """A rule on the bus, a queue, a function.

    What the rule could not deliver and what the function gave up wait in the same dead-letter queue: both are the
    event as the bus sent it, and both go back through the same queue.
    """

    def __init__(self, scope: Construct, *, spec: Spec, platform: Platform, **options: Any) -> None:
        super().__init__(scope, spec=spec, platform=platform, **options)
        events.Rule(
            self,
            "Rule",
            rule_name=self.name,
            description=spec.summary,
            event_bus=platform.bus,
            event_pattern=events.EventPattern(
                source=sorted({event.source for event in spec.events}),
                detail_type=sorted({event.name for event in spec.events}),
            ),
            targets=[targets.SqsQueue(self.queue, dead_letter_queue=self.dead_letters)],
        )
