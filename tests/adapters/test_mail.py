"""Mail leaves through SES and can be read where it went."""

from functions.notifications.domain.channels.email import Mail
from tests.support.clouds import Cloud, Mailed

SUBJECT, TEXT, PAGE = "Grüße aus Köln ✓", "Two bowls: £39.98", "<p>Two bowls: <b>£39.98</b></p>"
LETTER = dict(zip(Mail.parts, (SUBJECT, TEXT, PAGE), strict=True))


def test_a_letter_arrives_with_its_subject_and_its_page(cloud: Cloud, name: str) -> None:
    reference = Mail.open().send(f"{name}@example.com", LETTER)

    (mail,) = cloud.mails(f"{name}@example.com")
    assert reference
    assert (mail.to, mail.subject, mail.html) == ([f"{name}@example.com"], SUBJECT, PAGE)


def test_a_letter_arrives_in_both_forms(served: Cloud, name: str) -> None:
    Mail.open().send(f"{name}@example.com", LETTER)

    assert served.mails(f"{name}@example.com") == [Mailed([f"{name}@example.com"], SUBJECT, TEXT, PAGE)]


def test_each_letter_has_a_reference_and_a_reader_of_its_own(cloud: Cloud, name: str) -> None:
    mail = Mail.open()

    references = {mail.send(f"{name}-{reader}@example.com", LETTER) for reader in ("a", "b", "b")}

    assert len(references) == 3
    assert [len(cloud.mails(f"{name}-{reader}@example.com")) for reader in ("a", "b", "c")] == [1, 2, 0]
