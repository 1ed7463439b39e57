"""Orders as orders publishes them, and people who have an account."""

import json
from typing import Any
from uuid import UUID

from events.orders import OrderCancelled, OrderCreated
from functions.auth.domain.passwords import Passwords
from functions.orders.domain.shipping import ShippingOption, price_of
from souk.ids import uuid7
from tests.support import api, bus, market
from tests.support.world import World


def placed(
    world: World,
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


def cancelled(world: World, order: OrderCreated, reason: str = "customer") -> OrderCancelled:
    """Cancel an order and give its event."""
    with world.tx_as("admin") as tx:
        tx.execute("UPDATE orders.orders SET status = 'cancelled', sequence = 2 WHERE id = :id", id=order.order_id)
    return OrderCancelled(order_id=order.order_id, customer_id=order.customer_id, reason=reason, sequence=2)


_LINE = """
WITH sold AS (
    INSERT INTO orders.seller_orders (
        id, order_id, seller_id, seller_name, currency, items_amount, shipping_amount, shipping_tax_amount,
        tax_amount, total_amount, commission_rate, commission_amount
    ) VALUES (
        uuidv7(), :order_id, :seller_id, :seller_name, :currency, :total, :shipping, 0, :tax,
        :total::bigint + :shipping::bigint, 0, 0
    )
    RETURNING id
)
INSERT INTO orders.order_lines (
    id, seller_order_id, seller_id, variant_id, product_id, sku, title, options, quantity, currency,
    unit_amount, total_amount, tax_rate, tax_amount, commission_amount
)
SELECT uuidv7(), sold.id, :seller_id, uuidv7(), uuidv7(), 'SKU', :title, :options::jsonb, :quantity, :currency,
    :unit_amount, :total, 2000, :tax, 0
FROM sold
"""


def sold(
    world: World,
    order: OrderCreated,
    title: str,
    quantity: int,
    unit_amount: int,
    seller_name: str,
    *,
    options: dict[str, str] | None = None,
    shipping: int = 0,
    tax: int = 0,
) -> UUID:
    """Add a line of a new seller to an order and give the seller's id."""
    seller_id = uuid7()
    with world.tx_as("admin") as tx:
        tx.execute(
            "INSERT INTO sellers.sellers (id, owner_id, shop_name, country, status)"
            " VALUES (:seller_id, uuidv7(), :name, 'GB', 'approved')",
            seller_id=seller_id,
            name=seller_name,
        )
        tx.execute(
            _LINE,
            order_id=order.order_id,
            seller_id=seller_id,
            seller_name=seller_name,
            currency=order.currency,
            title=title,
            quantity=quantity,
            unit_amount=unit_amount,
            total=quantity * unit_amount,
            options=json.dumps(options or {}),
            shipping=shipping,
            tax=tax,
        )
    return seller_id


def person(world: World, first_name: str = "Ada", phone: str | None = None, locale: str = "en") -> UUID:
    """Give somebody an account and a profile."""
    named = {"first_name": first_name, "last_name": "Lovelace", "phone": phone}
    account = {"email": f"{uuid7().hex}@example.com", "password": "a password for tests"}
    with market.beforehand():
        opened = api.call("POST /api/auth/register", body=account | named, passwords=Passwords(cost=4))
        assert opened.status == 201, opened.text
        user_id = UUID(opened.json["id"])
        changed = api.call("PUT /api/users/me", as_=api.customer(user_id), body=named | {"locale": locale})
        assert changed.status == 200, changed.text
    return user_id


def email(world: World, user_id: UUID) -> str:
    """Give the address of somebody's account."""
    with world.tx_as("notifications") as tx:
        return str(tx.value("SELECT email FROM auth_api.contacts WHERE user_id = :user_id", user_id=user_id))
