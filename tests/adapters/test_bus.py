"""What is published to the bus reaches the queues of the rules that ask for it."""

import json
from typing import Any

from events.orders import OrderPaid, OrderShipped
from events.payments import PaymentCompleted
from functions.ops.domain.bus import EventBus
from souk import settings
from souk.event import Event
from tests.support import bus as catalogued
from tests.support.clouds import Cloud
from tests.support.conditions import eventually


def entry(event: Event) -> dict[str, str]:
    """An event as the relay hands it to the bus."""
    return {"Source": event.source, "DetailType": event.name, "Detail": json.dumps(event.envelope())}


def sample(kind: type[Event]) -> Event:
    return kind.open(json.loads((catalogued.EVENTS / "samples" / f"{kind.name}.json").read_text()))


def arriving(cloud: Cloud, queue: str, number: int) -> list[dict[str, Any]]:
    """Wait for so many messages and give what the bus made of each, in the order of their names."""
    found: list[dict[str, Any]] = []

    def arrived() -> bool:
        for message in cloud.received(queue):
            found.append(json.loads(message["Body"]))
            cloud.delete(queue, message)
        return len(found) >= number

    eventually(arrived)
    return sorted(found, key=lambda body: str(body["detail-type"]))


def test_every_event_there_is_arrives_as_it_was_published(cloud: Cloud, name: str) -> None:
    kinds = catalogued.catalogue().values()
    here = cloud.subscribe(settings.get("SOUK_BUS"), name, kinds)
    samples = sorted((sample(kind) for kind in kinds), key=lambda event: event.name)
    bus = EventBus.open()

    errors = [
        error for at in range(0, len(samples), 10) for error in bus.publish(list(map(entry, samples[at : at + 10])))
    ]

    assert errors == [None] * len(samples)
    arrived = arriving(cloud, here.queue, len(samples))
    assert [(body["source"], body["detail-type"], body["detail"]) for body in arrived] == [
        (event.source, event.name, event.envelope()) for event in samples
    ]


def test_a_rule_takes_its_events_and_no_others(cloud: Cloud, name: str) -> None:
    bus = settings.get("SOUK_BUS")
    both = cloud.subscribe(bus, f"{name}-both", [OrderPaid, PaymentCompleted])
    one = cloud.subscribe(bus, f"{name}-one", [OrderPaid])

    EventBus.open().publish([entry(sample(kind)) for kind in (OrderShipped, PaymentCompleted, OrderPaid)])

    assert {body["detail-type"] for body in arriving(cloud, both.queue, 2)} == {OrderPaid.name, PaymentCompleted.name}
    assert [body["detail-type"] for body in arriving(cloud, one.queue, 1)] == [OrderPaid.name]
    assert cloud.received(both.queue) == cloud.received(one.queue) == []


def test_a_bus_gets_nothing_that_was_published_to_another(cloud: Cloud, name: str) -> None:
    cloud.client("events").create_event_bus(Name=name)
    elsewhere = cloud.subscribe(name, f"{name}-elsewhere", [OrderPaid])
    here = cloud.subscribe(settings.get("SOUK_BUS"), name, [OrderPaid])

    EventBus.open().publish([entry(sample(OrderPaid))])

    assert len(arriving(cloud, here.queue, 1)) == 1
    assert cloud.received(elsewhere.queue) == []


def test_events_too_large_for_one_call_arrive_whole(cloud: Cloud, name: str) -> None:
    here = cloud.subscribe(settings.get("SOUK_BUS"), name, [OrderShipped])
    large = entry(sample(OrderShipped))
    detail = json.loads(large["Detail"])
    detail["data"]["carrier"] = "å" * 100_000

    errors = EventBus.open().publish([large | {"Detail": json.dumps(detail, ensure_ascii=False)}] * 2)

    assert errors == [None, None]
    assert [body["detail"] for body in arriving(cloud, here.queue, 2)] == [detail, detail]
