"""The port to whoever delivers short messages."""

from typing import ClassVar

from souk.resources import EVERYTHING, Resource, Right


class Sms(Resource):
    """Sends short messages to phones."""

    rights: ClassVar[tuple[Right, ...]] = (Right("sns:Publish", EVERYTHING),)

    @classmethod
    def open(cls) -> "Sms":
        """Connect to Amazon SNS."""
        from functions.notifications.domain.sms_sns import SnsSms

        return SnsSms()

    def send(self, phone: str, text: str) -> str:
        """Send a text and give the provider's reference. Raises NotNow, Refused or NoAnswer."""
        raise NotImplementedError
