from typing import Annotated

from functions.orders.shipping.domain import options
from functions.orders.shipping.domain.model import (
    AddShippingOption,
    OwnShippingOption,
    ShippingOptionNameTaken,
    TooManyShippingOptions,
)
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/seller/shipping-options",
    role=(SELLER, ADMIN),
    status=201,
    idempotent=True,
    refuses=(NotFound.of("seller"), ShippingOptionNameTaken, TooManyShippingOptions),
    audited=True,
)
def handler(tx: SellerTransaction, body: AddShippingOption) -> Annotated[Json, OwnShippingOption]:
    """Add a way in which the shop sends its parcels."""
    return options.add_shipping_option(tx, body)
