"""What functions gave up, in the queues where it waits for somebody."""

from typing import Any, ClassVar, Self

from souk import settings
from souk.errors import NotFound
from souk.resources import Resource, Right


class DeadLetters(Resource):
    """The dead-letter queues of the stage, and the queues that they belong to."""

    rights: ClassVar[tuple[Right, ...]] = (
        Right("sqs:GetQueueUrl", "queues"),
        Right("sqs:ReceiveMessage", "queues"),
        Right("sqs:SendMessage", "queues"),
        Right("sqs:DeleteMessage", "queues"),
    )

    def __init__(self, sqs: Any, prefix: str) -> None:
        self._sqs = sqs
        self._prefix = prefix

    @classmethod
    def open(cls) -> Self:
        """Make the client."""
        import boto3

        return cls(boto3.client("sqs"), f"souk-{settings.get('SOUK_STAGE')}")

    def redrive(self, function: str) -> int:
        """Move the dead letters of a function, such as ``payments/charge_order``, to its queue; give how many.

        One that was sent and not yet deleted when this ends early is sent again by the next call. SQS would do it
        itself (StartMessageMoveTask), the desk's emulator does not (docs/emulators.md), and this is the same for both.

        Raises NotFound.
        """
        name = f"{self._prefix}-{function.replace('/', '-').replace('_', '-')}"
        queue, dead_letters = self._url(name), self._url(f"{name}-dead-letters")
        moved = 0
        while found := self._received(dead_letters):
            for message in found:
                self._sqs.send_message(QueueUrl=queue, MessageBody=message["Body"])
                self._sqs.delete_message(QueueUrl=dead_letters, ReceiptHandle=message["ReceiptHandle"])
            moved += len(found)
        return moved

    def _received(self, queue: str) -> list[dict[str, Any]]:
        # Only a call that waits asks all servers of a queue (Amazon SQS, "Short and long polling").
        answer = self._sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        return list(answer.get("Messages", []))

    def _url(self, queue: str) -> str:
        try:
            return str(self._sqs.get_queue_url(QueueName=queue)["QueueUrl"])
        except self._sqs.exceptions.QueueDoesNotExist as error:
            raise NotFound.of("queue") from error
