"""A year of orders is replayed to the penny: made-up ones here, real ones by `make year`."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bench import servers
from bench.year import data, findings, statement
from bench.year.data import How
from bench.year.market import happened, of_market
from bench.year.replay import Replay
from souk import settings

# Sold by the first shop, by the second, the second, and the third.
MUG, STAR, BELL, BIRD = "10008", "10001", "10003", "10002"


def line(number: str, at: str, code: str, quantity: int, price: float = 2.55, **other: Any) -> dict[str, Any]:
    """Make a line of an invoice."""
    usual = {"Description": f"THING {code}", "CustomerID": 7, "Country": "United Kingdom"}
    when = datetime.fromisoformat(at)
    named = {"InvoiceNo": number, "StockCode": code, "Quantity": quantity, "UnitPrice": price, "InvoiceDate": when}
    return named | usual | other


LINES = [
    # Two shops, two prices of the same goods; units go back after it arrived, and after it was paid out, twice.
    line("500001", "2010-12-01 08:26", MUG, 7),
    line("500001", "2010-12-01 08:26", MUG, 3, 2.10),
    line("500001", "2010-12-01 08:26", STAR, 12, 0.85),
    line("C500010", "2010-12-06 10:00", MUG, -3),
    line("C500011", "2010-12-20 10:00", MUG, -4),
    line("C500011", "2010-12-20 10:00", STAR, -5, 0.85),
    # Cancelled before it was sent.
    line("500002", "2010-12-02 09:00", MUG, 2, CustomerID=8, Country="Germany"),
    line("500002", "2010-12-02 09:00", BIRD, 1, 7.95, CustomerID=8, Country="Germany"),
    line("C500003", "2010-12-02 09:30", MUG, -2, CustomerID=8),
    line("C500003", "2010-12-02 09:30", BIRD, -1, 7.95, CustomerID=8),
    # One of its shops gives up what is left of its part, and another line goes back in part.
    line("500004", "2010-12-31 11:00", MUG, 4, CustomerID=9, Country="Norway"),
    line("500004", "2010-12-31 11:00", STAR, 9, 1.25, CustomerID=9, Country="Norway"),
    line("C500005", "2010-12-31 11:30", MUG, -1, CustomerID=9),
    line("C500006", "2010-12-31 12:00", MUG, -3, CustomerID=9),
    line("C500006", "2010-12-31 12:00", STAR, -2, 1.25, CustomerID=9),
    # Each shop gives up its part, the last of them all that is left of the order.
    line("500007", "2011-01-05 15:00", BIRD, 2, 3.33, CustomerID=8, Country="Channel Islands"),
    line("500007", "2011-01-05 15:00", MUG, 1, CustomerID=8, Country="Channel Islands"),
    line("C500008", "2011-01-05 15:30", BIRD, -2, 3.33, CustomerID=8),
    line("C500009", "2011-01-05 16:00", MUG, -1, CustomerID=8),
    # More than a cart holds of one thing, and what nobody bought, or not at that price, or not so many.
    line("500012", "2011-01-07 12:00", BELL, 1500, 0.03, CustomerID=10),
    line("C500013", "2011-01-08 12:00", BELL, -1200, 0.03, CustomerID=10),
    line("C500013", "2011-01-08 12:00", MUG, -1, CustomerID=10),
    line("C500013", "2011-01-08 12:00", BELL, -301, 0.03, CustomerID=10),
    # No goods of anybody's.
    line("500014", "2011-01-09 12:00", "POST", 1),
    line("500015", "2011-01-09 12:00", MUG, 1, CustomerID=None),
    line("C500016", "2011-01-09 12:00", "POST", -1),
]
YEAR = data.year(LINES)


@pytest.fixture(scope="module")
def replay() -> Iterator[Replay]:
    """The year, when it is over."""
    with pytest.MonkeyPatch.context() as patched:
        for name in servers.SETTINGS:
            patched.setenv(name, "")
        settings.forget()
        with happened(YEAR) as over:
            yield over
    settings.forget()


def test_a_cancellation_takes_back_what_was_bought_and_what_it_cannot_find_is_counted() -> None:
    assert Counter(back.how for back in YEAR.taken_back) == {
        How.REFUNDED: 7,
        How.ORDER_CANCELLED: 1,
        How.PART_GIVEN_UP: 3,
    }
    assert [purchase.number for purchase in YEAR.purchases][-2:] == ["500012", "500012/2"]
    assert YEAR.left_out == {
        "cancelled lines without, or with too small, an earlier purchase at that price": 2,
        "cancelled units of these": 2,
        "lines of nobody, of services, without a price, or corrections of stock": 2,
        "lines cancelled, of nobody or of services": 1,
    }


def test_every_customer_is_in_one_market() -> None:
    markets = [of_market(number, YEAR, 2) for number in range(2)]

    assert sorted(one.number for market in markets for one in market.purchases) == sorted(
        one.number for one in YEAR.purchases
    )
    assert not {one.customer for one in markets[0].purchases} & {one.customer for one in markets[1].purchases}


def test_at_the_end_stock_ledger_and_statements_are_right_to_the_penny(replay: Replay) -> None:
    found, totals = findings.findings(replay), findings.totals(replay)

    assert [str(one) for one in found if one.faults] == []
    assert (totals["orders cancelled"], totals["orders completed"], totals["events payment.refunded"]) == (2, 4, 12)


@pytest.mark.parametrize(
    ("rule", "other"), [("COMMISSION", 9), ("DELIVERY", 400), ("VAT", {}), ("HELD", timedelta(days=40))]
)
def test_a_rule_that_is_not_the_product_s_is_noticed(
    replay: Replay, monkeypatch: pytest.MonkeyPatch, rule: str, other: object
) -> None:
    monkeypatch.setattr(statement, rule, other)

    found = findings.findings(replay)

    accounts, others = found[-data.SHOPS :], found[: -data.SHOPS]
    assert any(one.faults for one in accounts)
    assert not any(one.faults for one in others)
