"""Whatever orders ask, in whatever order: nothing is sold that is not there, and the movements explain every level."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from souk.ids import uuid7
from tests.support.stock import stocked
from tests.support.world import World

ORDERS = [uuid7() for _ in range(4)]
order = st.sampled_from(ORDERS)
steps = st.one_of(
    st.tuples(st.just("reserve"), order, st.integers(1, 6), st.integers(1, 6), st.booleans()),
    st.tuples(st.sampled_from(["commit", "release", "restock"]), order),
    st.tuples(st.just("expire")),
    st.tuples(st.just("receive"), st.integers(0, 12)),
)


def carry_out(world: World, step: tuple[Any, ...], variants: list[UUID], seller: UUID) -> None:
    with world.tx_as("admin") as tx:
        match step:
            case ("reserve", of, first, second, is_late):
                until = datetime.now(UTC) + timedelta(hours=-1 if is_late else 1)
                sql = "SELECT inventory_api.reserve(:o, :v::uuid[], :q::int[], :u)"
                tx.rows(sql, o=of, v=variants, q=[first, second], u=until)
            case ("restock", of):
                tx.rows("SELECT inventory.restock(:o)", o=of)
            case (question, of):
                if question == "receive":
                    sql = "SELECT inventory_api.receive(:v::uuid[], :s, :q::int[])"
                    tx.rows(sql, v=variants, s=seller, q=[of, of])
                else:
                    tx.rows(f"SELECT inventory_api.{question}(:o)", o=of)
            case _:
                tx.rows("SELECT inventory.release_expired(10)")


SOUND = """
SELECT b.on_hand, b.reserved, b.moved_on_hand AS moved, b.moved_reserved AS held,
  coalesce((
    SELECT sum(line.quantity)
    FROM inventory.reservation_lines line
    JOIN inventory.reservations r ON r.id = line.order_id
    WHERE line.variant_id = b.variant_id AND r.status = 'held'
  ), 0) AS owed
FROM inventory.balances b
WHERE b.variant_id = ANY (:variants::uuid[])
"""


@given(st.lists(steps, max_size=14))
@settings(max_examples=60)
def test_levels_movements_and_holds_always_agree(database: World, asked: list[tuple[Any, ...]]) -> None:
    seller = uuid7()
    with database.tx_as("admin") as tx:
        tx.execute("TRUNCATE inventory.reservations, inventory.reservation_lines")
    variants = stocked(10, 10, seller_id=seller)

    for step in asked:
        carry_out(database, step, variants, seller)

        with database.tx_as("admin") as tx:
            for level in tx.rows(SOUND, variants=variants):
                assert 0 <= level["reserved"] <= level["on_hand"]
                assert level["on_hand"] == level["moved"]
                assert level["reserved"] == level["held"] == level["owed"]
