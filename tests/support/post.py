"""What leaves the house: recorded instead of sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.notifications.domain.channels.email import Mail
from functions.notifications.domain.channels.sms import Sms


@dataclass(frozen=True)
class Letter:
    """A mail as its reader sees it."""

    subject: str
    text: str
    html: str


@dataclass
class Mailbox(Mail):
    """Keeps every letter; first raises what a test wants raised."""

    errors: list[Exception] = field(default_factory=list)
    letters: list[tuple[str, Letter]] = field(default_factory=list)

    def send(self, address: str, parts: Mapping[str, str]) -> str:
        """Keep a letter."""
        if self.errors:
            raise self.errors.pop(0)
        self.letters.append((address, Letter(*(parts[name] for name in self.parts))))
        return f"mail-{len(self.letters)}"


@dataclass
class Phones(Sms):
    """Keeps every text; first raises what a test wants raised."""

    errors: list[Exception] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def send(self, address: str, parts: Mapping[str, str]) -> str:
        """Keep a text."""
        if self.errors:
            raise self.errors.pop(0)
        self.texts.append((address, parts["sms.txt"]))
        return f"sms-{len(self.texts)}"
