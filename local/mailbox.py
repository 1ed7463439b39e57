"""Every mail and SMS that was sent from this desk; nothing leaves the machine."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

type Message = dict[str, Any]


class Mailbox:
    """Reads what the emulator keeps in memory and remembers it in a file over a restart."""

    def __init__(self, file: Path, emulator: str) -> None:
        self.file = file
        self.emulator = emulator

    def collect(self) -> list[Message]:
        """Give all messages, the latest first."""
        kept: list[Message] = json.loads(self.file.read_text()) if self.file.exists() else []
        known = {message["id"] for message in kept}
        fresh = [message for message in self._mails() + self._texts() if message["id"] not in known]
        if fresh:
            kept = sorted(kept + fresh, key=lambda message: str(message["sent_at"]), reverse=True)
            self.file.write_text(json.dumps(kept))
        return kept

    def _mails(self) -> list[Message]:
        accounts = self._read("ses/messages")["messages"]
        return [
            {
                "id": mail["MessageId"],
                "kind": "mail",
                "from": mail["Source"],
                "to": mail["To"],
                "subject": mail["Subject"],
                "text": mail["BodyText"] or "",
                "html": mail["BodyHtml"] or "",
                "sent_at": datetime.fromtimestamp(mail["Timestamp"], UTC).isoformat(timespec="milliseconds"),
            }
            for mails in accounts.values()
            for mail in mails
        ]

    def _texts(self) -> list[Message]:
        # The emulator does not say when a text message was sent: it counts as sent when it is first seen.
        numbers = self._read("sns/sms-messages")["sms_messages"]
        seen = datetime.now(UTC).isoformat(timespec="milliseconds")
        return [
            {
                "id": text["MessageId"],
                "kind": "sms",
                "from": "",
                "to": [number],
                "subject": "",
                "text": text["Message"],
                "html": "",
                "sent_at": seen,
            }
            for number, texts in numbers.items()
            for text in texts
        ]

    def _read(self, page: str) -> dict[str, Any]:
        answer: dict[str, Any] = httpx.get(f"{self.emulator}/_ministack/{page}", timeout=5).json()
        return answer
