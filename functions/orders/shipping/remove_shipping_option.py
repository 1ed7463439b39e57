from uuid import UUID

from functions.orders.shipping.domain import options
from souk import ADMIN, SELLER, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "DELETE /api/seller/shipping-options/{option_id}",
    role=(SELLER, ADMIN),
    status=204,
    refuses=(NotFound.of("shipping_option"),),
    audited=True,
)
def handler(tx: SellerTransaction, option_id: UUID, version: int | None) -> None:
    """Remove a way in which the shop sends its parcels, at the version that was read when one is named."""
    options.remove_shipping_option(tx, option_id, version)
