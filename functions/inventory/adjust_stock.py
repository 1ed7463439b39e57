from typing import Annotated
from uuid import UUID

from functions.inventory.domain import levels
from functions.inventory.domain.model import AboveMostUnits, AdjustStock, BelowReserved, BelowZero, LevelView
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/inventory/{variant_id}/adjustments",
    role=(SELLER, ADMIN),
    status=201,
    idempotent=True,
    refuses=(AboveMostUnits, BelowReserved, BelowZero, NotFound.of("variant"), NotFound.of("warehouse")),
    audited=True,
)
def handler(tx: SellerTransaction, variant_id: UUID, body: AdjustStock) -> Annotated[Json, LevelView]:
    """Change the units on hand by a number, for a reason."""
    return levels.adjust_stock(tx, variant_id, body)
