"""What PayPal is told of a dispute, and when it takes no answer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from functions.payments.domain.paypal_disputes import evidences_of
from functions.payments.domain.provider import OutcomeUnknown
from functions.payments.domain.providers.paypal import PayPal as Adapter
from souk.money import Money
from tests.support import paying
from tests.support.paying_by_paypal import capture_of, paypal_for
from tests.support.paypal import Fault, PayPal, disputes
from tests.support.world import World

EVIDENCE = {"text": "It was signed for.", "carrier": "Post", "tracking_number": "RR 1", "shipped_on": "2026-11-18"}
TRACKED = {"carrier_name": "OTHER", "carrier_name_other": "Post", "tracking_number": "RR 1"}


@pytest.fixture
def asked(database: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[PayPal, Adapter]]:
    with paypal_for(database, monkeypatch, tmp_path) as (paypal, adapter):
        yield paypal, adapter


def disputed(paypal: PayPal, adapter: Adapter) -> str:
    payment = paying.payment("paypal", Money(amount=1999, currency="GBP"), token=paypal.save())
    payment = replace(payment, reference=adapter.charge(payment).reference)
    return str(disputes.open_dispute(paypal.books, capture_of(paypal, payment))["dispute_id"])


def test_evidence_names_the_tracking_and_says_the_rest_in_words(asked: tuple[PayPal, Adapter]) -> None:
    paypal, adapter = asked
    dispute = disputed(paypal, adapter)

    assert adapter.answer_dispute(dispute, EVIDENCE)

    assert paypal.books.disputes[dispute]["status"] == "UNDER_REVIEW"
    [tracking, notes] = paypal.books.disputes[dispute]["evidences"]
    assert tracking["evidence_info"]["tracking_info"] == [TRACKED]
    assert notes["notes"] == "It was signed for.\nShipped on 2026-11-18."


def test_words_that_are_longer_than_its_notes_are_told_in_parts_and_nothing_of_them_is_lost() -> None:
    parts = evidences_of({"text": "x" * 3000, "carrier": "Post"})

    assert [part["evidence_type"] for part in parts] == ["OTHER", "OTHER"]
    assert "".join(part["notes"] for part in parts) == "x" * 3000 + "\nCarrier: Post."
    assert all(len(part["notes"]) <= 2000 for part in parts)


@pytest.mark.parametrize("evidence", [EVIDENCE, None])
def test_an_answer_that_was_lost_on_its_way_back_is_known_even_when_its_key_is_forgotten(
    asked: tuple[PayPal, Adapter], evidence: dict[str, str] | None
) -> None:
    paypal, adapter = asked
    dispute = disputed(paypal, adapter)
    paypal.fail("POST /v1/customer/disputes", Fault.INTERNAL_AFTER)

    with pytest.raises(OutcomeUnknown):
        adapter.answer_dispute(dispute, evidence)
    paypal.forget_keys()

    assert adapter.answer_dispute(dispute, evidence)


@pytest.mark.parametrize("evidence", [EVIDENCE, None])
def test_a_dispute_that_is_decided_takes_no_answer(
    asked: tuple[PayPal, Adapter], evidence: dict[str, str] | None
) -> None:
    paypal, adapter = asked
    dispute = disputed(paypal, adapter)
    disputes.resolve(paypal.books, dispute, "RESOLVED_BUYER_FAVOUR")

    assert not adapter.answer_dispute(dispute, evidence)
    assert "evidences" not in paypal.books.disputes[dispute]
