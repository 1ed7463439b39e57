"""The real functions behind a real HTTP port, events delivered after every request that may have caused some."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

from functions.auth.domain.passwords import Passwords
from functions.auth.domain.signing_key import SigningKey
from tests.support import api, bus
from tests.support.listening import listening
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

    def answered(method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, str, dict[str, str]]:
        with one_at_a_time:
            if target.startswith(BUCKET):
                given = uploaded(world, headers["content-type"], body)
            else:
                given = answer(world, method, target, headers, body.decode() or None)
        return given.status, given.text, given.headers

    with listening(answered) as address:
        world.bucket.url = f"{address}{BUCKET}"
        yield address


def _match(method: str, path: str) -> tuple[str, dict[str, str]]:
    found = []
    for spec in registry().operations:
        match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", spec.path), path)
        if match and spec.method == method:
            found.append((len(match.groupdict()), spec.route, match.groupdict()))
    _, route, values = min(found)
    return route, values
