"""Mail through Amazon SES."""

from functions.notifications.domain.aws import answers, client
from functions.notifications.domain.mail import Letter, Mail

_REFUSALS = frozenset({"MessageRejected", "InvalidParameterValue"})


class SesMail(Mail):
    """Amazon SES, version 1 of its API, which emulators know too."""

    def __init__(self, sender: str) -> None:
        self._sender = sender
        self._ses = client("ses")

    def send(self, address: str, letter: Letter) -> str:
        """Send a letter and give the message id."""

        def content(text: str) -> dict[str, str]:
            return {"Data": text, "Charset": "UTF-8"}

        with answers(_REFUSALS):
            sent = self._ses.send_email(
                Source=self._sender,
                Destination={"ToAddresses": [address]},
                Message={
                    "Subject": content(letter.subject),
                    "Body": {"Text": content(letter.text), "Html": content(letter.html)},
                },
            )
        return str(sent["MessageId"])
