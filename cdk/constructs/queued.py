"""Functions behind a queue."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.constructs import grants
from cdk.constructs.exceptions import accept
from cdk.constructs.function import Function, Rollout
from cdk.constructs.layers import Layers
from cdk.constructs.queue import Queue
from cdk.platform import Platform
from souk.spec import Spec

BATCH = 10


class QueuedFunction(Function):
    """A function behind a queue of its own; what it gives up waits in ``dead_letters``, which have an alarm."""

    def __init__(
        self, scope: Construct, *, spec: Spec, platform: Platform, layers: Layers, rollout: Rollout | None
    ) -> None:
        name = platform.name_of(spec)
        place = Construct(scope, f"{spec.id}-queues")
        self.dead_letters = Queue(place, f"{name}-dead-letters", platform=platform)
        # Lambda may hold a message for six timeouts while it retries a throttled call (AWS's own advice).
        visibility = cdk.Duration.seconds(6 * spec.timeout)
        self.queue = Queue(place, name, platform=platform, dead_letters=self.dead_letters, visibility=visibility)
        reading = iam.PolicyStatement(
            actions=[
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:ChangeMessageVisibility",
            ],
            resources=[self.queue.queue_arn],
        )
        super().__init__(
            scope,
            spec=spec,
            platform=platform,
            layers=layers,
            rollout=rollout,
            more_rights=(reading, *grants.using_the_key(platform)),
        )
        source = lambda_.EventSourceMapping(
            self,
            "Source",
            target=self.target,
            event_source_arn=self.queue.queue_arn,
            batch_size=BATCH,
            report_batch_item_failures=True,
        )
        accept(
            source,
            "What failed goes to the queue's own dead letters.",
            "Serverless-LambdaEventSourceMappingDestination",
        )
        self.alarms.watch_queue(self.queue)
        self.alarms.watch_dead_letters(self.dead_letters)
