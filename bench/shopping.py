"""Buy things over HTTP as a storefront does, and take the time of each step."""

import uuid
from typing import Any

from bench.stopwatch import Stopwatch
from local.catalogue.accounts import PASSWORD
from local.catalogue.marketplace import Visitor

ADDRESS = {
    "name": "A Customer",
    "line1": "1 Example Street",
    "city": "London",
    "postal_code": "N1 9GU",
    "country": "GB",
}


class Customer:
    """A customer made for a measurement, under an address that cannot exist."""

    def __init__(self, url: str, name: str, watch: Stopwatch) -> None:
        self.name = name
        self.watch = watch
        self.visitor = Visitor(url, f"{name}@example.com", PASSWORD)

    def register(self) -> None:
        """Open the account."""
        with self.watch.time("register"):
            self.visitor.register("Sample", "Customer")

    def sign_in(self) -> None:
        """Sign in."""
        with self.watch.time("sign in"):
            self.visitor.sign_in()

    def add(self, variant: str, quantity: int) -> None:
        """Put units of a variant into the cart."""
        with self.watch.time("add to cart"):
            item = {"variant_id": variant, "quantity": quantity}
            self.visitor.call("POST", "/api/cart/items", item, key=str(uuid.uuid4()))

    def order(self, payment_method: str) -> dict[str, Any]:
        """Turn the cart into an order."""
        wish = {"shipping_address": ADDRESS, "shipping_option": "standard", "payment_method": payment_method}
        with self.watch.time("place order"):
            order: dict[str, Any] = self.visitor.call("POST", "/api/orders", wish, key=str(uuid.uuid4()))
        return order

    def give_up(self, order_id: str) -> None:
        """Cancel an order."""
        self.visitor.call("PUT", f"/api/orders/{order_id}/cancel", key=str(uuid.uuid4()))

    def empty_cart(self) -> None:
        """Leave nothing in the cart."""
        self.visitor.call("DELETE", "/api/cart")

    def orders(self) -> list[dict[str, Any]]:
        """List every order that this customer has."""
        return self.visitor.pages("/api/orders")
