"""The queues of jobs, as the relay sends parts to them."""

from functools import cached_property
from typing import Any, ClassVar

from souk import settings
from souk.resources import Resource, Right


class JobQueues(Resource):
    """Amazon SQS, a queue for each job; the setting is the account and what all their names begin with."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_JOB_QUEUES",)
    rights: ClassVar[tuple[Right, ...]] = (Right("sqs:SendMessage", "job-queues"),)

    @cached_property
    def _sqs(self) -> Any:
        import boto3

        return boto3.client("sqs")

    def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        """Send each entry to the queue of its job; give an error, or None, for each."""
        return [self._send(entry["DetailType"], entry["Detail"]) for entry in entries]

    def _send(self, job: str, envelope: str) -> str | None:
        from botocore.exceptions import BotoCoreError, ClientError

        url = f"{self._sqs.meta.endpoint_url}/{settings.get('SOUK_JOB_QUEUES')}{job}"
        try:
            self._sqs.send_message(QueueUrl=url, MessageBody=f'{{"detail": {envelope}}}')
        except (BotoCoreError, ClientError) as error:
            return str(error)
        return None
