"""Whatever is booked sums to zero, and what is taken back is what was booked."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from functions.payments.ledger.domain import journals
from functions.payments.ledger.domain.chart import CHART, RULES, WHEN, JournalKind, LedgerAccount
from functions.payments.ledger.domain.journals import Journal, LedgerEntry, Share, is_balanced, mirrored, summed

AMOUNTS = st.integers(0, 10**12)
IDS = st.uuids()
ORDER = UUID(int=1)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    paid, subsidy = draw(AMOUNTS), draw(AMOUNTS)
    commission, commission_tax = draw(st.integers(0, paid)), draw(st.integers(0, 10**6))
    return Share(draw(IDS), "GBP", paid, draw(st.integers(0, paid)), commission, commission_tax, subsidy)


def balance(*booked: Journal) -> tuple[LedgerEntry, ...]:
    return summed(entry for journal in booked for entry in journal.entries)


def test_every_account_and_every_journal_is_described() -> None:
    assert set(CHART) == set(LedgerAccount)
    assert set(RULES) == set(WHEN) == set(JournalKind)


@given(sold=st.lists(shares(), min_size=1, max_size=4), provider=st.none() | st.just("sandbox"))
def test_a_sale_is_balanced_and_its_cancellation_leaves_nothing(sold: list[Share], provider: str | None) -> None:
    sale = journals.sale(ORDER, 3, sold, provider)
    cancelled = journals.sale_cancelled(ORDER, 4, [sale])

    assert is_balanced(sale)
    assert is_balanced(cancelled)
    assert balance(sale, cancelled) == ()


@given(one=shares(), back=shares(), refund_id=IDS)
def test_a_refund_and_its_refusal_leave_the_sale_as_it_was(one: Share, back: Share, refund_id: UUID) -> None:
    sale = journals.sale(ORDER, 3, [one], "sandbox")
    asked = journals.refund_requested(refund_id, ORDER, 4, back, "sandbox", [sale])
    refused = journals.refund_refused(refund_id, ORDER, 5, [sale, asked])

    assert is_balanced(asked)
    assert is_balanced(refused)
    assert set(balance(sale, asked, refused)) == set(sale.entries)


@given(captured=AMOUNTS, fee=AMOUNTS)
def test_a_fee_is_the_platforms_and_the_customers_money_is_whole(captured: int, fee: int) -> None:
    booked = journals.charge(ORDER, ORDER, "sandbox", captured, "GBP", fee)

    left = {entry.account: entry.amount for entry in booked.entries}
    assert is_balanced(booked)
    assert left.get(LedgerAccount.CUSTOMER_FUNDS, 0) == -captured
    assert sum(entry.amount for entry in booked.entries if entry.account is LedgerAccount.CASH) == captured - fee


@given(amount=st.integers(1, 10**12), ends=st.sampled_from([JournalKind.PAYOUT_MADE, JournalKind.PAYOUT_FAILED]))
def test_a_payout_leaves_nothing_on_its_way(amount: int, ends: JournalKind) -> None:
    kinds = (JournalKind.PAYOUT, ends)
    booked = [journals.payout(kind, ORDER, ORDER, "sandbox", amount, "GBP") for kind in kinds]

    left = {entry.account: entry.amount for entry in balance(*booked)}
    expected = {LedgerAccount.SELLER: amount, LedgerAccount.CASH: -amount} if ends is JournalKind.PAYOUT_MADE else {}
    assert all(map(is_balanced, booked))
    assert left == expected


@given(st.lists(shares(), max_size=5))
def test_summing_up_in_parts_is_summing_up_at_once(sold: list[Share]) -> None:
    booked = [journals.sale(ORDER, 3, [one], None) for one in sold]
    in_parts: tuple[LedgerEntry, ...] = ()
    for journal in booked:
        in_parts = summed((*in_parts, *journal.entries))

    assert set(in_parts) == set(balance(*booked)) == set(journals.sale(ORDER, 3, sold, None).entries)
    assert mirrored(mirrored(in_parts)) == in_parts
