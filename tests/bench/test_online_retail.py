"""Real orders are noisy: what counts as a purchase, and how it fits into carts."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from bench import online_retail
from bench.online_retail import MOST_LINES, MOST_OF_ONE_LINE

LINE: dict[str, Any] = {
    "InvoiceNo": "500001",
    "StockCode": "12345a",
    "Description": " PAPER  STAR ",
    "Quantity": 2,
    "UnitPrice": 1.25,
    "CustomerID": 7,
}


def test_a_purchase_of_goods_by_somebody_is_a_sale() -> None:
    assert online_retail.is_sale(LINE)


@pytest.mark.parametrize(
    "noise",
    [
        {"InvoiceNo": "C500001"},
        {"Quantity": -2},
        {"UnitPrice": 0.0},
        {"UnitPrice": 0.001},
        {"UnitPrice": -11062.06},
        {"CustomerID": None},
        {"CustomerID": -1},
        {"StockCode": "POST"},
        {"StockCode": "M"},
        {"StockCode": "DOT"},
        {"StockCode": "BANK CHARGES"},
        {"Description": None},
        {"Description": "  "},
    ],
    ids=str,
)
def test_noise_is_no_sale(noise: dict[str, Any]) -> None:
    assert not online_retail.is_sale(LINE | noise)


def test_a_product_has_its_usual_name_and_its_usual_price() -> None:
    lines = [LINE, LINE | {"Description": "paper star"}, LINE | {"Description": "damaged", "UnitPrice": 0.5}]

    sample = online_retail.sample(lines, invoices=1, seed=1)

    assert [(one.code, one.title, one.price) for one in sample.products] == [("12345A", "Paper star", Decimal("1.25"))]


def test_carts_hold_exactly_what_the_invoice_says_within_what_a_cart_may_hold() -> None:
    many = [LINE | {"StockCode": f"{10000 + n}", "Quantity": n + 1} for n in range(450)]
    lines = [*many, LINE | {"StockCode": "10000", "Quantity": 2500}]

    sample = online_retail.sample(lines, invoices=1, seed=1)

    (invoice,) = sample.invoices
    assert all(len(basket) <= MOST_LINES for basket in invoice.baskets)
    assert all(0 < quantity <= MOST_OF_ONE_LINE for basket in invoice.baskets for quantity in basket.values())
    bought = sum((Counter(basket) for basket in invoice.baskets), Counter())
    assert bought == Counter({f"{10000 + n}": n + 1 for n in range(450)}) + Counter({"10000": 2500})
    assert sample.demand == bought


def test_the_same_seed_picks_the_same_invoices_and_another_seed_others() -> None:
    lines = [LINE | {"InvoiceNo": str(500000 + n), "CustomerID": n + 1} for n in range(200)]

    first = online_retail.sample(lines, invoices=20, seed=1)

    assert len(first.invoices) == 20
    assert online_retail.sample(lines, invoices=20, seed=1) == first
    assert online_retail.sample(lines, invoices=20, seed=2) != first
