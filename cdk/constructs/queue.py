"""Queues, and where messages wait that nobody could handle."""

import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.constructs.exceptions import accept
from cdk.platform import Platform
from souk.queue import ATTEMPTS

KEPT = cdk.Duration.days(14)


class Queue(sqs.Queue):
    """A queue that is encrypted and takes nothing in the clear."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        platform: Platform,
        dead_letters: sqs.Queue | None = None,
        visibility: cdk.Duration | None = None,
    ) -> None:
        super().__init__(
            scope,
            "Queue" if dead_letters else "DeadLetters",
            queue_name=name,
            encryption=sqs.QueueEncryption.KMS if platform.key else sqs.QueueEncryption.SQS_MANAGED,
            encryption_master_key=platform.key,
            enforce_ssl=True,
            retention_period=KEPT,
            visibility_timeout=visibility,
            dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=ATTEMPTS, queue=dead_letters)
            if dead_letters
            else None,
        )
        if dead_letters is None:
            accept(self, "This is where messages end; an alarm rings for each.", "Serverless-SQSRedrivePolicy")
