from functions.orders.domain import reference
from functions.orders.domain.reference import ListShippingOptions, ShippingOptionsView
from souk import operation


@operation("GET /api/shipping-options", cached="public, max-age=3600", memory=256)
def handler(query: ListShippingOptions) -> ShippingOptionsView:
    """List how a shop's parcel travels to a country, for how much and how long."""
    return reference.list_shipping_options(query)
