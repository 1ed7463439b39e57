"""Short messages leave through SNS and can be read where they went."""

import secrets

import pytest

from functions.notifications.domain.channels.sms import Sms
from tests.support.clouds import Cloud


@pytest.fixture
def phone() -> str:
    """A number that nobody else has, of the ones that are nobody's."""
    return f"+447700900{secrets.randbelow(1000):03}"


def test_a_text_arrives_at_its_number(cloud: Cloud, phone: str) -> None:
    sms = Sms.open()
    before = cloud.texts(phone)

    references = {sms.send(phone, {"sms.txt": text}) for text in ("Your order is on its way ✓", "It is here")}

    assert len(references) == 2
    assert cloud.texts(phone) == [*before, "Your order is on its way ✓", "It is here"]
