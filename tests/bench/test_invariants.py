"""An invariant that cannot fail proves nothing: each is shown a world in which it does."""

from collections import Counter

from bench import invariants


def level(sku: str, on_hand: int, reserved: int = 0) -> dict[str, object]:
    return {"sku": sku, "on_hand": on_hand, "reserved": reserved}


def test_stock_that_was_sold_and_nothing_else_is_missing() -> None:
    finding = invariants.stock_is_what_was_not_sold(
        Counter({"A": 10, "B": 5}), Counter({"A": 3}), [level("A", 7), level("B", 5)]
    )

    assert finding.faults == []


def test_a_unit_that_vanished_is_found_and_so_are_a_hold_that_stayed_and_a_product_that_is_gone() -> None:
    finding = invariants.stock_is_what_was_not_sold(
        Counter({"A": 10, "B": 5, "C": 1}), Counter({"A": 3}), [level("A", 6), level("B", 5, reserved=1)]
    )

    assert len(finding.faults) == 3


def test_an_order_that_is_neither_paid_nor_cancelled_is_found_and_so_is_a_purchase_that_was_refused() -> None:
    assert invariants.orders_are_decided({"1": "paid", "2": "cancelled"}, []).faults == []

    assert len(invariants.orders_are_decided({"1": "paid", "2": "pending"}, ["500"]).faults) == 2


def test_a_missing_a_second_and_an_undue_receipt_are_found() -> None:
    assert invariants.receipts_match({"1"}, Counter({"1": 1, "of another run": 1}), {"1", "2"}).faults == []

    finding = invariants.receipts_match({"1", "2"}, Counter({"2": 2, "3": 1}), {"1", "2", "3"})

    assert len(finding.faults) == 3
