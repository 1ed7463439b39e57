"""The mailbox remembers what was sent."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, override

import pytest

from local.mailbox import Mailbox

MAIL = (
    '{"MessageId": "m1", "Source": "Souk <shop@souk.example>", "To": ["a@example.com"], "Subject": "Welcome",'
    ' "BodyText": "Hi", "BodyHtml": "<b>Hi</b>", "Timestamp": 1795160603.5}'
)


class Kept(BaseHTTPRequestHandler):
    """What the emulator keeps in memory."""

    pages: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.pages[self.path].encode())

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output for failures."""


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Kept) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Mailbox(tmp_path / "mail.json", f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def keep(mails: str, texts: str) -> None:
    Kept.pages = {
        "/_ministack/ses/messages": f'{{"messages": {{"000000000000": [{mails}]}}}}',
        "/_ministack/sns/sms-messages": f'{{"sms_messages": {{{texts}}}}}',
    }


def test_mails_and_texts_stand_together(mailbox: Mailbox) -> None:
    keep(MAIL, '"+447700900001": [{"MessageId": "t1", "Message": "Your code is 123456"}]')

    by_kind = {message["kind"]: message for message in mailbox.collect()}

    assert by_kind["mail"]["subject"] == "Welcome"
    assert by_kind["mail"]["sent_at"] == "2026-11-20T07:43:23.500+00:00"
    assert by_kind["sms"]["to"] == ["+447700900001"]


def test_what_the_emulator_forgets_in_a_restart_stays(mailbox: Mailbox) -> None:
    keep(MAIL, "")
    mailbox.collect()

    keep("", "")

    assert [message["id"] for message in mailbox.collect()] == ["m1"]


def test_a_mail_is_kept_once(mailbox: Mailbox) -> None:
    keep(MAIL, "")
    mailbox.collect()

    assert len(mailbox.collect()) == 1
