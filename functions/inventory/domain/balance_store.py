"""SQL of the balances: each level beside the sum of its movements."""

from dataclasses import dataclass
from uuid import UUID

from souk import Transaction

NEXT_BALANCES = """
SELECT variant_id, warehouse_id, on_hand, reserved, moved_on_hand, moved_reserved
FROM balances
WHERE (variant_id, warehouse_id) > (:after_variant, :after_warehouse)
ORDER BY variant_id, warehouse_id
LIMIT :batch
"""


@dataclass(frozen=True, slots=True)
class Balance:
    """A level, and what its movements come to."""

    variant_id: UUID
    warehouse_id: UUID
    on_hand: int
    reserved: int
    moved_on_hand: int
    moved_reserved: int

    @property
    def is_even(self) -> bool:
        """Whether the level is what its movements come to."""
        return (self.on_hand, self.reserved) == (self.moved_on_hand, self.moved_reserved)


def next_balances(tx: Transaction, after: tuple[UUID, UUID], batch: int) -> list[Balance]:
    """Give the balances of the levels after one, by variant and warehouse."""
    return tx.fetch(Balance, NEXT_BALANCES, after_variant=after[0], after_warehouse=after[1], batch=batch)
