"""The queue before a function: when what failed is delivered again, and how often."""

import random
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from souk.logs import logger
from souk.resources import Resource

# With the growing waits this is a quarter of an hour, which most outages do not outlast.
ATTEMPTS = 10
FIRST_WAIT_SECONDS = 2
LONGEST_WAIT_SECONDS = 600


class Queue(Resource):
    """Puts messages off that could not be handled."""

    def put_off(self, failed: Sequence[tuple[dict[str, Any], int]]) -> None:
        """Hide each record of a batch for so many seconds more, at most 12 hours.

        When SQS cannot be asked they come back after the queue's own visibility timeout.
        """
        account, name = failed[0][0]["eventSourceARN"].split(":")[-2:]
        entries = [
            {"Id": str(index), "ReceiptHandle": record["receiptHandle"], "VisibilityTimeout": seconds}
            for index, (record, seconds) in enumerate(failed)
        ]
        try:
            url = f"{self._sqs.meta.endpoint_url}/{account}/{name}"
            answer = self._sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries)
        except Exception:
            logger().exception("put_off_failed", extra={"queue": name})
        else:
            if refused := answer.get("Failed"):
                logger().error("put_off_refused", extra={"queue": name, "reason": refused[0]["Code"]})

    @cached_property
    def _sqs(self) -> Any:
        """Import boto3, which Lambda brings and which costs 370 ms, only where something failed."""
        import boto3
        from botocore.config import Config

        return boto3.client("sqs", config=Config(connect_timeout=2, read_timeout=2, retries={"total_max_attempts": 2}))


def backoff(attempt: int) -> int:
    """Give the seconds until the next delivery: 2, 4, 8 … up to 600, with the later half of each left to chance.

    What fails together would otherwise come back together, see "Equal Jitter" in Amazon's "Exponential Backoff And
    Jitter", https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/.
    """
    longest = min(FIRST_WAIT_SECONDS * 2 ** (attempt - 1), LONGEST_WAIT_SECONDS)
    return random.randint(longest // 2, longest)  # noqa: S311  (no secret)
