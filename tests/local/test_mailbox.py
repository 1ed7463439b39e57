"""The mailbox shows what the emulator wrote down."""

from pathlib import Path

from local.mailbox import mailbox

MAIL = (
    '{"MessageId": "m1", "Source": "Souk <shop@souk.example>", "To": ["a@example.com"], "Subject": "Welcome",'
    ' "BodyText": "Hi", "BodyHtml": "<b>Hi</b>", "Timestamp": 1795160603.5}\n'
)
TEXT = (
    '{"Timestamp": 1795160604.5, "PhoneNumber": "+447700900001", "MessageId": "t1",'
    ' "Message": "Your code is 123456", "Subject": null}\n'
)


def test_mails_and_texts_stand_together_the_latest_first(tmp_path: Path) -> None:
    sent = tmp_path / "sent.jsonl"
    sent.write_text(MAIL + TEXT)

    text, mail = mailbox(sent)

    assert (text["kind"], text["to"], text["text"]) == ("sms", ["+447700900001"], "Your code is 123456")
    assert (mail["kind"], mail["subject"], mail["sent_at"]) == ("mail", "Welcome", "2026-11-20T07:43:23.500+00:00")


def test_half_a_line_hides_no_other(tmp_path: Path) -> None:
    sent = tmp_path / "sent.jsonl"
    sent.write_text(MAIL + TEXT[:40])

    assert [message["id"] for message in mailbox(sent)] == ["m1"]


def test_before_anything_was_sent_it_is_empty(tmp_path: Path) -> None:
    assert mailbox(tmp_path / "sent.jsonl") == []
