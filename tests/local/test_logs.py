"""Log lines are found as they are written, and written for a person."""

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from local.desk import Desk
from local.logs import follow, lines, readable
from local.places import ROOT
from local.servers import ServerFailed
from souk import registry


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "functions.log"


def append(log: Path, text: str) -> None:
    with log.open("a") as file:
        file.write(text)


def test_lines_of_the_past_are_found_and_then_the_new_ones(log: Path) -> None:
    log.with_suffix(".log.1").write_text("souk-local-a\tone\n")
    log.write_text("souk-local-b\ttwo\n")

    found = lines(log)

    assert list(islice(found, 2)) == [("a", "one"), ("b", "two")]
    append(log, "souk-local-a\tthree\n")
    assert next(found) == ("a", "three")


def test_who_follows_from_the_end_finds_new_lines_only(log: Path) -> None:
    log.write_text("souk-local-a\tone\nsouk-local-a\ttwo\n")

    found = lines(log, start=log.stat().st_size)
    append(log, "souk-local-a\tthree\n")

    assert next(found) == ("a", "three")


def test_no_line_is_missed_when_the_file_is_moved_away_and_another_begun(log: Path) -> None:
    log.write_text("souk-local-a\tone\n")
    found = lines(log)
    assert next(found) == ("a", "one")

    append(log, "souk-local-a\ttwo\n")
    log.rename(log.with_suffix(".log.1"))
    log.write_text("souk-local-a\tthree\n")

    assert list(islice(found, 2)) == [("a", "two"), ("a", "three")]


def test_half_a_line_waits_for_its_other_half(log: Path) -> None:
    log.write_text("souk-local-a\tone\nsouk-local-a\ttw")
    found = lines(log)
    assert next(found) == ("a", "one")

    append(log, "o\n")

    assert next(found) == ("a", "two")


def test_a_structured_line_tells_time_function_facts_duration_and_whose_request_it_was() -> None:
    line = (
        '{"level": "INFO", "location": "report:45", "message": "request", "timestamp": "2026-11-20 08:02:11,123+0000",'
        ' "service": "orders", "function": "orders-place-order", "duration_ms": 12.4, "correlation_id": "c-1",'
        ' "route": "POST /api/orders", "status": 201}'
    )

    text = readable("orders-place-order", line, colourful=False)

    assert " ".join(text.split()) == (
        "08:02:11.123 orders-place-order request route=POST /api/orders status=201 12 ms c-1"
    )


def test_a_success_is_shown_without_the_metrics_that_it_carries() -> None:
    line = (
        '{"level": "INFO", "message": "request", "timestamp": "2026-11-20T08:02:11.123+00:00", "service": "orders",'
        ' "correlation_id": "c-1", "function_request_id": "f-1", "cold_start": false, "duration_ms": 12.4,'
        ' "status": 201, "function": "orders-place-order", "Duration": 12.4, "Retried": 1, "_aws": {"Timestamp": 1,'
        ' "CloudWatchMetrics": [{"Namespace": "Souk", "Dimensions": [["function"]], "Metrics": ['
        '{"Name": "Duration", "Unit": "Milliseconds"}, {"Name": "Retried", "Unit": "Count"}]}]}}'
    )

    text = readable("orders-place-order", line, colourful=False)

    assert " ".join(text.split()) == "08:02:11.123 orders-place-order request status=201 12 ms c-1"


def test_a_failure_shows_its_trace_and_its_colour() -> None:
    line = '{"level": "ERROR", "message": "failed", "exception": "Traceback …\\nKeyError: 1"}'

    text = readable("orders-place-order", line, colourful=True)

    assert text.startswith("\033[31m")
    assert "KeyError: 1" in text


def test_a_line_that_is_not_structured_stays_as_it_is() -> None:
    text = readable("ops-relay", "a plain  word", colourful=False)

    assert text.endswith("a plain  word")
    assert "ops-relay" in text


def test_nobody_waits_for_the_lines_of_a_stopped_desk(tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match="`make up` starts it"):
        follow(Desk(tmp_path), None)


def test_every_function_name_is_apart_from_what_it_says() -> None:
    for spec in registry.load(ROOT / "functions").functions:
        for line in ("said", '{"message": "said"}'):
            assert readable(spec.id, line, colourful=False).split() == [spec.id, "said"]


def test_a_reader_who_leaves_early_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)

    left = subprocess.run(
        [sys.executable, "-m", "local", "run"], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False
    )

    os.close(writing)
    assert (left.returncode, left.stderr) == (0, b"")
