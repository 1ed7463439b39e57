"""Reactions: a rule on the bus, a queue, a function."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.constructs.exceptions import accept
from cdk.constructs.function import Function, Rollout
from cdk.constructs.queue import Queue
from cdk.platform import Platform
from souk.spec import Spec


class ReactionFunction(Function):
    """A rule on the bus, a queue, a function.

    What the rule could not deliver and what the function gave up wait in the same dead-letter queue: both are the
    event as the bus sent it, and both go back through the same queue.
    """

    def __init__(
        self,
        scope: Construct,
        *,
        spec: Spec,
        platform: Platform,
        layers: list[lambda_.LayerVersion],
        rollout: Rollout | None,
    ) -> None:
        name = platform.name_of(spec)
        place = Construct(scope, f"{spec.id}-queues")
        dead_letters = Queue(place, f"{name}-dead-letters", platform=platform)
        # Lambda may hold a message for six timeouts while it retries a throttled call (AWS's own advice).
        visibility = cdk.Duration.seconds(6 * spec.timeout)
        queue = Queue(place, name, platform=platform, dead_letters=dead_letters, visibility=visibility)
        reading = iam.PolicyStatement(
            actions=[
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:ChangeMessageVisibility",
            ],
            resources=[queue.queue_arn],
        )
        super().__init__(
            scope,
            spec=spec,
            platform=platform,
            layers=layers,
            rollout=rollout,
            more_rights=(reading,),
        )
        source = lambda_.EventSourceMapping(
            self,
            "Source",
            target=self.target,
            event_source_arn=queue.queue_arn,
            batch_size=10,
            report_batch_item_failures=True,
        )
        accept(
            source,
            "What failed goes to the queue's own dead letters.",
            "Serverless-LambdaEventSourceMappingDestination",
        )
        events.Rule(
            self,
            "Rule",
            rule_name=name,
            description=spec.summary,
            event_bus=platform.bus,
            event_pattern=events.EventPattern(
                source=sorted({event.source for event in spec.events}),
                detail_type=sorted({event.name for event in spec.events}),
            ),
            targets=[targets.SqsQueue(queue, dead_letter_queue=dead_letters)],
        )
        self.alarms.watch_queue(queue)
        self.alarms.watch_dead_letters(dead_letters)
