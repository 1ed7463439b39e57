"""A market to buy in: shops, products with stock, filled carts and placed orders, made as their people make them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events.sellers import SellerApproved
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
PICTURE = "/pictures/thing.svg"


@dataclass(frozen=True)
class Shop:
    """A shop that sells."""

    seller_id: UUID
    owner_id: UUID
    name: str
    category_id: str

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
    """Open an approved shop, which has a category of its own."""
    owner = api.customer()
    with _beforehand():
        applied = _made("POST /api/sellers", as_=owner, body={"name": name, "country": "GB"})
        _made("PUT /api/sellers/{seller_id}/approval", as_=api.admin(), path={"seller_id": applied["id"]})
        [approved] = bus.recorded_as(SellerApproved)[-1:]
        assert bus.deliver("catalog.browsing.follow_seller", approved) == []
        category = _made("POST /api/categories", as_=api.admin(), body={"name": f"Things {applied['id'][-12:]}"})
    return Shop(UUID(applied["id"]), owner.user_id, name, category["id"])


def put_on_sale(shop: Shop, amount: int = 1999, stock: int = 10, currency: str = "GBP", title: str = "Mug") -> Variant:
    """Put a product with one variant on sale."""
    variant = {
        "sku": uuid7().hex[-12:].upper(),
        "options": {"size": "M"},
        "price": {"amount": amount, "currency": currency},
        "stock": stock,
    }
    product = {"title": title, "category_id": shop.category_id, "images": [PICTURE], "variants": [variant]}
    with _beforehand():
        made = _made("POST /api/products", as_=shop.keeper, body=product)
    return Variant(UUID(made["variants"][0]["id"]), UUID(made["id"]), shop.seller_id, amount)


def restock(variant: Variant, stock: int) -> None:
    """Say how many are on the shelf."""
    with _beforehand():
        _made(
            "PUT /api/inventory/{variant_id}",
            as_=_keeper(variant),
            path={"variant_id": variant.id},
            body={"on_hand": stock},
        )


def reprice(variant: Variant, amount: int) -> None:
    """Change what it costs."""
    product = _product(variant)
    kept = {name: product[name] for name in ("title", "images", "version")}
    offered = [
        {name: one[name] for name in ("sku", "options")} | {"price": product["price"] | {"amount": amount}}
        for one in product["variants"]
    ]
    body = kept | {"category_id": product["category"][-1]["id"], "variants": offered}
    with _beforehand():
        _made("PUT /api/products/{product_id}", as_=_keeper(variant), path=_at(variant), body=body)


def withdraw(variant: Variant) -> None:
    """Take it off sale."""
    with _beforehand():
        _made("DELETE /api/products/{product_id}", as_=_keeper(variant), path=_at(variant))


def levels(variant: Variant) -> tuple[int, int]:
    """Give how many are on hand, and how many of them are promised."""
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


@contextmanager
def _beforehand() -> Iterator[None]:
    """Let what is recorded here be published and handled already, as far as anybody listens."""
    earlier = [event.id for event in bus.recorded()]
    yield
    _run("DELETE FROM souk.outbox WHERE id <> ALL (:earlier::uuid[])", earlier=earlier)


def _made(route: str, **request: Any) -> Any:
    answer = api.call(route, **request)
    assert answer.status < 300, answer.text
    return answer.json if answer.text else None


def _at(variant: Variant) -> dict[str, UUID]:
    return {"product_id": variant.product_id}


def _keeper(variant: Variant) -> Caller:
    return api.seller(variant.seller_id)


def _product(variant: Variant) -> Any:
    return _made("GET /api/products/{product_id}", path=_at(variant))


def _run(sql: str, **parameters: Any) -> None:
    with world.current().tx_as("admin") as tx:
        tx.execute(sql, **parameters)


def _rows(sql: str, **parameters: Any) -> list[dict[str, Any]]:
    with world.current().tx_as("admin") as tx:
        return tx.rows(sql, **parameters)
