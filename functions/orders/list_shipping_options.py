from functions.orders.domain.reference import ListShippingOptions, ShippingOptionsView, ShippingOptionView
from functions.orders.domain.shipping import NAMES, ShippingOption, days_to, price_of
from souk import operation


@operation("GET /api/shipping-options", cached="public, max-age=3600", memory=256)
def handler(query: ListShippingOptions) -> ShippingOptionsView:
    """List how a shop's parcel travels to a country, for how much and how long."""
    return ShippingOptionsView(
        items=[
            ShippingOptionView(
                option=option,
                name=NAMES[option],
                price=price_of(option, query.currency),
                days=days_to(option, query.country),
            )
            for option in ShippingOption
        ]
    )
