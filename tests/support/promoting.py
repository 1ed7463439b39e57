"""Promotions and coupons, made as shops and administrators make them."""

from typing import Any

from souk.identity import Caller
from tests.support import api, world
from tests.support.market import Shop

TENTH = {"kind": "percentage", "rate": 1000}
FREE_DELIVERY = {"kind": "free_delivery"}


def amount(minor: int, currency: str = "GBP") -> dict[str, Any]:
    """Make the benefit of an amount off."""
    return {"kind": "amount", "amount": {"amount": minor, "currency": currency}}


def promotion(**changes: Any) -> dict[str, Any]:
    """Make the body of a promotion."""
    return {"title": "A tenth off", "benefit": TENTH} | changes


def whose(shop: Shop | None) -> tuple[str, Caller]:
    """Give the address of a shop's promotions, or of the platform's, and who makes them."""
    return ("/api/seller/promotions", shop.keeper) if shop else ("/api/admin/promotions", api.admin())


def promote(shop: Shop | None = None, **changes: Any) -> dict[str, Any]:
    """Make a promotion of a shop, or of the platform."""
    address, maker = whose(shop)
    return dict(api.made(f"POST {address}", as_=maker, body=promotion(**changes)))


def offer(shop: Shop | None = None, **changes: Any) -> api.Answer:
    """Try to make one."""
    address, maker = whose(shop)
    return api.call(f"POST {address}", as_=maker, body=promotion(**changes))


def change(made: dict[str, Any], shop: Shop | None = None, **changes: Any) -> api.Answer:
    """Change some of a promotion as it was read."""
    address, maker = whose(shop)
    kept = {"title", "benefit", "products", "categories", "shops", "least_total", "starts_at", "ends_at", "total_limit"}
    kept |= {"person_limit", "stackable", "code", "version"}
    body = {name: made[name] for name in kept - ({"shops"} if shop else set())} | changes
    return api.call(f"PUT {address}/{{promotion_id}}", as_=maker, path={"promotion_id": made["id"]}, body=body)


def end(made: dict[str, Any], shop: Shop | None = None) -> api.Answer:
    """End a promotion."""
    address, maker = whose(shop)
    return api.call(f"PUT {address}/{{promotion_id}}/end", as_=maker, path={"promotion_id": made["id"]})


def look(made: dict[str, Any]) -> dict[str, Any]:
    """Look at anybody's promotion."""
    path = {"promotion_id": made["id"]}
    return dict(api.made("GET /api/admin/promotions/{promotion_id}", as_=api.admin(), path=path))


def enter(customer: Caller, code: str) -> api.Answer:
    """Let the customer's cart have a coupon."""
    return api.call("PUT /api/cart/coupon", as_=customer, body={"code": code})


def quote(customer: Caller, **wish: Any) -> dict[str, Any]:
    """Ask what the customer's cart would cost."""
    return dict(api.made("POST /api/cart/quote", as_=customer, body={"country": "GB"} | wish))


def uses() -> list[dict[str, Any]]:
    """Give the uses that were not given back."""
    with world.current().tx_as("admin") as tx:
        return tx.rows("SELECT order_id, promotion_id FROM orders.promotion_uses WHERE given_back_at IS NULL")
