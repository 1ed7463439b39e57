"""What leaves the house: recorded instead of sent."""

from dataclasses import dataclass, field

from functions.notifications.domain.mail import Letter, Mail
from functions.notifications.domain.sms import Sms


@dataclass
class Mailbox(Mail):
    """Keeps every letter; first raises what a test wants raised."""

    errors: list[Exception] = field(default_factory=list)
    letters: list[tuple[str, Letter]] = field(default_factory=list)

    def send(self, address: str, letter: Letter) -> str:
        """Keep a letter."""
        if self.errors:
            raise self.errors.pop(0)
        self.letters.append((address, letter))
        return f"mail-{len(self.letters)}"


@dataclass
class Phones(Sms):
    """Keeps every text; first raises what a test wants raised."""

    errors: list[Exception] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def send(self, phone: str, text: str) -> str:
        """Keep a text."""
        if self.errors:
            raise self.errors.pop(0)
        self.texts.append((phone, text))
        return f"sms-{len(self.texts)}"
