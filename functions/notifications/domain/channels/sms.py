"""Short messages through Amazon SNS, each to one number."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from events.notifications import SmsQueued
from functions.notifications.domain.aws import answers, client
from functions.notifications.domain.channel import Channel
from functions.notifications.domain.model import Person
from souk.resources import EVERYTHING, Right

_REFUSALS = frozenset({"InvalidParameter", "InvalidParameterValue", "OptedOut"})


class Sms(Channel):
    """Sends short messages to phones."""

    name = "sms"
    queued = SmsQueued
    parts = ("sms.txt",)
    per_hour = 20
    rights: ClassVar[tuple[Right, ...]] = (Right("sns:Publish", EVERYTHING),)

    @staticmethod
    def address(person: Person) -> str | None:
        """Give the phone of the person's profile."""
        return person.phone

    def send(self, address: str, parts: Mapping[str, str]) -> str:
        """Send a text and give its message id."""
        kind = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}
        with answers(_REFUSALS):
            sent = self._sns.publish(PhoneNumber=address, Message=parts["sms.txt"], MessageAttributes=kind)
        return str(sent["MessageId"])

    @cached_property
    def _sns(self) -> Any:
        return client("sns")
