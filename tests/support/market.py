"""A market to buy in: shops, products with stock, filled carts and placed orders, made through the real tables."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from souk import Event
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, bus, world

ADDRESS = {
    "name": "Ada Buyer",
    "line1": "1 Market Street",
    "city": "London",
    "postal_code": "E1 6AN",
    "country": "GB",
}

_PRODUCT = """
WITH category AS (
    INSERT INTO catalog.categories (id, name, slug, path, lineage)
    VALUES (:category_id, 'Things', :slug, :slug, ARRAY[:category_id::uuid])
),
product AS (
    INSERT INTO catalog.products (
        id, seller_id, reference, category_id, title, description, images, amount, currency, listed
    )
    VALUES (
        :product_id, :seller_id, :sku, :category_id, :title, '', ARRAY['/pictures/thing.svg'], :amount, :currency, true
    )
)
INSERT INTO catalog.product_variants (id, product_id, seller_id, sku, options, amount, position)
VALUES (:variant_id, :product_id, :seller_id, :sku, '{"size": "M"}', :amount, 1)
"""


@dataclass(frozen=True)
class Shop:
    """A shop that sells."""

    seller_id: UUID
    owner_id: UUID
    name: str

    @property
    def keeper(self) -> Caller:
        """Somebody who acts for the shop."""
        return api.seller(self.seller_id, self.owner_id)


@dataclass(frozen=True)
class Variant:
    """Something to buy."""

    id: UUID
    product_id: UUID
    seller_id: UUID
    amount: int


def open_shop(name: str = "Shop") -> Shop:
    """Open an approved shop."""
    shop = Shop(uuid7(), uuid7(), name)
    _run(
        """
        WITH known AS (INSERT INTO catalog.sellers (id, name, active, sequence) VALUES (:seller_id, :name, true, 2))
        INSERT INTO sellers.sellers (id, owner_id, shop_name, country, status)
        VALUES (:seller_id, :owner_id, :name, 'GB', 'approved')
        """,
        seller_id=shop.seller_id,
        owner_id=shop.owner_id,
        name=name,
    )
    return shop


def put_on_sale(shop: Shop, amount: int = 1999, stock: int = 10, currency: str = "GBP", title: str = "Mug") -> Variant:
    """Put a product with one variant on sale."""
    variant = Variant(uuid7(), uuid7(), shop.seller_id, amount)
    _run(
        _PRODUCT,
        category_id=uuid7(),
        slug=variant.id.hex,
        product_id=variant.product_id,
        variant_id=variant.id,
        seller_id=shop.seller_id,
        sku=variant.id.hex[-12:].upper(),
        title=title,
        amount=amount,
        currency=currency,
    )
    restock(variant, stock)
    return variant


def restock(variant: Variant, stock: int) -> None:
    """Say how many are on the shelf."""
    _run(
        "SELECT inventory_api.receive(ARRAY[:variant_id::uuid], :seller_id, ARRAY[:stock::int])",
        variant_id=variant.id,
        seller_id=variant.seller_id,
        stock=stock,
    )


def reprice(variant: Variant, amount: int) -> None:
    """Change what it costs."""
    _run("UPDATE catalog.product_variants SET amount = :amount WHERE id = :id", id=variant.id, amount=amount)


def withdraw(variant: Variant) -> None:
    """Take it off sale."""
    _run("UPDATE catalog.product_variants SET archived_at = now() WHERE id = :id", id=variant.id)


def levels(variant: Variant) -> tuple[int, int]:
    """Tell how many are on hand, and how many of them are promised."""
    row = _rows(
        """
        SELECT sum(on_hand)::int AS on_hand, sum(reserved)::int AS reserved
        FROM inventory.stock_levels
        WHERE variant_id = :id
        """,
        id=variant.id,
    )[0]
    return row["on_hand"], row["reserved"]


def add(shopper: Caller, variant: Variant, quantity: int = 1, **request: Any) -> api.Answer:
    """Put something into the shopper's cart."""
    body = {"variant_id": str(variant.id), "quantity": quantity}
    return api.call("POST /api/cart/items", as_=shopper, body=body, **request)


def cart(shopper: Caller) -> dict[str, Any]:
    """Look at the shopper's cart."""
    answer = api.call("GET /api/cart", as_=shopper)
    assert answer.status == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def wish(**changes: Any) -> dict[str, Any]:
    """Make the body of an order."""
    usual = {"shipping_address": ADDRESS, "shipping_option": "standard", "payment_method": "sandbox_visa"}
    return usual | changes


def place(buyer: Caller, *, key: str | None = None, **changes: Any) -> api.Answer:
    """Order what is in the buyer's cart."""
    keyed: dict[str, Any] = {} if key is None else {"key": key}
    return api.call("POST /api/orders", as_=buyer, body=wish(**changes), **keyed)


def ordered(buyer: Caller, *lines: tuple[Variant, int], **changes: Any) -> dict[str, Any]:
    """Fill a cart and order it."""
    for variant, quantity in lines:
        assert add(buyer, variant, quantity).status == 201
    answer = place(buyer, **changes)
    assert answer.status == 201, answer.text
    order: dict[str, Any] = answer.json
    return order


def history(order_id: str | UUID) -> list[dict[str, Any]]:
    """Give the entries of an order's history."""
    found = _rows(
        "SELECT sequence, kind, status, data FROM orders.order_events WHERE order_id = :id ORDER BY sequence",
        id=order_id,
    )
    return [row | {"data": json.loads(row["data"])} for row in found]


def told[E: Event](kind: type[E]) -> list[E]:
    """Give the events of one kind that were recorded."""
    return [event for event in bus.recorded(kind.name) if isinstance(event, kind)]


def _run(sql: str, **parameters: Any) -> None:
    with world.current().tx_as("admin") as tx:
        tx.execute(sql, **parameters)


def _rows(sql: str, **parameters: Any) -> list[dict[str, Any]]:
    with world.current().tx_as("admin") as tx:
        return tx.rows(sql, **parameters)
