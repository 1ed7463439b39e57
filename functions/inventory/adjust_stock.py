from typing import Annotated
from uuid import UUID

from functions.inventory.domain import stock
from functions.inventory.domain.model import AdjustStock, BelowReserved, LevelView
from souk import ADMIN, SELLER, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/inventory/{variant_id}/adjustments",
    role=(SELLER, ADMIN),
    status=201,
    idempotent=True,
    refuses=(BelowReserved, NotFound.of("stock_level"), NotFound.of("variant")),
    audited=True,
)
def handler(tx: Transaction, caller: Caller, variant_id: UUID, body: AdjustStock) -> Annotated[Json | None, LevelView]:
    """Change the units on hand by a number, for a reason."""
    return stock.adjust_stock(tx, caller, variant_id, body)
