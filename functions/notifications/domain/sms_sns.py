"""Short messages through Amazon SNS."""

from functions.notifications.domain.aws import answers, client
from functions.notifications.domain.sms import Sms

_REFUSALS = frozenset({"InvalidParameter", "InvalidParameterValue", "OptedOut"})


class SnsSms(Sms):
    """Amazon SNS, sending to one number."""

    def __init__(self) -> None:
        self._sns = client("sns")

    def send(self, phone: str, text: str) -> str:
        """Send a text and give the message id."""
        kind = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}
        with answers(_REFUSALS):
            sent = self._sns.publish(PhoneNumber=phone, Message=text, MessageAttributes=kind)
        return str(sent["MessageId"])
