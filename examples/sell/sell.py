"""Put a product up for sale, watch its orders, and ship the first that is paid: python sell.py TITLE"""

import os
import sys
import time
from collections.abc import Iterator
from uuid import uuid4

from souk_client import AuthenticatedClient, Client
from souk_client.api.auth import login
from souk_client.api.catalog import create_product, list_categories
from souk_client.api.orders import list_seller_orders, ship_seller_order
from souk_client.models import (
    CategoryTree,
    CreateProduct,
    Currency,
    Login,
    OfferVariant,
    PageOfSellerOrderView,
    Price,
    ProductView,
    SellerOrderStatus,
    SellerOrderView,
    Shipment,
    Tokens,
)
from souk_client.types import UNSET, Unset

URL = os.environ.get("SOUK_URL", "http://localhost:8080")
EMAIL = os.environ.get("SOUK_EMAIL", "seller@example.com")
PASSWORD = os.environ.get("SOUK_PASSWORD", "souk-demo-2026")


def ok[T](answer: object, kind: type[T]) -> T:
    """Give what was answered, or stop with the problem."""
    if not isinstance(answer, kind):
        sys.exit(f"{answer}")
    return answer


def sign_in() -> AuthenticatedClient:
    """Sign in as the seller."""
    tokens = ok(login.sync(client=Client(URL), body=Login(EMAIL, PASSWORD)), Tokens)
    return AuthenticatedClient(URL, tokens.access_token)


def put_up(seller: AuthenticatedClient, title: str) -> ProductView:
    """Offer twelve of something in the first category there is."""
    category = ok(list_categories.sync(client=seller), CategoryTree).items[0]
    variant = OfferVariant(f"MUG-{uuid4().hex[:8]}", Price(1999, Currency.GBP), stock=12)
    product = CreateProduct(title, category.id, [variant])
    return ok(create_product.sync(client=seller, body=product, idempotency_key=str(uuid4())), ProductView)


def orders(seller: AuthenticatedClient) -> Iterator[SellerOrderView]:
    """List what was ordered of the shop, newest first, page by page."""
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = ok(list_seller_orders.sync(client=seller, cursor=cursor), PageOfSellerOrderView)
        yield from page.items
        cursor = page.next_cursor


def first_ready(seller: AuthenticatedClient, product: ProductView) -> SellerOrderView:
    """Wait for an order of the product that is to be shipped."""
    while True:
        for order in orders(seller):
            if order.status is SellerOrderStatus.READY and product.id in {line.product_id for line in order.lines}:
                return order
        time.sleep(1)


def main() -> None:
    """Sell one."""
    seller = sign_in()
    product = put_up(seller, sys.argv[1] if len(sys.argv) > 1 else "Blue mug")
    print(f"{product.title} is for sale", flush=True)
    order = first_ready(seller, product)
    shipment = Shipment("Royal Mail", "AB123456789GB")
    shipped = ship_seller_order.sync(order.id, client=seller, body=shipment, idempotency_key=str(uuid4()))
    print(f"{ok(shipped, SellerOrderView).number} is shipped")


if __name__ == "__main__":
    main()
