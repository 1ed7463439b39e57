"""Mail through Amazon SES, version 1 of its API, which emulators know too."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from events.notifications import EmailQueued
from functions.notifications.domain.aws import answers, client
from functions.notifications.domain.channel import Channel
from functions.notifications.domain.model import Person
from souk import settings
from souk.resources import Right

_REFUSALS = frozenset({"MessageRejected", "InvalidParameterValue"})


class Mail(Channel):
    """Sends mail in the stage's name."""

    name = "email"
    queued = EmailQueued
    parts = ("subject.txt", "body.txt", "body.html")
    per_hour = 60
    environment: ClassVar[tuple[str, ...]] = ("SOUK_MAIL_SENDER",)
    rights: ClassVar[tuple[Right, ...]] = (Right("ses:SendEmail", "mail"),)

    @staticmethod
    def address(person: Person) -> str | None:
        """Give the address that the person signs in with."""
        return person.email

    def send(self, address: str, parts: Mapping[str, str]) -> str:
        """Send a mail in both forms and give its message id."""

        def content(part: str) -> dict[str, str]:
            return {"Data": parts[part], "Charset": "UTF-8"}

        with answers(_REFUSALS):
            sent = self._ses.send_email(
                Source=settings.get("SOUK_MAIL_SENDER"),
                Destination={"ToAddresses": [address]},
                Message={
                    "Subject": content("subject.txt"),
                    "Body": {"Text": content("body.txt"), "Html": content("body.html")},
                },
            )
        return str(sent["MessageId"])

    @cached_property
    def _ses(self) -> Any:
        return client("ses")
