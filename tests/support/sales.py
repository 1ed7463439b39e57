"""Orders as orders publishes them, without the way that leads there."""

from uuid import UUID

from events.orders import OrderCancelled, OrderCreated
from souk.ids import uuid7
from souk.money import Money
from tests.support.world import World

_ORDER = """
INSERT INTO orders.orders (
    id, number, customer_id, status, sequence, currency, items_amount, shipping_amount, tax_amount, total_amount,
    payment_method, shipping_option, shipping_address, parts, held_until
) VALUES (
    :id, :number, :customer_id, 'pending', 1, :currency, :amount, 0, 0, :amount, :method, 'standard', '{}', 1,
    now() + interval '15 minutes'
)
"""


def placed(
    world: World,
    method: str = "sandbox_visa",
    amount: int = 4598,
    currency: str = "GBP",
    customer_id: UUID | None = None,
) -> OrderCreated:
    """Place an order and give the event that tells of it."""
    order_id, customer_id = uuid7(), customer_id or uuid7()
    with world.tx_as("admin") as tx:
        tx.execute(
            _ORDER,
            id=order_id,
            number=f"S-{order_id.hex[-12:]}",
            customer_id=customer_id,
            currency=currency,
            amount=amount,
            method=method,
        )
    return OrderCreated(
        order_id=order_id,
        customer_id=customer_id,
        total=Money(amount=amount, currency=currency),
        currency=currency,
        payment_method=method,
        sellers=[],
        lines=[],
    )


def cancelled(world: World, order: OrderCreated, reason: str = "customer") -> OrderCancelled:
    """Cancel an order and give the event that tells of it."""
    with world.tx_as("admin") as tx:
        tx.execute("UPDATE orders.orders SET status = 'cancelled', sequence = 2 WHERE id = :id", id=order.order_id)
    return OrderCancelled(order_id=order.order_id, customer_id=order.customer_id, reason=reason, sequence=2)
