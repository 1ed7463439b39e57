"""An attempt to buy: sign in, fill the cart with what others want too, perhaps enter a coupon, and order."""

import time
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from functions.auth.domain.passwords import Passwords
from prove.asking import Client
from prove.crew import Step
from prove.market import Customer, Market
from tests.support.market import wish

METHODS = {
    "sandbox_visa": 48,
    "sandbox_timeout": 22,
    "sandbox_3ds": 18,
    "sandbox_declined": 7,
    "sandbox_no_funds": 5,
}
WANTED_AT_ONCE = 20
"""So many attempts after each other are after the same things."""

_PASSWORD = "a password for tests"
_SIGNED_IN_SECONDS = 300


class Buyer:
    """Makes attempts, and hands over what was ordered."""

    def __init__(
        self,
        client: Client,
        market: Market,
        ask: Callable[[Step], None],
        later: Callable[[int, Step], None],
        ordered: Callable[[int, Customer, dict[str, Any]], None],
        seed: str,
    ) -> None:
        self._client = client
        self._market = market
        self._ask = ask
        self._later = later
        self._ordered = ordered
        self._seed = seed

    def attempt(self, number: int, _: Random) -> None:
        """Make an attempt, which is the same in every run of a seed; what disturbs it need not be."""
        chance = Random(f"{self._seed}:attempt {number}")
        customer = self._market.customers[(number - (chance.random() < 0.1)) % len(self._market.customers)]
        token = self._signed_in(chance, customer, number)
        for place in range(chance.choice((1, 1, 2))):
            body = {"variant_id": str(self._wanted(chance, number).id), "quantity": chance.choice((1, 1, 1, 2, 3))}
            self._client.ask(
                chance, "add_item", "POST /api/cart/items", token=token, body=body, key=f"add-{number}-{place}"
            )
        if chance.random() < 0.35:
            coupon = self._market.coupons[number // WANTED_AT_ONCE % len(self._market.coupons)]
            self._client.ask(chance, "apply_coupon", "PUT /api/cart/coupon", token=token, body={"code": coupon.code})
        order = partial(self._order, number, customer, token)
        if chance.random() < 0.6:
            self._later(1, order)  # with everybody else whose cart is full by then
        else:
            order(chance)

    def _wanted(self, chance: Random, number: int) -> Any:
        variants = self._market.variants
        if chance.random() < 0.8:
            return variants[(number // WANTED_AT_ONCE + chance.randrange(2)) % len(variants)]
        return chance.choice(variants)

    def _order(self, number: int, customer: Customer, token: str, chance: Random) -> None:
        """Order, some with a double click; a cart that cannot be ordered with its coupon is ordered without."""
        (method,) = chance.choices([*METHODS], [*METHODS.values()])
        place = partial(self._place, token=token, key=f"place-{number}", method=method)
        if chance.random() < 0.15:
            self._ask(place)
        answer = place(chance)
        if answer.code and answer.code.startswith("coupon"):
            self._client.ask(chance, "remove_coupon", "DELETE /api/cart/coupon", token=token)
            answer = self._place(chance, token=token, key=f"place-{number}-again", method=method)
        if answer.status == 201:
            self._ordered(number, customer, answer.json)
        else:
            self._client.ask(chance, "clear_cart", "DELETE /api/cart", token=token)

    def _place(self, chance: Random, *, token: str, key: str, method: str) -> Any:
        body = wish(payment_method=method)
        return self._client.ask(
            chance, "place_order", "POST /api/orders", summary=_placed, token=token, body=body, key=key
        )

    def _signed_in(self, chance: Random, customer: Customer, number: int) -> str:
        if time.monotonic() > customer.signed_in_until:
            body = {"email": customer.email, "password": _PASSWORD}
            home = f"198.18.{number // 256 % 256}.{number % 256}"
            answer = self._client.ask(
                chance, "login", "POST /api/auth/login", body=body, passwords=Passwords(cost=4), address=home
            )
            customer.token = str(answer.json["access_token"])
            customer.signed_in_until = time.monotonic() + _SIGNED_IN_SECONDS
        return customer.token


def _placed(order: Any) -> dict[str, Any]:
    """Give what a customer knows of an order that was placed."""
    return {
        "order_id": order["id"],
        "total": order["total"]["amount"],
        "coupons": [one["id"] for one in order["promotions"] if one["code"]],
        "lines": [
            {"variant_id": line["variant_id"], "quantity": line["quantity"]}
            for sold in order["sellers"]
            for line in sold["lines"]
        ],
    }
