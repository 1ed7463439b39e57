from typing import Annotated
from uuid import UUID

from functions.orders.shipping.domain import options
from functions.orders.shipping.domain.model import ChangeShippingOption, OwnShippingOption, ShippingOptionNameTaken
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/seller/shipping-options/{option_id}",
    role=(SELLER, ADMIN),
    refuses=(ShippingOptionNameTaken, NotFound.of("shipping_option")),
    audited=True,
)
def handler(
    tx: SellerTransaction, option_id: UUID, version: int, body: ChangeShippingOption
) -> Annotated[Json, OwnShippingOption]:
    """Change a way in which the shop sends its parcels; its version must be the one that was read."""
    return options.change_shipping_option(tx, option_id, body, version)
