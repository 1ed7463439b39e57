"""Orders as orders publishes them, and people who have an account."""

from typing import Any
from uuid import UUID

from events.orders import OrderCancelled, OrderCreated
from functions.auth.domain.passwords import Passwords
from functions.orders.domain.shipping import ShippingOption, price_of
from souk.ids import uuid7
from tests.support import api, bus, market, world


def placed(
    method: str = "sandbox_visa",
    amount: int = 4598,
    currency: str = "GBP",
    customer_id: UUID | None = None,
    address: dict[str, str] | None = None,
) -> OrderCreated:
    """Order something that costs so much with its delivery, and give the order's event."""
    delivery = price_of(ShippingOption.STANDARD, currency).amount
    with market.beforehand():
        mug = market.put_on_sale(market.open_shop(), amount - delivery, currency=currency)
        chosen: dict[str, Any] = {"shipping_address": address} if address else {}
        market.ordered(api.customer(customer_id), (mug, 1), payment_method=method, **chosen)
        return bus.recorded_as(OrderCreated)[-1]


def cancelled(order: OrderCreated) -> OrderCancelled:
    """Let the customer cancel an order and give the event of it, which is published."""
    api.made(
        "PUT /api/orders/{order_id}/cancel", as_=api.customer(order.customer_id), path={"order_id": order.order_id}
    )
    [event] = [one for one in bus.recorded_as(OrderCancelled) if one.order_id == order.order_id]
    bus.publish(event)
    return event


def person(first_name: str = "Ada", phone: str | None = None, locale: str = "en") -> UUID:
    """Give somebody an account and a profile."""
    named = {"first_name": first_name, "last_name": "Lovelace", "phone": phone}
    account = {"email": f"{uuid7().hex}@example.com", "password": "a password for tests"}
    with market.beforehand():
        opened = api.made("POST /api/auth/register", body=account | named, passwords=Passwords(cost=4))
        user_id = UUID(opened["id"])
        api.made("PUT /api/users/me", as_=api.customer(user_id), body=named | {"locale": locale})
    return user_id


def email(user_id: UUID) -> str:
    """Give the address of somebody's account."""
    with world.current().tx_as("notifications") as tx:
        return str(tx.value("SELECT email FROM auth_api.contacts WHERE user_id = :user_id", user_id=user_id))
