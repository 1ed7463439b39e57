from typing import Annotated
from uuid import UUID

from functions.inventory.domain import stock
from functions.inventory.domain.model import BelowReserved, CountStock, LevelView
from souk import ADMIN, SELLER, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/inventory/{variant_id}",
    role=(SELLER, ADMIN),
    refuses=(BelowReserved, NotFound.of("stock_level"), NotFound.of("variant")),
    audited=True,
)
def handler(tx: Transaction, caller: Caller, variant_id: UUID, body: CountStock) -> Annotated[Json | None, LevelView]:
    """Set how many units of a variant are on hand in a warehouse."""
    return stock.count_stock(tx, caller, variant_id, body)
