"""A desk is known by its folder."""

import os
import subprocess
from pathlib import Path

import pytest

from local.console import card, step
from local.desk import Desk, alone
from local.places import ROOT
from local.servers import ServerFailed


def test_two_desks_share_neither_port_nor_folder(tmp_path: Path) -> None:
    one, two = Desk(tmp_path / "one"), Desk(tmp_path / "two")

    ports = [server.port for desk in (one, two) for server in (desk.postgres, desk.valkey, desk.emulator)]

    assert len(set(ports)) == len(ports)
    assert not {server.directory for server in one.servers} & {server.directory for server in two.servers}


def test_the_deployed_api_is_found_again_by_a_later_command(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.addresses is None

    desk.note("https://5a251a4e.execute-api.us-east-1.amazonaws.com/main/")

    found = Desk(tmp_path).addresses
    assert found is not None
    assert (found.api_host, found.api_path) == ("5a251a4e.execute-api.localhost", "/main")


def test_a_forgotten_desk_keeps_nothing_of_its_shops(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.valkey.start().stop()
    desk.note("https://5a251a4e.execute-api.us-east-1.amazonaws.com/main/")

    desk.forget()

    assert not desk.valkey.directory.exists()
    assert Desk(tmp_path).addresses is None


def test_a_note_of_the_address_that_was_half_written_is_no_note(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.note("https://5a251a4e.execute-api.us-east-1.amazonaws.com/main/")
    note = tmp_path / "addresses.json"
    note.write_text(note.read_text()[:20])

    assert Desk(tmp_path).addresses is None


def test_a_desk_that_finds_its_ports_taken_is_reached_at_others(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    first = desk.note("https://5a251a4e.execute-api.us-east-1.amazonaws.com/main/")
    desk.emulator.port += 1

    desk.note_ports(first)

    found = Desk(tmp_path).addresses
    assert found is not None
    assert (found.emulator, found.api_host) == (desk.emulator.url, first.api_host)


def test_a_second_command_leaves_a_desk_alone_that_is_being_started(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(ServerFailed, match="Another command"), alone(tmp_path):
        pass

    with alone(tmp_path):
        Desk(tmp_path)


def test_a_step_is_said_before_it_is_done_also_where_nobody_reads_along(capsys: pytest.CaptureFixture[str]) -> None:
    with step("deploy") as say:
        assert capsys.readouterr().out == "  … deploy\n"
        say("deployed")

    assert capsys.readouterr().out.startswith("  ✓ deploy")


def test_who_asks_for_another_port_is_told_why_the_desk_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path)
    desk.door.port = 8123

    def said(port: int | None, *, was_open: bool) -> str:
        card(desk, port, was_open=was_open)
        return capsys.readouterr().out.partition("Souk is open at")[0].strip()

    assert said(8199, was_open=True) == "The desk runs already, on port 8123; after `make down` it starts on 8199."
    assert said(8199, was_open=False) == "Port 8199 is taken; the front door is on 8123."
    assert said(None, was_open=True) == said(8123, was_open=True) == said(8123, was_open=False) == ""


def test_a_catalogue_is_loaded_into_the_desk_that_runs_and_into_no_other_server(tmp_path: Path) -> None:
    command = ["make", "import", "CATALOG=none.csv"]

    said = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"SOUK_STATE": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert said.returncode != 0
    assert "The desk is not running" in said.stderr
    assert "none.csv" not in said.stderr
