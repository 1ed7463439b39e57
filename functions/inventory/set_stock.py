from typing import Annotated
from uuid import UUID

from functions.inventory.domain import levels
from functions.inventory.domain.model import BelowReserved, CountStock, LevelView
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/inventory/{variant_id}",
    role=(SELLER, ADMIN),
    refuses=(BelowReserved, NotFound.of("variant"), NotFound.of("warehouse")),
    audited=True,
)
def handler(tx: SellerTransaction, variant_id: UUID, body: CountStock) -> Annotated[Json, LevelView]:
    """Set how many units of a variant are on hand in a warehouse, and from how many they run low."""
    return levels.set_stock(tx, variant_id, body)
