"""The port to whoever delivers mail."""

from dataclasses import dataclass
from typing import ClassVar

from souk import settings
from souk.resources import Resource, Right


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in both forms."""

    subject: str
    text: str
    html: str


class Mail(Resource):
    """Sends mail in the stage's name."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_MAIL_SENDER",)
    rights: ClassVar[tuple[Right, ...]] = (Right("ses:SendEmail", "mail"),)

    @classmethod
    def open(cls) -> "Mail":
        """Connect to Amazon SES."""
        from functions.notifications.domain.mail_ses import SesMail

        return SesMail(settings.get("SOUK_MAIL_SENDER"))

    def send(self, address: str, letter: Letter) -> str:
        """Send a letter and give the provider's reference. Raises NotNow, Refused or NoAnswer."""
        raise NotImplementedError
