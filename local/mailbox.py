"""Every mail and SMS that was sent from this desk; nothing leaves the machine."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

type Message = dict[str, Any]


def mailbox(file: Path) -> list[Message]:
    """Give all messages that the emulator wrote down, the latest first."""
    lines = file.read_text().splitlines() if file.exists() else []
    # A power cut may have left half a line.
    messages = [_message(json.loads(line)) for line in lines if line.endswith("}")]
    return sorted(messages, key=lambda message: str(message["sent_at"]), reverse=True)


def _message(record: dict[str, Any]) -> Message:
    text = record.get("PhoneNumber")
    return {
        "id": record["MessageId"],
        "kind": "sms" if text else "mail",
        "from": record.get("Source", ""),
        "to": [text] if text else record["To"],
        "subject": record["Subject"] or "",
        "text": record["Message"] if text else record["BodyText"] or "",
        "html": "" if text else record["BodyHtml"] or "",
        "sent_at": datetime.fromtimestamp(record["Timestamp"], UTC).isoformat(timespec="milliseconds"),
    }
