"""What is paid out of what a shop is owed at several providers."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from functions.payments.payouts.domain.model import Available, due

AVAILABLE = st.lists(
    st.builds(
        Available,
        provider=st.sampled_from(["stripe", "paypal", "sandbox"]),
        currency=st.sampled_from(["GBP", "EUR"]),
        amount=st.integers(-(10**12), 10**12),
    ),
    max_size=6,
    unique_by=lambda one: (one.provider, one.currency),
)


@given(AVAILABLE)
def test_a_shop_is_paid_what_it_is_owed_less_what_it_owes_in_each_currency_and_where_it_lies(
    available: list[Available],
) -> None:
    paid = due(available)

    owed: Counter[str] = Counter()
    for one in available:
        owed[one.currency] += one.amount
    given_out: Counter[str] = Counter()
    for one in paid:
        given_out[one.currency] += one.amount
    assert given_out == Counter({currency: amount for currency, amount in owed.items() if amount > 0})
    lies = {(one.provider, one.currency): one.amount for one in available}
    assert all(0 < one.amount <= lies[one.provider, one.currency] for one in paid)


def test_what_lies_nowhere_that_is_known_is_not_paid_out() -> None:
    assert due([Available(None, "GBP", 100)]) == []
    assert due([Available(None, "GBP", -100), Available("sandbox", "GBP", 150)]) == [Available("sandbox", "GBP", 50)]
