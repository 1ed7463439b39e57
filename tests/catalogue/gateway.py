"""The real functions behind a real HTTP port, events delivered after every request that may have caused some."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from functions.auth.domain.passwords import Passwords
from functions.auth.domain.signing_key import SigningKey
from tests.support import api, bus
from tests.support.post import Mailbox, Phones
from tests.support.world import World, registry

BUCKET = "/a-bucket"


def answer(world: World, method: str, target: str, headers: dict[str, str], body: str | None) -> api.Answer:
    """Answer one request and let everybody hear what happened."""
    parts = urlsplit(target)
    route, path = _match(method, parts.path)
    key: dict[str, Any] = {} if "idempotency-key" not in headers else {"key": headers["idempotency-key"]}
    token = headers.get("authorization", "").removeprefix("Bearer ") or None
    own = {SigningKey: SigningKey(world.keys.key_id, world.keys.private), Passwords: Passwords(cost=4)}
    injected = registry().operation(route).spec.injected
    handed = {name: own[kind] for name, kind in injected.items() if kind in own}
    given = api.call(route, path=path, query=parse_qs(parts.query), token=token, body=body, handed=handed, **key)
    if method != "GET":
        bus.drain(mail=Mailbox(), sms=Phones())
    return given


def uploaded(world: World, content_type: str, body: bytes) -> api.Answer:
    """Take a file in as the bucket does, and let its job hear of it."""
    form = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    parts = {
        part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in form.walk()
    }
    content = parts.pop("file")
    assert isinstance(content, bytes)
    world.bucket.upload(
        {str(name): value.decode() for name, value in parts.items() if isinstance(value, bytes)}, content
    )
    bus.drain(mail=Mailbox(), sms=Phones(), rounds=100)
    return api.Answer(204, {}, "")


@contextmanager
def served(world: World) -> Iterator[str]:
    """Serve the functions in a world and give the address."""
    one_at_a_time = threading.Lock()

    class Gateway(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            with one_at_a_time:
                if self.path.startswith(BUCKET):
                    given = uploaded(world, headers["content-type"], body)
                else:
                    given = answer(world, self.command, self.path, headers, body.decode() or None)
            text = given.text.encode()
            self.send_response(given.status)
            for name, value in {**given.headers, "Content-Length": str(len(text))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  (names that http.server looks for)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    world.bucket.url = f"{address}{BUCKET}"
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def _match(method: str, path: str) -> tuple[str, dict[str, str]]:
    found = []
    for spec in registry().operations:
        match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", spec.path), path)
        if match and spec.method == method:
            found.append((len(match.groupdict()), spec.route, match.groupdict()))
    _, route, values = min(found)
    return route, values
