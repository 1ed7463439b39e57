"""Shops and their products for tests, opened and filled through the doors the product has."""

from typing import Any

from events.sellers import SellerApproved
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, bus, world


def apply_for_shop() -> Caller:
    """Give a seller whose shop is not approved yet."""
    seller = api.seller()
    with world.current().tx_as("admin") as tx:
        tx.execute(
            "INSERT INTO sellers.sellers (id, owner_id, shop_name, country) VALUES (:id, :owner, 'New shop', 'GB')",
            id=seller.seller_id,
            owner=seller.user_id,
        )
    return seller


def open_shop(name: str = "Fold & Kiln", seller: Caller | None = None) -> Caller:
    """Give a seller whose shop is approved."""
    seller = seller or apply_for_shop()
    approved = SellerApproved(sequence=2, seller_id=seller.seller, owner_id=uuid7(), shop_name=name)
    assert bus.deliver("catalog.browsing.follow_seller", approved) == []
    return seller


def category(name: str = "Mugs", parent_id: str | None = None) -> str:
    """Give the id of a new category."""
    answer = api.call("POST /api/categories", body={"name": name, "parent_id": parent_id}, as_=api.admin())
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def offer(category_id: str, title: str = "Stoneware Mug", **other: Any) -> dict[str, Any]:
    """Give the body of a new product."""
    variant = {"sku": title.upper().replace(" ", "-"), "price": {"amount": 1400, "currency": "GBP"}, "stock": 5}
    return {"title": title, "category_id": category_id, "variants": [variant]} | other


def bring(seller: Caller, category_id: str, title: str = "Stoneware Mug", **other: Any) -> dict[str, Any]:
    """Bring a new product into the shop."""
    answer = api.call("POST /api/products", body=offer(category_id, title, **other), as_=seller)
    assert answer.status == 201, answer.text
    return dict(answer.json)


def titles(**query: Any) -> list[str]:
    """Give the titles of a list of products."""
    answer = api.call("GET /api/products", query=query)
    assert answer.status == 200, answer.text
    return [item["title"] for item in answer.json["items"]]
