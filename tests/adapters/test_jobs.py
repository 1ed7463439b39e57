"""Parts of jobs reach the queue of their job, from the relay and from the bucket, in the form that the kit reads."""

import json
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
import requests

from functions.ops.domain.job_queues import JobQueues
from souk import outbox
from souk.files import UploadForms
from souk.settings import get
from souk.work import Work
from tests.support.clouds import Cloud, record
from tests.support.conditions import eventually
from tests.support.world import World


class Nobody:
    """A bus that nothing may be published to."""

    def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        raise AssertionError(f"{entries} went to the bus")


class Knead(Work):
    """Clay to be kneaded."""

    job = "pottery-knead"

    kilos: int


def name_of(job: str) -> str:
    return f"{get('SOUK_BUS')}-{job}"


def received(cloud: Cloud, queue: str) -> dict[str, Any]:
    [message] = eventually(lambda: cloud.received(queue))
    return dict(json.loads(record(message, cloud.arn(queue))["body"])["detail"])


def test_a_part_goes_from_the_outbox_to_the_queue_of_its_job_and_never_to_the_bus(
    cloud: Cloud, database: World
) -> None:
    made = cloud.put_behind(name_of(Knead.job))
    work = Knead(kilos=3)
    with database.tx_as("catalog") as tx:
        tx.enqueue(work)

    with closing(database.connect("ops")) as connection:
        found = [outbox.publish_due(connection, Nobody(), JobQueues.open()) for _ in range(2)]

    part = received(cloud, made.queue)
    assert found == [1, 0]
    assert (part["event"], part["job_id"], part["part"]) == (Knead.job, str(work.id), 1)


def test_a_part_whose_queue_is_not_there_stays(cloud: Cloud, database: World) -> None:
    with database.tx_as("catalog") as tx:
        tx.enqueue(Knead(kilos=3))

    with closing(database.connect("ops")) as connection:
        outbox.publish_due(connection, Nobody(), JobQueues.open())

    with database.tx_as("admin") as tx:
        [left] = tx.rows("SELECT attempts, last_error FROM souk.outbox")
    assert left["attempts"] == 1
    assert left["last_error"]


@pytest.mark.parametrize("there", [True, False], ids=["its own", "another's"])
def test_a_job_hears_of_the_file_that_its_work_waits_for(served: Cloud, there: bool) -> None:
    served.bucket(get("SOUK_FILES_BUCKET"))
    other = served.expect(get("SOUK_FILES_BUCKET"), name_of("other"), "pottery-knead-more")
    made = served.expect(get("SOUK_FILES_BUCKET"), name_of(Knead.job), Knead.job)
    key = f"{Knead.job}/{uuid4()}" if there else f"pottery-knead-more/{uuid4()}"
    form = UploadForms.open().form(key, content_type="text/csv", most=100)

    requests.post(form.url, data=form.fields, files={"file": b"sku\n"}, timeout=10).raise_for_status()

    heard, silent = (made, other) if there else (other, made)
    assert received(served, heard.queue)["object"]["key"] == f"uploads/{key}"
    assert served.received(silent.queue) == []
