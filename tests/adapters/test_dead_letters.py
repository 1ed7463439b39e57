"""A message that nobody could handle ends where somebody looks, and goes back from there."""

from typing import Any

import pytest

from functions.ops.domain.dead_letters import DeadLetters
from souk.errors import NotFound
from souk.queue import Queue
from tests.support.clouds import ATTEMPTS, Cloud, record
from tests.support.conditions import eventually


def given_up(cloud: Cloud, queue: str, body: str) -> None:
    """Send a message and receive it as often as a queue offers it."""
    cloud.client("sqs").send_message(QueueUrl=queue, MessageBody=body)
    for _ in range(ATTEMPTS):
        eventually(lambda: cloud.received(queue, hidden=0))
    assert cloud.received(queue) == []


def test_after_the_last_attempt_a_message_is_in_the_dead_letter_queue(cloud: Cloud, name: str) -> None:
    dead_letters = cloud.queue(f"{name}-dead-letters")
    queue = cloud.queue(name, dead_letters)

    given_up(cloud, queue, "order.paid")

    assert eventually(lambda: [message["Body"] for message in cloud.received(dead_letters)]) == ["order.paid"]


def test_what_was_handled_is_gone_and_what_failed_comes_again(cloud: Cloud, name: str) -> None:
    queue = cloud.queue(name, cloud.queue(f"{name}-dead-letters"))
    sqs = cloud.client("sqs")
    sqs.send_message_batch(QueueUrl=queue, Entries=[{"Id": body, "MessageBody": body} for body in ("good", "bad")])

    seen: set[str] = set()

    def both() -> bool:
        for message in cloud.received(queue):
            seen.add(message["Body"])
            if message["Body"] == "good":
                cloud.delete(queue, message)
            else:
                sqs.change_message_visibility(
                    QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
                )
        return seen == {"good", "bad"}

    eventually(both)

    assert [message["Body"] for message in cloud.received(queue)] == ["bad"]


def test_what_failed_comes_again_when_the_kit_said(cloud: Cloud, name: str) -> None:
    queue = cloud.queue(name, cloud.queue(f"{name}-dead-letters"))
    cloud.client("sqs").send_message(QueueUrl=queue, MessageBody="order.paid")

    def failed(wait: int) -> list[str]:
        records = [record(message, cloud.arn(queue)) for message in cloud.received(queue, hidden=600)]
        if records:
            Queue.open().put_off([(each, wait) for each in records])
        return [each["attributes"]["ApproximateReceiveCount"] for each in records]

    assert eventually(lambda: failed(wait=0)) == ["1"]
    assert eventually(lambda: failed(wait=600)) == ["2"]
    assert cloud.received(queue) == []


def test_a_message_that_is_being_handled_is_hidden(cloud: Cloud, name: str) -> None:
    queue = cloud.queue(name, cloud.queue(f"{name}-dead-letters"))
    cloud.client("sqs").send_message(QueueUrl=queue, MessageBody="order.paid")

    assert len(eventually(lambda: cloud.received(queue))) == 1
    assert cloud.received(queue) == []


def test_dead_letters_are_counted_without_being_received(cloud: Cloud, name: str) -> None:
    dead_letters = cloud.queue(f"{name}-dead-letters")
    given_up(cloud, cloud.queue(name, dead_letters), "order.paid")

    depth = "ApproximateNumberOfMessages"
    found = cloud.client("sqs").get_queue_attributes(QueueUrl=dead_letters, AttributeNames=[depth])

    assert found["Attributes"][depth] == "1"


def test_what_was_given_up_is_sent_back_whole_and_is_offered_anew(cloud: Cloud, name: str) -> None:
    dead_letters = cloud.queue(f"{name}-payments-charge-order-dead-letters")
    queue = cloud.queue(f"{name}-payments-charge-order", dead_letters)
    bodies = {f"order {number} \N{SNOWMAN}" for number in range(23)}
    for body in bodies:
        cloud.client("sqs").send_message(QueueUrl=dead_letters, MessageBody=body)

    stage = DeadLetters(cloud.client("sqs"), name)
    moved = [stage.redrive("payments/charge_order") for _ in range(2)]

    assert moved == [23, 0]

    seen: list[dict[str, Any]] = []

    def all_received() -> bool:
        seen.extend(cloud.received(queue, hidden=600))
        return len(seen) >= 23

    eventually(all_received)
    assert sorted(message["Body"] for message in seen) == sorted(bodies)
    assert {message["Attributes"]["ApproximateReceiveCount"] for message in seen} == {"1"}
    assert cloud.received(dead_letters) == []


def test_a_function_without_a_queue_has_nothing_to_send_back(cloud: Cloud, name: str) -> None:
    with pytest.raises(NotFound):
        DeadLetters(cloud.client("sqs"), name).redrive("orders/place_order")
