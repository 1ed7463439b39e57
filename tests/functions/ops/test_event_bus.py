import json
from typing import Any

import boto3
from botocore.exceptions import EndpointConnectionError
from moto import mock_aws

from functions.ops.domain.bus import EventBus


def entry(number: int, size: int = 10) -> dict[str, str]:
    detail = json.dumps({"number": number, "padding": "x" * size})
    return {"Source": "souk.tests", "DetailType": "thing.happened", "Detail": detail}


class Client:
    """Notes what it is called with, and refuses some entries or dies."""

    def __init__(self, refused: int | None = None, dies: bool = False) -> None:
        self.calls: list[list[dict[str, str]]] = []
        self._refused, self._dies = refused, dies

    def put_events(self, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803  (the API's own name)
        self.calls.append(Entries)
        if self._dies:
            raise EndpointConnectionError(endpoint_url="https://events.example")
        numbers = [json.loads(one["Detail"])["number"] for one in Entries]
        return {"Entries": [{"ErrorCode": "Throttled"} if n == self._refused else {"EventId": "1"} for n in numbers]}


def test_small_entries_go_in_one_call_to_our_bus() -> None:
    client = Client()

    errors = EventBus(client, "souk").publish([entry(number) for number in range(10)])

    assert errors == [None] * 10
    assert [len(call) for call in client.calls] == [10]
    assert {one["EventBusName"] for one in client.calls[0]} == {"souk"}


def test_large_entries_are_divided_among_calls_in_their_order() -> None:
    client = Client()

    errors = EventBus(client, "souk").publish([entry(number, size=100_000) for number in range(5)])

    assert errors == [None] * 5
    assert [[json.loads(one["Detail"])["number"] for one in call] for call in client.calls] == [[0, 1], [2, 3], [4]]


def test_a_refused_entry_is_told_apart_from_the_others() -> None:
    errors = EventBus(Client(refused=1), "souk").publish([entry(number, size=100_000) for number in range(4)])

    assert errors == [None, "Throttled", None, None]


def test_when_a_call_fails_all_its_entries_did() -> None:
    errors = EventBus(Client(dies=True), "souk").publish([entry(1), entry(2)])

    assert len(errors) == 2
    assert all(error and "Could not connect" in error for error in errors)


@mock_aws
def test_it_reaches_the_bus_of_its_setting(monkeypatch: Any) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("SOUK_BUS", "souk-test")
    boto3.client("events").create_event_bus(Name="souk-test")

    assert EventBus.open().publish([entry(1)]) == [None]
