import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from local.servers import free_port
from souk import settings
from souk.errors import Unavailable

ARN = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:souk/orders"


class Keeper(BaseHTTPRequestHandler):
    """Answers for Secrets Manager as the emulator does, and for the extension as Lambda does."""

    asked: list[dict[str, Any]]
    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer({"target": self.headers["X-Amz-Target"], "secret": body["SecretId"]})

    def do_GET(self) -> None:
        self._answer({"path": self.path, "token": self.headers["X-Aws-Parameters-Secrets-Token"]})

    def _answer(self, asked: dict[str, Any]) -> None:
        self.asked.append(asked)
        answer = json.dumps({"SecretString": json.dumps({"password": f"number {len(self.asked)}"})}).encode()
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Keeper]]:
    class ThisKeeper(Keeper):
        """One for this test alone."""

    ThisKeeper.asked = []
    settings.forget()
    monkeypatch.setenv("SOUK_DATABASE_SECRET", ARN)
    with ThreadingHTTPServer(("127.0.0.1", 0), ThisKeeper) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", str(server.server_port))
        yield ThisKeeper
        server.shutdown()
        thread.join()
    settings.forget()


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(LookupError, match="SOUK_NOBODY_SETS_THIS"):
        settings.get("SOUK_NOBODY_SETS_THIS")

    assert settings.get("SOUK_NOBODY_SETS_THIS", "a default") == "a default"


def test_a_secret_may_be_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.json"
    file.write_text('{"password": "from a file"}')
    monkeypatch.setenv("SOUK_DATABASE_SECRET", str(file))

    assert settings.secret("SOUK_DATABASE_SECRET") == {"password": "from a file"}


def test_the_emulator_is_asked_as_secrets_manager(keeper: type[Keeper]) -> None:
    assert settings.secret("SOUK_DATABASE_SECRET") == {"password": "number 1"}
    assert keeper.asked == [{"target": "secretsmanager.GetSecretValue", "secret": ARN}]


def test_on_lambda_the_extension_is_asked(keeper: type[Keeper], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "the session")

    assert settings.secret("SOUK_DATABASE_SECRET") == {"password": "number 1"}
    assert keeper.asked == [{"path": f"/secretsmanager/get?secretId={ARN}", "token": "the session"}]


def test_a_secret_is_kept_for_five_minutes_unless_a_fresh_one_is_needed(
    keeper: type[Keeper], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [1000.0]
    monkeypatch.setattr("souk.settings.time.monotonic", lambda: moment[0])

    first, second = (settings.secret("SOUK_DATABASE_SECRET")["password"] for _ in range(2))
    fresh = settings.secret("SOUK_DATABASE_SECRET", fresh=True)["password"]
    moment[0] += 301
    later = settings.secret("SOUK_DATABASE_SECRET")["password"]

    assert (first, second, fresh, later) == ("number 1", "number 1", "number 2", "number 3")


def test_a_secret_that_cannot_be_read_is_a_503_and_not_kept(keeper: type[Keeper]) -> None:
    keeper.status = 500
    with pytest.raises(Unavailable):
        settings.secret("SOUK_DATABASE_SECRET")

    keeper.status = 200

    assert settings.secret("SOUK_DATABASE_SECRET") == {"password": "number 2"}


def test_a_keeper_who_is_gone_is_a_503(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.forget()
    monkeypatch.setenv("SOUK_DATABASE_SECRET", ARN)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")

    with pytest.raises(Unavailable, match="secret"):
        settings.secret("SOUK_DATABASE_SECRET")
