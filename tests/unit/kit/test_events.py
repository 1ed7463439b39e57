import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from souk.event import correlation
from souk.ids import uuid7
from tests.support.pots import PotGlazed, PotMade

SAMPLES = Path(__file__).parents[2] / "support" / "samples"


def test_an_envelope_is_read_as_it_was_written() -> None:
    token = correlation.set("a-request")
    event = PotGlazed(pot_id=uuid7(), colour="blue", sequence=7)
    correlation.reset(token)

    again = PotGlazed.open(json.loads(json.dumps(event.envelope())))

    assert again == event
    assert (again.id, again.sequence, again.correlation_id) == (event.id, 7, "a-request")
    assert again.occurred_at == event.occurred_at
    assert again.aggregate_id == str(event.pot_id)


def test_an_envelope_says_what_happened_to_what_and_when() -> None:
    event = PotMade(pot_id=uuid7(), weight=3)

    envelope = event.envelope()

    assert list(envelope) == [
        "id",
        "event",
        "version",
        "timestamp",
        "correlation_id",
        "aggregate_id",
        "sequence",
        "data",
    ]
    assert (envelope["event"], envelope["version"], envelope["sequence"]) == ("pot.made", 1, 1)
    assert envelope["data"] == {"pot_id": str(event.pot_id), "weight": 3}
    assert abs(datetime.now(UTC) - datetime.fromisoformat(envelope["timestamp"])).total_seconds() < 5
    assert PotMade.source == "souk.pots"


@pytest.mark.parametrize("kind", [PotMade, PotGlazed])
def test_a_sample_is_a_whole_envelope(kind: type[PotMade] | type[PotGlazed]) -> None:
    sample = json.loads((SAMPLES / f"{kind.name}.json").read_text())

    assert kind.open(sample).envelope() == sample


def test_a_newer_field_is_ignored_and_a_missing_one_refused() -> None:
    envelope = PotMade(pot_id=uuid7(), weight=3).envelope()

    newer = PotMade.open(envelope | {"data": envelope["data"] | {"maker": "Ada"}})

    assert newer.envelope()["data"] == envelope["data"]
    with pytest.raises(ValidationError):
        PotMade.open(envelope | {"data": {"weight": 3}})
