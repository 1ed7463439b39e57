"""Amazon's answers in our words: taken, not now, never, or nobody knows."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from botocore.stub import Stubber
from moto import mock_aws

from functions.notifications.domain.channel import Down, NoAnswer, NotNow, Refused, all_channels
from functions.notifications.domain.channels.email import Mail
from functions.notifications.domain.channels.sms import Sms

LETTER = {"subject.txt": "Grüße", "body.txt": "plain", "body.html": "<p>rich</p>"}
TEXT = {"sms.txt": "On its way"}


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "SOUK_MAIL_SENDER": "Souk <post@souk.example>",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


@pytest.fixture
def mail() -> Mail:
    return Mail.open()


@pytest.fixture
def stub(mail: Mail) -> Iterator[Stubber]:
    with Stubber(mail._ses) as stub:
        yield stub


def test_the_channels_are_found_in_their_folder() -> None:
    assert {Mail, Sms} <= set(all_channels())


def test_a_letter_goes_out_in_both_forms_from_the_stages_sender(mail: Mail, stub: Stubber) -> None:
    expected: dict[str, Any] = {
        "Source": "Souk <post@souk.example>",
        "Destination": {"ToAddresses": ["ada@example.com"]},
        "Message": {
            "Subject": {"Data": "Grüße", "Charset": "UTF-8"},
            "Body": {
                "Text": {"Data": "plain", "Charset": "UTF-8"},
                "Html": {"Data": "<p>rich</p>", "Charset": "UTF-8"},
            },
        },
    }
    stub.add_response("send_email", {"MessageId": "m-1"}, expected)

    assert mail.send("ada@example.com", LETTER) == "m-1"


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (400, "MessageRejected", Refused),
        (400, "InvalidParameterValue", Refused),
        (400, "Throttling", NotNow),
        (400, "AccountSendingPausedException", NotNow),
        (503, "ServiceUnavailable", Down),
        (500, "InternalFailure", Down),
    ],
)
def test_an_error_that_ses_answers_is_known(
    mail: Mail, stub: Stubber, status: int, code: str, meaning: type[Exception]
) -> None:
    stub.add_client_error("send_email", service_error_code=code, http_status_code=status)

    with pytest.raises(meaning, match=code) as raised:
        mail.send("ada@example.com", LETTER)
    assert raised.type is meaning


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (ConnectTimeoutError(endpoint_url="https://ses"), Down),
        (EndpointConnectionError(endpoint_url="https://ses"), Down),
        (ReadTimeoutError(endpoint_url="https://ses"), NoAnswer),
    ],
)
def test_silence_before_the_request_is_not_silence_after_it(
    mail: Mail, monkeypatch: pytest.MonkeyPatch, error: Exception, meaning: type[Exception]
) -> None:
    def fail(**_: Any) -> None:
        raise error

    monkeypatch.setattr(mail._ses, "send_email", fail)

    with pytest.raises(meaning):
        mail.send("ada@example.com", LETTER)


def test_an_answer_that_is_lost_is_not_asked_for_again_by_the_client(mail: Mail) -> None:
    assert mail._ses.meta.config.retries["total_max_attempts"] == 1


def test_ses_takes_a_letter() -> None:
    with mock_aws():
        boto3.client("ses").verify_email_identity(EmailAddress="post@souk.example")

        assert Mail.open().send("ada@example.com", LETTER)


def test_a_text_goes_to_the_phone_as_transactional() -> None:
    sms = Sms.open()
    with Stubber(sms._sns) as stub:
        kind = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}
        sent = {"PhoneNumber": "+447700900123", "Message": "On its way", "MessageAttributes": kind}
        stub.add_response("publish", {"MessageId": "s-1"}, sent)
        stub.add_client_error("publish", service_error_code="InvalidParameter")

        assert sms.send("+447700900123", TEXT) == "s-1"
        with pytest.raises(Refused):
            sms.send("+447700900123", TEXT)
