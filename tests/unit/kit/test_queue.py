"""Putting messages off at Amazon SQS: in one call, and never a reason to fail."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from moto import mock_aws

from souk.queue import Queue


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield


def received(count: int) -> tuple[Any, str, list[dict[str, Any]]]:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="souk-pots")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    for _ in range(count):
        sqs.send_message(QueueUrl=url, MessageBody="{}")
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=300)["Messages"]
    return sqs, url, [{"receiptHandle": one["ReceiptHandle"], "eventSourceARN": arn} for one in messages]


def test_messages_come_back_when_they_are_told_to() -> None:
    sqs, url, records = received(3)

    Queue.open().put_off([(record, 0) for record in records[:2]])

    assert len(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 2


def test_a_message_that_cannot_be_put_off_keeps_the_queues_own_time_out(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqs, url, (record,) = received(1)
    queue = Queue.open()

    queue.put_off([({**record, "receiptHandle": "unknown"}, 0)])
    monkeypatch.setattr(queue._sqs, "change_message_visibility_batch", _no_answer)
    queue.put_off([(record, 0)])

    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    assert [line.message for line in caplog.records if line.levelname == "ERROR"] == [
        "put_off_refused",
        "put_off_failed",
    ]


def _no_answer(**_: Any) -> None:
    raise EndpointConnectionError(endpoint_url="https://sqs")
