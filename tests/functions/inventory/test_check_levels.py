"""The check of the levels against their movements."""

import pytest

from functions.inventory import check_levels
from functions.inventory.domain import balancing
from souk.ids import uuid7
from tests.support.api import invoke
from tests.support.stock import reserve, stocked
from tests.support.world import World


def test_levels_that_moved_as_written_down_are_even(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balancing, "BATCH", 2)
    first, *_ = stocked(5, 6, 7, 8, 9)
    assert reserve(uuid7(), {first: 2}) == []

    assert invoke(check_levels.handler, {}) == {"checked": 5, "uneven": []}


@pytest.mark.parametrize(("column", "value"), [("on_hand", 4), ("reserved", 1)])
def test_a_level_that_did_not_is_named(database: World, column: str, value: int) -> None:
    lost, _ = stocked(5, 6)
    with database.tx_as("admin") as tx:
        tx.execute(
            f"UPDATE inventory.stock_levels SET {column} = :value WHERE variant_id = :lost", value=value, lost=lost
        )

    found = invoke(check_levels.handler, {})

    assert found["checked"] == 2
    assert [(one["variant_id"], one[column], one[f"moved_{column}"]) for one in found["uneven"]] == [
        (str(lost), str(value), str({"on_hand": 5, "reserved": 0}[column]))
    ]
