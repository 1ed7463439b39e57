"""What the three do differently stands in docs/emulators.md, as it was found here."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import botocore.auth
import pytest
import requests
from botocore.exceptions import ClientError

from events.orders import OrderPaid
from functions.notifications.domain.channel import Refused
from functions.notifications.domain.channels.email import Mail
from functions.notifications.domain.channels.sms import Sms
from functions.ops.domain.bus import EventBus
from souk import settings
from souk.errors import Unavailable
from tests.adapters.conftest import EVERYWHERE
from tests.support.clouds import Cloud
from tests.support.conditions import eventually

DOCUMENT = Path(__file__).parents[2] / "docs" / "emulators.md"

type Probe = Callable[[Cloud, str], str]

ENTRY = {"Source": "souk.tests", "DetailType": "thing.happened", "Detail": '{"n": 1}'}
LETTER = {"subject.txt": "Subject", "body.txt": "words", "body.html": "<p>page</p>"}


def taken(request: Callable[[], Any]) -> str:
    try:
        request()
    except (ClientError, Refused):
        return "is refused"
    return "is taken"


def queue_of_a_rule(cloud: Cloud, name: str) -> str:
    queue = cloud.queue(name)
    rules, bus = cloud.client("events"), settings.get("SOUK_BUS")
    rules.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps({"source": [ENTRY["Source"]]}))
    rules.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": cloud.arn(queue)}])
    return queue


def empty_detail(cloud: Cloud, name: str) -> str:
    queue = queue_of_a_rule(cloud, name)
    EventBus.open().publish([ENTRY | {"Detail": "{}"}])
    EventBus.open().publish([ENTRY])
    bodies: list[Any] = []

    def arrived() -> bool:
        bodies.extend(json.loads(message["Body"])["detail"] for message in cloud.received(queue))
        return {"n": 1} in bodies

    eventually(arrived)
    arrived()
    return "arrives" if {} in bodies else "is lost"


def broken_detail(cloud: Cloud, name: str) -> str:
    (error,) = EventBus.open().publish([ENTRY | {"Detail": "no JSON"}])
    return f"is refused: `{error}`" if error else "is taken"


def eleven_entries(cloud: Cloud, name: str) -> str:
    return "are refused" if EventBus.open().publish([ENTRY] * 11)[0] else "are taken"


def unknown_bus(cloud: Cloud, name: str) -> str:
    (error,) = EventBus(cloud.client("events"), name).publish([ENTRY])
    return "is refused" if error else "is taken"


def vanished_queue(cloud: Cloud, name: str) -> str:
    here = cloud.subscribe(settings.get("SOUK_BUS"), name, [OrderPaid])
    cloud.client("sqs").delete_queue(QueueUrl=here.queue)
    EventBus.open().publish([ENTRY | {"Source": OrderPaid.source, "DetailType": OrderPaid.name}])
    found = cloud.client("sqs").receive_message(QueueUrl=here.dead_letters, WaitTimeSeconds=1)
    return "is in the rule's dead letters" if found.get("Messages") else "is lost"


def broken_pattern(cloud: Cloud, name: str) -> str:
    # Where it is taken, no rule of its bus hears of anything any more.
    rule = {"Name": name, "EventBusName": settings.get("SOUK_BUS"), "EventPattern": '{"source": "souk.tests"}'}
    return taken(lambda: cloud.client("events").put_rule(**rule))


def long_queue_name(cloud: Cloud, name: str) -> str:
    return taken(lambda: cloud.queue(name.ljust(81, "x")))


def move_task(cloud: Cloud, name: str) -> str:
    dead_letters = cloud.queue(f"{name}-dead-letters")
    cloud.queue(name, dead_letters)
    try:
        cloud.client("sqs").start_message_move_task(SourceArn=cloud.arn(dead_letters))
    except (ClientError, NotImplementedError):
        return "is unknown"
    return "is done"


def stranger(cloud: Cloud, name: str) -> str:
    message = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "words"}}}
    sender, reader = f"{name}@stranger.example", {"ToAddresses": ["ada@example.com"]}
    return taken(lambda: cloud.client("ses").send_email(Source=sender, Destination=reader, Message=message))


def plain_words(cloud: Cloud, name: str) -> str:
    Mail.open().send(f"{name}@example.com", LETTER)
    return "are kept" if cloud.mails(f"{name}@example.com")[0].text == LETTER["body.txt"] else "are lost"


def no_number(cloud: Cloud, name: str) -> str:
    return taken(lambda: Sms.open().send("nonsense", {"sms.txt": "Hello"}))


def long_text(cloud: Cloud, name: str) -> str:
    return taken(lambda: Sms.open().send("+447700900123", {"sms.txt": "x" * 1601}))


def unsigned_secret(cloud: Cloud, name: str) -> str:
    arn = cloud.keep(name, {"password": "x"})
    try:
        return "is answered" if settings.read(arn) else ""
    except Unavailable:
        return "is not answered"


def posted(
    cloud: Cloud, name: str, content: bytes = b"x", expires: int = 600, changes: dict[str, str] | None = None
) -> str:
    s3 = cloud.files()
    s3.create_bucket(Bucket=name)
    conditions: list[Any] = [["content-length-range", 1, 10], {"Content-Type": "text/csv"}]
    signed = s3.generate_presigned_post(
        name, "a.csv", Fields={"Content-Type": "text/csv"}, Conditions=conditions, ExpiresIn=expires
    )
    form = signed["fields"] | (changes or {})
    status = requests.post(signed["url"], data=form, files={"file": ("a.csv", content)}, timeout=10).status_code
    return "is taken" if status == 204 else f"is refused: {status}"


def link(cloud: Cloud, name: str, **shown: str) -> str:
    s3 = cloud.files()
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="a.csv", Body=b"x")
    return str(s3.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "a.csv"} | shown, ExpiresIn=60))


def opened(link: str) -> str:
    status = requests.get(link, timeout=10).status_code
    return "is served" if status == 200 else f"is refused: {status}"


def kept_name(cloud: Cloud, name: str) -> str:
    s3 = cloud.files()
    s3.create_bucket(Bucket=name)
    for content in (b"1", b"2"):
        try:
            s3.put_object(Bucket=name, Key="a.csv", Body=content, IfNoneMatch="*")
        except ClientError as error:
            return f"is refused: `{error.response['Error']['Code']}`"
    return "is written"


def late_link(cloud: Cloud, name: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.auth, "get_current_datetime", lambda: datetime.now(UTC) - timedelta(hours=1))
        late = link(cloud, name)
    return opened(late)


def forged_link(cloud: Cloud, name: str) -> str:
    return opened(re.sub(r"Signature=[^&]+", "Signature=" + "0" * 64, link(cloud, name)))


def shown_name(cloud: Cloud, name: str) -> str:
    answer = requests.get(link(cloud, name, ResponseContentDisposition='attachment; filename="b.csv"'), timeout=10)
    return "is followed" if "b.csv" in answer.headers.get("content-disposition", "") else "is ignored"


PROBES: dict[str, Probe] = {
    "an event whose detail is `{}`": empty_detail,
    "an event whose detail is no JSON": broken_detail,
    "eleven events in one call": eleven_entries,
    "an event for a bus that is not there": unknown_bus,
    "an event for a queue that was deleted": vanished_queue,
    "a rule whose pattern is not one": broken_pattern,
    "a queue's name of 81 characters": long_queue_name,
    "`StartMessageMoveTask`, which empties a dead-letter queue": move_task,
    "a mail from a sender who was not verified": stranger,
    "a mail's plain words beside its HTML": plain_words,
    "an SMS to what is no number": no_number,
    "an SMS of 1,601 characters": long_text,
    "a secret that is asked for over HTTP": unsigned_secret,
    "a presigned upload above its size limit": lambda cloud, name: posted(cloud, name, b"x" * 11),
    "a presigned upload of another content type": lambda c, name: posted(
        c, name, changes={"Content-Type": "text/html"}
    ),
    "a presigned upload after its time": lambda cloud, name: posted(cloud, name, expires=-60),
    "a presigned upload with a forged signature": lambda c, name: posted(
        c, name, changes={"x-amz-signature": "0" * 64}
    ),
    "a presigned download after its time": late_link,
    "a presigned download with a forged signature": forged_link,
    "the file name that a presigned download asks for": shown_name,
    "a second object where there is to be none before": kept_name,
}


def rows() -> dict[str, dict[str, str]]:
    """Read the table: what was tried, and what each of the three did."""
    text = DOCUMENT.read_text().partition("<!-- tried -->")[2].partition("<!-- /tried -->")[0]
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.strip().splitlines()[2:]]
    return {what: dict(zip(EVERYWHERE, found, strict=True)) for what, *found in cells}


@pytest.mark.parametrize("what", PROBES)
def test_the_table_says_what_happens_here(cloud: Cloud, what: str, name: str) -> None:
    assert PROBES[what](cloud, name) == rows()[what][type(cloud).__name__.lower()]


def test_every_row_of_the_table_is_tried() -> None:
    assert list(rows()) == list(PROBES)
