"""An emulator's Python environment is made once, and anew when it is not what is asked for."""

from pathlib import Path
from typing import override

import pytest

from local.aws import AwsServer
from local.servers import ServerFailed


class Nothing(AwsServer):
    """An emulator that needs no package."""

    health = "/"

    @override
    def command(self) -> list[str]:
        return [str(self.python / "bin" / "python"), "--version"]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nothing:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# nothing\n")
    monkeypatch.setattr(Nothing, "requirements", requirements, raising=False)
    return Nothing(tmp_path / "state", tmp_path / "python")


def test_an_environment_that_is_there_is_left_alone(server: Nothing) -> None:
    server.prepare()
    (server.python / "kept").touch()

    server.prepare()

    assert (server.python / "kept").exists()


def test_an_environment_is_made_anew_for_other_requirements(server: Nothing) -> None:
    server.prepare()
    (server.python / "gone").touch()
    server.requirements.write_text("# nothing else\n")

    server.prepare()

    assert not (server.python / "gone").exists()


def test_an_environment_whose_making_failed_is_made_the_next_time(
    server: Nothing, capfd: pytest.CaptureFixture[str]
) -> None:
    server.requirements.write_text("no such requirement\n")
    with pytest.raises(ServerFailed, match=r"requirements\.txt failed"):
        server.prepare()
    said = capfd.readouterr().err
    server.requirements.write_text("# nothing\n")

    server.prepare()

    assert "no such requirement" in said
    assert (server.python / "bin" / "python").exists()
