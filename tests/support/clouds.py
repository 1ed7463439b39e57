"""The places that stand in for AWS: the desk's emulator, LocalStack, and moto in this process."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, override

import boto3
import httpx
from botocore.config import Config
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from local import aws
from souk.event import Event

ATTEMPTS = 3


@dataclass(frozen=True)
class Mailed:
    """A mail as it can be read back."""

    to: list[str]
    subject: str
    text: str | None
    html: str | None


@dataclass(frozen=True)
class Subscription:
    """The queue behind a rule, and where its messages end that nobody could handle."""

    queue: str
    dead_letters: str


class Cloud(ABC):
    """Somewhere that adapters can be pointed at."""

    url: str | None
    account = aws.ACCOUNT

    def settings(self) -> dict[str, str]:
        """Give the environment that points adapters here."""
        return aws.settings(self.url or "")

    def client(self, service: str) -> Any:  # boto3 has no types for its clients
        """Give a boto3 client."""
        return aws.client(service, self.url)

    def files(self) -> Any:
        """Give an S3 client that signs as every region of AWS takes it."""
        return boto3.client("s3", config=Config(signature_version="s3v4"))

    @abstractmethod
    def mails(self, address: str) -> list[Mailed]:
        """Give the mails that were sent to an address, the earliest first."""

    @abstractmethod
    def texts(self, phone: str) -> list[str]:
        """Give the short messages that were sent to a phone, the earliest first."""

    def keep(self, name: str, content: object) -> str:
        """Keep a secret and give its ARN."""
        kept = self.client("secretsmanager").create_secret(Name=name, SecretString=json.dumps(content))
        return str(kept["ARN"])

    def queue(self, name: str, dead_letters: str | None = None) -> str:
        """Make a queue and give its URL."""
        sqs = self.client("sqs")
        redrive = {"maxReceiveCount": ATTEMPTS, "deadLetterTargetArn": self.arn(dead_letters)} if dead_letters else None
        return str(
            sqs.create_queue(QueueName=name, Attributes={"RedrivePolicy": json.dumps(redrive)} if redrive else {})[
                "QueueUrl"
            ]
        )

    def arn(self, queue: str) -> str:
        """Give the ARN of the queue with this URL."""
        found = self.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
        return str(found["Attributes"]["QueueArn"])

    def put_behind(self, name: str) -> Subscription:
        """Make a queue with a dead-letter queue."""
        dead_letters = self.queue(f"{name}-dead-letters")
        return Subscription(self.queue(name, dead_letters), dead_letters)

    def subscribe(self, bus: str, name: str, events: Iterable[type[Event]]) -> Subscription:
        """Make a rule, a queue and a dead-letter queue, as a deployment does for a reaction to these events."""
        kinds = list(events)
        pattern = {
            "source": sorted({kind.source for kind in kinds}),
            "detail-type": sorted({kind.name for kind in kinds}),
        }
        return self._follow(bus, name, pattern)

    def expect(self, bucket: str, name: str, job: str) -> Subscription:
        """Make the queues of a job whose work begins with a file, and let the bucket say what arrives for it."""
        pattern = {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": [bucket]}, "object": {"key": [{"prefix": f"uploads/{job}/"}]}},
        }
        return self._follow("default", name, pattern)

    def bucket(self, name: str) -> None:
        """Make a bucket that says what arrives, as a deployment does."""
        s3 = self.files()
        s3.create_bucket(Bucket=name)
        s3.put_bucket_notification_configuration(
            Bucket=name, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )

    def bucket_url(self, name: str) -> str:
        """Give the address that clients reach a bucket by."""
        return f"{self.url}/{name}"

    def _follow(self, bus: str, name: str, pattern: dict[str, Any]) -> Subscription:
        made = self.put_behind(name)
        rules = self.client("events")
        rules.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern))
        target = {"Id": "queue", "Arn": self.arn(made.queue), "DeadLetterConfig": {"Arn": self.arn(made.dead_letters)}}
        rules.put_targets(Rule=name, EventBusName=bus, Targets=[target])
        return made

    def received(self, queue: str, hidden: int = 30) -> list[dict[str, Any]]:
        """Receive at most ten messages, which stay hidden for so many seconds, without waiting for any."""
        found = self.client("sqs").receive_message(
            QueueUrl=queue,
            MaxNumberOfMessages=10,
            VisibilityTimeout=hidden,
            WaitTimeSeconds=0,
            AttributeNames=["ApproximateReceiveCount"],
        )
        return list(found.get("Messages", []))

    def delete(self, queue: str, message: dict[str, Any]) -> None:
        """Take a message off its queue."""
        self.client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


class Ministack(Cloud):
    """What the desk runs on."""

    def __init__(self, url: str) -> None:
        self.url: str = url

    @override
    def mails(self, address: str) -> list[Mailed]:
        return [
            Mailed(mail["To"], mail["Subject"], mail["BodyText"], mail["BodyHtml"])
            for mails in self._read("ses/messages")["messages"].values()
            for mail in mails
            if address in mail["To"]
        ]

    @override
    def texts(self, phone: str) -> list[str]:
        return [text["Message"] for text in self._read("sns/sms-messages")["sms_messages"].get(phone, [])]

    def _read(self, page: str) -> Any:
        return httpx.get(f"{self.url}/_ministack/{page}").raise_for_status().json()


class LocalStack(Cloud):
    """Its open core, or a full one."""

    def __init__(self, url: str) -> None:
        self.url: str = url

    @override
    def mails(self, address: str) -> list[Mailed]:
        return [
            Mailed(to, mail["Subject"], mail["Body"]["text_part"], mail["Body"]["html_part"])
            for mail in self._read("ses").get("messages", [])
            if address in (to := mail["Destination"]["ToAddresses"])
        ]

    @override
    def texts(self, phone: str) -> list[str]:
        found = self._read(f"sns/sms-messages?accountId={aws.ACCOUNT}&region={aws.REGION}")
        return [text["Message"] for text in found.get("sms_messages", {}).get(phone, [])]

    def _read(self, page: str) -> Any:
        answer = httpx.get(f"{self.url}/_aws/{page}")
        # Its pages are there once their service was used.
        return {} if answer.status_code == HTTPStatus.NOT_FOUND else answer.raise_for_status().json()


class Moto(Cloud):
    """Answers boto3 and requests in this process, and nobody else."""

    url = None
    account = DEFAULT_ACCOUNT_ID

    @override
    def bucket_url(self, name: str) -> str:
        return f"https://{name}.s3.{aws.REGION}.amazonaws.com"

    @override
    def settings(self) -> dict[str, str]:
        return {name: value for name, value in super().settings().items() if not name.startswith("AWS_ENDPOINT_URL")}

    @override
    def mails(self, address: str) -> list[Mailed]:
        return [
            Mailed(to, mail.subject, None, mail.body)
            for mail in ses_backends[DEFAULT_ACCOUNT_ID][aws.REGION].sent_messages
            if address in (to := mail.destinations["ToAddresses"])
        ]

    @override
    def texts(self, phone: str) -> list[str]:
        sent = sns_backends[DEFAULT_ACCOUNT_ID][aws.REGION].sms_messages.values()
        return [text for number, text in sent if number == phone]


def record(message: dict[str, Any], queue: str) -> dict[str, Any]:
    """Make of a received message what Lambda hands to a function."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue,
    }
