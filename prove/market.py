"""The market of a run: shops with few units of each thing, coupons of few uses, and customers with accounts."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from prove.history import Writer
from tests.support import bus, market, promoting, sales
from tests.support.market import Shop, Variant

UNITS = (3, 20, 1, 8, 100, 2, 35, 5, 13, 60)
LIMITS = (2, 5, 1, 10)
ATTEMPTS_PER_VARIANT = 30
ATTEMPTS_PER_COUPON = 80
ATTEMPTS_PER_CUSTOMER = 5
SHOPS = 4


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon and how often it may be used."""

    id: UUID
    code: str


@dataclass(slots=True)
class Customer:
    """Somebody who signs in, with a token until a moment of the monotonic clock, and buys."""

    user_id: UUID
    email: str
    token: str = ""
    signed_in_until: float = 0


@dataclass(slots=True)
class Market:
    """What there is to buy, from whom, and who buys."""

    shops: dict[UUID, Shop] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)
    coupons: list[Coupon] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)


def opened(history: Writer, attempts: int) -> Market:
    """Open a market for so many attempts to buy, and write down what is in it."""
    opened = Market()
    for number in range(SHOPS):
        shop = market.open_shop(f"Shop {number}")
        opened.shops[shop.seller_id] = shop
    shops = [*opened.shops.values()]
    for number in range(max(SHOPS, attempts // ATTEMPTS_PER_VARIANT)):
        units = UNITS[number % len(UNITS)]
        shop = shops[number % SHOPS]
        variant = market.put_on_sale(shop, amount=500 + 137 * number % 4000, stock=units, title=f"Thing {number}")
        opened.variants.append(variant)
        history.note("variant", variant_id=variant.id, units=units)
    for number in range(max(2, attempts // ATTEMPTS_PER_COUPON)):
        limits: dict[str, Any] = {"total_limit": LIMITS[number % len(LIMITS)]}
        if number % 2:
            limits["person_limit"] = 1
        made = promoting.promote(
            shops[number % SHOPS] if number % 3 == 2 else None,
            title=f"Coupon {number}",
            code=f"COUPON{number}",
            **limits,
        )
        opened.coupons.append(Coupon(UUID(made["id"]), made["code"]))
        history.note("coupon", promotion_id=made["id"], **{"person_limit": None} | limits)
    for _ in range(max(4, attempts // ATTEMPTS_PER_CUSTOMER)):
        user_id = sales.person()
        opened.customers.append(Customer(user_id, sales.email(user_id)))
    bus.taken()
    return opened
