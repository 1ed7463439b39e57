"""A market to buy in: shops, products with stock, filled carts and placed orders, made as their people make them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any
from uuid import UUID

from events.payments import PaymentActionRequired, PaymentCompleted, PaymentFailed, PaymentRefunded
from events.sellers import SellerApproved
from functions.catalog.browsing.domain.model import RelistShop
from functions.orders import cancel_overdue_orders
from souk import Event, Money
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
SHIPMENT = {"carrier": "Royal Mail", "tracking_number": "RM123456785GB"}
_ATTEMPTS = count(1)
PICTURE = {"url": "/pictures/thing.svg"}


@dataclass(frozen=True)
class Shop:
    """A shop that sells."""

    seller_id: UUID
    owner_id: UUID
    name: str

    @cached_property
    def category_id(self) -> str:
        """A category of its own, made when it is first asked for."""
        return category(f"Things {self.seller_id.hex[-12:]}")

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


def apply_for_shop(name: str = "Shop") -> Shop:
    """Apply for a shop."""
    owner = api.customer()
    with beforehand():
        applied = api.made("POST /api/sellers", as_=owner, body={"name": name, "country": "GB"})
    return Shop(UUID(applied["id"]), owner.user_id, name)


def approve(shop: Shop) -> None:
    """Let an administrator approve a shop."""
    with beforehand():
        api.made("PUT /api/sellers/{seller_id}/approval", as_=api.admin(), path={"seller_id": shop.seller_id})
        [approved] = bus.recorded_as(SellerApproved)[-1:]
        assert bus.deliver("catalog.browsing.follow_seller", approved) == []
        parts = [part for part in bus.enqueued() if part["event"] == RelistShop.job]
        assert bus.deliver("catalog.browsing.relist_shop", *parts) == []
        _run("DELETE FROM souk.jobs WHERE job = :job", job=RelistShop.job)


def open_shop(name: str = "Shop") -> Shop:
    """Open an approved shop."""
    shop = apply_for_shop(name)
    approve(shop)
    return shop


def put_on_sale(
    shop: Shop, amount: int = 1999, stock: int = 10, currency: str = "GBP", title: str = "Mug", **other: Any
) -> Variant:
    """Put a product with one variant on sale."""
    price = {"amount": amount, "currency": currency}
    variant = {"sku": uuid7().hex[-12:].upper(), "options": {"size": "M"}, "price": price, "stock": stock} | other
    with beforehand():
        made = bring(shop.keeper, shop.category_id, title, images=[PICTURE], variants=[variant])
    return Variant(UUID(made["variants"][0]["id"]), UUID(made["id"]), shop.seller_id, amount)


def restock(variant: Variant, stock: int) -> None:
    """Say how many are on the shelf."""
    with beforehand():
        api.made(
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
    with beforehand():
        api.made("PUT /api/products/{product_id}", as_=_keeper(variant), path=_at(variant), body=body)


def withdraw(variant: Variant) -> None:
    """Take it off sale."""
    with beforehand():
        api.made("DELETE /api/products/{product_id}", as_=_keeper(variant), path=_at(variant))


def add(customer: Caller, variant: Variant, quantity: int = 1, **request: Any) -> api.Answer:
    """Put something into the customer's cart."""
    body = {"variant_id": str(variant.id), "quantity": quantity}
    return api.call("POST /api/cart/items", as_=customer, body=body, **request)


def cart(customer: Caller) -> dict[str, Any]:
    """Look at the customer's cart."""
    return dict(api.made("GET /api/cart", as_=customer))


def wish(**changes: Any) -> dict[str, Any]:
    """Make the body of an order."""
    usual = {"shipping_address": ADDRESS, "shipping_option": "standard", "payment_method": "sandbox_visa"}
    return usual | changes


def place(customer: Caller, *, key: str | None = None, **changes: Any) -> api.Answer:
    """Order what is in the customer's cart."""
    keyed: dict[str, Any] = {} if key is None else {"key": key}
    return api.call("POST /api/orders", as_=customer, body=wish(**changes), **keyed)


def ordered(customer: Caller, *lines: tuple[Variant, int], **changes: Any) -> dict[str, Any]:
    """Fill a cart and order it."""
    for variant, quantity in lines:
        assert add(customer, variant, quantity).status == 201
    return dict(api.made("POST /api/orders", as_=customer, body=wish(**changes)))


def history(order_id: str | UUID) -> list[dict[str, Any]]:
    """Give the entries of an order's history."""
    found = _rows(
        "SELECT sequence, kind, status, data FROM orders.order_events WHERE order_id = :id ORDER BY sequence",
        id=order_id,
    )
    return [row | {"data": json.loads(row["data"])} for row in found]


def category(name: str = "Mugs", parent_id: str | None = None) -> str:
    """Give the id of a new category."""
    return str(api.made("POST /api/categories", body={"name": name, "parent_id": parent_id}, as_=api.admin())["id"])


def offer(category_id: str, title: str = "Stoneware Mug", **other: Any) -> dict[str, Any]:
    """Give the body of a new product."""
    variant = {"sku": title.upper().replace(" ", "-"), "price": {"amount": 1400, "currency": "GBP"}, "stock": 5}
    return {"title": title, "category_id": category_id, "variants": [variant]} | other


def bring(seller: Caller, category_id: str, title: str = "Stoneware Mug", **other: Any) -> dict[str, Any]:
    """Bring a new product into the shop."""
    return dict(api.made("POST /api/products", body=offer(category_id, title, **other), as_=seller))


def titles(**query: Any) -> list[str]:
    """Give the titles of a list of products."""
    return [item["title"] for item in api.made("GET /api/products", query=query)["items"]]


def completed(order: dict[str, Any], sequence: int = 3, **changes: Any) -> PaymentCompleted:
    """Make the event that an order was paid."""
    usual = {
        "transaction_id": uuid7(),
        "order_id": order["id"],
        "payment_method": order["payment_method"],
        "amount": order["total"],
        "surplus": False,
    }
    return PaymentCompleted(**(usual | changes), sequence=sequence)


def failed(order: dict[str, Any], *, final: bool, sequence: int = 3, **changes: Any) -> PaymentFailed:
    """Make the event that an attempt failed."""
    usual = _of_attempt(order) | {"reason": "declined", "final": final}
    return PaymentFailed(**(usual | changes), sequence=sequence)


def action_required(order: dict[str, Any], sequence: int = 2, **changes: Any) -> PaymentActionRequired:
    """Make the event that the customer has a second step to take."""
    return PaymentActionRequired(**(_of_attempt(order) | changes), sequence=sequence)


def refunded(
    order: dict[str, Any],
    amount: int,
    sequence: int = 4,
    reason: str = "returned",
    requested_id: str | UUID | None = None,
) -> PaymentRefunded:
    """Make the event that money went back."""
    money = Money(amount=amount, currency=order["total"]["currency"])
    return PaymentRefunded(
        transaction_id=uuid7(), refund_id=uuid7(), order_id=order["id"], amount=money, reason=reason,
        requested_id=requested_id, sequence=sequence,
    )  # fmt: skip


def deliver_to_orders(reaction: str, *events: Event, times: int = 1) -> None:
    """Deliver events to one of the orders' reactions, which must take them."""
    assert bus.deliver(f"orders.{reaction}", *events, times=times) == []


def pay(order: dict[str, Any]) -> None:
    """Let an order be paid."""
    deliver_to_orders("mark_order_paid", completed(order))


def let_time_run_out(order: dict[str, Any]) -> None:
    """Let the time to pay an order be up, and the schedule that gives such orders up run."""
    _run("UPDATE orders.orders SET held_until = now() - interval '1 second' WHERE id = :id", id=order["id"])
    api.invoke(cancel_overdue_orders.handler, {})


def pay_again(customer: Caller, order: dict[str, Any], method: str = "sandbox_visa", **request: Any) -> api.Answer:
    """Pay an order again."""
    path, body = {"order_id": order["id"]}, {"payment_method": method}
    return api.call("POST /api/orders/{order_id}/payments", as_=customer, path=path, body=body, **request)


def look(customer: Caller, order: dict[str, Any]) -> dict[str, Any]:
    """Look at one of the customer's orders."""
    return dict(api.made("GET /api/orders/{order_id}", as_=customer, path={"order_id": order["id"]}))


def seller_order_of(shop: Shop, order: dict[str, Any]) -> str:
    """Give the id of a shop's seller order."""
    return next(str(one["id"]) for one in order["sellers"] if one["seller_id"] == str(shop.seller_id))


def ship(shop: Shop, order: dict[str, Any], **request: Any) -> api.Answer:
    """Let a shop ship its seller order."""
    return api.call(
        "POST /api/seller/orders/{seller_order_id}/shipments",
        as_=shop.keeper,
        path={"seller_order_id": seller_order_of(shop, order)},
        body=SHIPMENT,
        **request,
    )


def deliver(shop: Shop, order: dict[str, Any]) -> api.Answer:
    """Let a shop say that its seller order arrived."""
    return api.call(
        "POST /api/seller/orders/{seller_order_id}/delivered",
        as_=shop.keeper,
        path={"seller_order_id": seller_order_of(shop, order)},
    )


@contextmanager
def beforehand() -> Iterator[None]:
    """Let what is recorded here be published and handled already, as far as anybody listens."""
    earlier = [event.id for event in bus.recorded()]
    yield
    _run("DELETE FROM souk.outbox WHERE id <> ALL (:earlier::uuid[])", earlier=earlier)


def _of_attempt(order: dict[str, Any]) -> dict[str, Any]:
    return {"transaction_id": uuid7(), "order_id": order["id"], "request": 1, "attempt": next(_ATTEMPTS)}


def _at(variant: Variant) -> dict[str, UUID]:
    return {"product_id": variant.product_id}


def _keeper(variant: Variant) -> Caller:
    return api.seller(variant.seller_id)


def _product(variant: Variant) -> Any:
    return api.made("GET /api/products/{product_id}", path=_at(variant))


def _run(sql: str, **parameters: Any) -> None:
    with world.current().tx_as("admin") as tx:
        tx.execute(sql, **parameters)


def _rows(sql: str, **parameters: Any) -> list[dict[str, Any]]:
    with world.current().tx_as("admin") as tx:
        return tx.rows(sql, **parameters)
