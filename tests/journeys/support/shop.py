"""A shop of the journeys' own, so that they need nothing that was there before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.journeys.support.people import PATIENCE_SECONDS, Person
from tests.support.conditions import eventually


@dataclass(frozen=True)
class Offer:
    """A product, and its last variant."""

    product_id: str
    variant_id: str
    sku: str
    title: str
    amount: int


@dataclass(frozen=True)
class Shop:
    """An open shop and its keeper."""

    id: str
    name: str
    keeper: Person
    category_id: str

    def offer(
        self,
        stock: int,
        amount: int = 1999,
        title: str = "Journey Mug",
        *,
        exactly: str | None = None,
        sizes: Sequence[str] = (),
        images: Sequence[Mapping[str, str]] = (),
    ) -> Offer:
        """Bring a new product, of so many in each size, and wait until it can be bought.

        It is called by a title and something that no other is called, or ``exactly`` so.
        """
        sku = uuid4().hex[:12].upper()
        named = exactly or f"{title} {sku[:8].lower()}"
        variant = {"price": {"amount": amount, "currency": "GBP"}, "stock": stock}
        variants = [variant | {"sku": sku + size.upper(), "options": {"size": size}} for size in sizes]
        body = {"title": named, "category_id": self.category_id, "variants": variants or [variant | {"sku": sku}]}
        product = self.keeper.call("POST", "/api/products", body | {"images": [*images]})
        eventually(lambda: product["id"] in self._on_the_shelf(), within=PATIENCE_SECONDS, every=0.2)
        last = product["variants"][-1]
        return Offer(product["id"], last["id"], last["sku"], named, amount)

    def _on_the_shelf(self) -> set[str]:
        newest = self.keeper.call("GET", "/api/products", seller=self.id, sort="newest")["items"]
        return {product["id"] for product in newest}

    def withdraw(self, offer: Offer) -> None:
        """Sell something no more, and wait until nobody finds it."""
        self.keeper.call("DELETE", f"/api/products/{offer.product_id}")
        eventually(lambda: offer.product_id not in self._on_the_shelf(), within=PATIENCE_SECONDS, every=0.2)

    def reprice(self, offer: Offer, amount: int) -> None:
        """Ask for another price."""
        product = self.keeper.call("GET", f"/api/products/{offer.product_id}")
        changed = {
            "title": offer.title,
            "category_id": self.category_id,
            "variants": [{"sku": offer.sku, "price": {"amount": amount, "currency": "GBP"}}],
            "version": product["version"],
        }
        self.keeper.call("PUT", f"/api/products/{offer.product_id}", changed)

    def stock(self, offer: Offer) -> dict[str, int]:
        """Look up what is on the shelf and what is promised."""
        levels = self.keeper.call("GET", "/api/inventory", sku=offer.sku)["items"]
        return {name: sum(level[name] for level in levels) for name in ("on_hand", "reserved", "available")}

    def seller_order_of(self, order: Any) -> Any:
        """Wait until the shop sees its seller order of an order."""
        found: list[Any] = []

        def seen() -> bool:
            sold = self.keeper.call("GET", "/api/seller/orders", limit=100)["items"]
            found[:] = [one for one in sold if one["order_id"] == order["id"]]
            return bool(found)

        eventually(seen, within=PATIENCE_SECONDS, every=0.2)
        return found[0]


def open_shop(url: str, admin: Person) -> Shop:
    """Register, apply, be approved, and be a seller."""
    name = f"Journeys {uuid4().hex[:8]}"
    keeper = Person(url).register().log_in()
    shop = keeper.call("POST", "/api/sellers", {"name": name, "country": "GB"})
    admin.call("PUT", f"/api/sellers/{shop['id']}/approval")
    eventually(lambda: keeper.refresh().role == "seller", within=PATIENCE_SECONDS, every=0.3)
    category = admin.call("POST", "/api/categories", {"name": name})
    return Shop(shop["id"], name, keeper, category["id"])
