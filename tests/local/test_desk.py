"""A desk is known by its folder."""

from pathlib import Path

from local.desk import Desk


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
