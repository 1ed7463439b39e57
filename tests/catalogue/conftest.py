"""A market that answers what a test wrote down."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Script:
    """The answers to come, and the requests that came."""

    url: str = ""
    answers: list[tuple[int, Any, dict[str, str]]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)

    def answer(self, status: int, body: Any = None, **headers: str) -> None:
        """Write down the next answer."""
        self.answers.append((status, body, headers))


@pytest.fixture
def script() -> Iterator[Script]:
    """Serve a script over HTTP."""
    script = Script()

    class Market(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            asked = {name.lower(): value for name, value in self.headers.items()}
            script.asked.append(
                (
                    self.command,
                    self.path,
                    asked,
                    json.loads(body) if asked.get("content-type") == "application/json" else body.decode(),
                )
            )
            status, answer, headers = script.answers.pop(0)
            text = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(text)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  (names that http.server looks for)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Market)
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_address[1]}"
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield script
    server.shutdown()
    server.server_close()
    serving.join()
