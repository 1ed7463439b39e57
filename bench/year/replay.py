"""Let a year of orders happen, each thing on its own day, with all that the clock starts in between."""

import heapq
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from bench.stopwatch import Stopwatch
from bench.year.data import SHOPS, How, Purchase, TakenBack, Year, shop_of
from bench.year.era import Era
from functions.orders import prove_orders
from functions.payments.ledger import prove_ledger
from local.catalogue import catalogue_file
from local.catalogue.catalogue_file import Row
from souk.event import Event
from souk.function import Function
from souk.identity import Caller
from souk.work import SOURCE
from tests.support import api, bus, market, sales, world
from tests.support.market import Shop
from tests.support.post import Mailbox, Phones

# Where parcels to a country of the file go.
_ADDRESSES = {
    "United Kingdom": "GB E1 6AN", "Unspecified": "GB E1 6AN", "EIRE": "IE D02 AF30", "Germany": "DE 10115",
    "France": "FR 75001", "Spain": "ES 28001", "Netherlands": "NL 1012 AB", "Belgium": "BE 1000",
    "European Community": "BE 1000", "Switzerland": "CH 8001", "Portugal": "PT 1100-148", "Norway": "NO 0150",
    "Italy": "IT 00118", "Finland": "FI 00100", "Cyprus": "CY 1010", "Sweden": "SE 111 20", "Austria": "AT 1010",
    "Denmark": "DK 1050", "Poland": "PL 00-001", "Greece": "GR 104 31", "Malta": "MT VLT 1010",
    "Lithuania": "LT 01100", "Czech Republic": "CZ 110 00", "Channel Islands": "JE JE2 3AB", "Australia": "AU 2000",
    "Japan": "JP 100-0001", "Israel": "IL 9100000", "Singapore": "SG 018956", "Iceland": "IS 101",
    "USA": "US 10001", "Canada": "CA M5H 2N2", "United Arab Emirates": "AE", "RSA": "ZA 8001", "Lebanon": "LB 1100",
    "Brazil": "BR 01000-000", "Bahrain": "BH 317", "Saudi Arabia": "SA 11564",
}  # fmt: skip

# The relay's work is done here, and what signs tokens is no part of this.
_NOT_STARTED = {"ops-relay", "auth-rotate-signing-key"}
# Letters are decided and not sent, invoices issued and not drawn: that would take most of the time, for no figure.
_NOT_DELIVERED_TO = {"notifications-deliver-email", "notifications-deliver-sms"}
_ROUNDS = 20
_TAKE = """
WITH taken AS (
    DELETE FROM souk.outbox
    RETURNING id, source, name, envelope, recorded_at
)
SELECT source, name, envelope
FROM taken
ORDER BY recorded_at, id
"""
_UNITS = {"minute": "minutes", "hour": "hours", "day": "days"}
_CANCELS = {"reason": "customer_asked"}


@dataclass
class _Schedule:
    function: Function
    every: timedelta
    due: datetime
    runs: int = 0


@dataclass
class Replay:
    """One run: the year, the shops it is brought to, and what came of it."""

    year: Year
    era: Era
    watch: Stopwatch = field(default_factory=Stopwatch)
    shops: list[Shop] = field(default_factory=list)
    variants: dict[str, UUID] = field(default_factory=dict)
    customers: dict[int, Caller] = field(default_factory=dict)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    delivered: Counter[str] = field(default_factory=Counter)
    proofs: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        registry, now = world.registry(), self.era.now()
        self.schedules = [
            _Schedule(registry.function(spec), _period(spec.rate), now)
            for spec in registry.schedules
            if spec.id not in _NOT_STARTED
        ]
        self._listeners: dict[str, list[Function]] = defaultdict(list)
        for spec in registry.reactions:
            if spec.id not in _NOT_DELIVERED_TO:
                for event in spec.events:
                    self._listeners[event.name].append(registry.function(spec))

    def open_shops(self) -> None:
        """Open the shops, bring them what they sell with exactly the stock that the year asks for, and register all."""
        demand = self.year.demand
        for number in range(SHOPS):
            shop = market.open_shop(f"Shop {number + 1}")
            self.shops.append(shop)
            rows = [
                Row(
                    {
                        "sku": product.sku,
                        "title": product.title,
                        "category": "Gifts",
                        "price": f"{product.price / 100:.2f}",
                        "currency": "GBP",
                        "stock": str(demand[product.sku]),
                    }
                )
                for product in sorted(self.year.products.values(), key=lambda one: one.sku)
                if shop_of(product.sku) == number
            ]
            answer = api.made("POST /api/products/imports", as_=shop.keeper, body={})
            world.current().bucket.upload(answer["upload"]["fields"], catalogue_file.write(rows).encode())
            bus.drain(mail=Mailbox(), sms=Phones())
        with world.current().tx_as("admin") as tx:
            found = tx.rows("SELECT sku, id FROM catalog.product_variants ORDER BY seller_id, id")
            tx.execute("ANALYZE")
        self.variants = {row["sku"]: row["id"] for row in found}
        for number in dict.fromkeys(purchase.customer for purchase in self.year.purchases):
            self.customers[number] = api.customer(sales.person())

    def happen(self) -> None:
        """Let everything happen, in the order of time."""
        for at, step, what in heapq.merge(*self._all_steps(), key=lambda one: one[0]):
            self.era.move_to(at)
            with self.watch.time("schedules"):
                self._start_due()
            with self.watch.time(step):
                getattr(self, step)(what)
            with self.watch.time("deliveries"):
                self._settle()

    def _all_steps(self) -> Iterator[list[tuple[datetime, str, Any]]]:
        purchases = self.year.purchases
        first, last = purchases[0].at.date(), purchases[-1].at.date()
        ends = datetime(last.year, last.month, 1, tzinfo=UTC) + timedelta(days=31)
        days = [datetime(first.year, first.month, 1, tzinfo=UTC)]
        while days[-1] < ends:
            days.append(days[-1] + timedelta(days=1))
        yield [(day, "begin_day", day) for day in days]
        yield [(purchase.at, "buy", purchase) for purchase in purchases]
        yield [(back.at, "take_back", back) for back in self.year.taken_back]
        yield [(purchase.shipped_at, "ship", purchase) for purchase in purchases]
        yield [(purchase.delivered_at, "deliver", purchase) for purchase in purchases]

    def begin_day(self, day: datetime) -> None:
        """Prove everything on the first of each month, and say how far it is."""
        if day.day == 1:
            self.prove()
            print(f"{day:%Y-%m-%d}: {len(self.orders)} orders", file=sys.stderr, flush=True)

    def prove(self) -> None:
        """Let an operator prove orders and ledger."""
        for task in (prove_orders.handler, prove_ledger.handler):
            proof = api.invoke(task, {})
            assert proof["next"] is None
            self.proofs.append(proof)

    def buy(self, purchase: Purchase) -> None:
        """Fill a cart and order it."""
        customer = self.customers[purchase.customer]
        for sku, units in purchase.units.items():
            item = {"variant_id": str(self.variants[sku]), "quantity": units}
            self._ask("POST /api/cart/items", as_=customer, body=item)
        country, _, postal_code = _ADDRESSES[purchase.country].partition(" ")
        address = {"name": "A Customer", "line1": "1 Street", "city": "City", "region": "Region", "country": country}
        body = market.wish(shipping_address=address | ({"postal_code": postal_code} if postal_code else {}))
        order = self._ask("POST /api/orders", as_=customer, body=body)
        self.orders[purchase.number] = {
            "id": order["id"],
            "parts": {one["seller_id"]: one["id"] for one in order["sellers"]},
            "lines": {line["sku"]: line["id"] for one in order["sellers"] for line in one["lines"]},
            "over": set(),
        }

    def take_back(self, back: TakenBack) -> None:
        """Cancel an order or a part of one, or refund units of lines."""
        order = self.orders[back.purchase.number]
        if back.how is How.ORDER_CANCELLED:
            order["over"] |= set(back.purchase.shops)
            customer = self.customers[back.purchase.customer]
            self._ask("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})
            return
        shop = self.shops[back.shop]
        part = order["parts"][str(shop.seller_id)]
        if back.how is How.PART_GIVEN_UP:
            order["over"].add(back.shop)
            path = {"seller_order_id": part}
            self._ask("PUT /api/seller/orders/{seller_order_id}/cancel", as_=shop.keeper, path=path, body=_CANCELS)
            return
        lines = [{"line_id": order["lines"][sku], "quantity": units} for sku, units in back.units.items()]
        body = {"seller_order_id": part, "lines": lines, "reason": "other", "restock": True}
        self._ask("POST /api/orders/{order_id}/refunds", as_=shop.keeper, path={"order_id": order["id"]}, body=body)

    def ship(self, purchase: Purchase) -> None:
        """Let every shop send its parcel."""
        self._of_each_part(purchase, "POST /api/seller/orders/{seller_order_id}/shipments", body=market.SHIPMENT)

    def deliver(self, purchase: Purchase) -> None:
        """Let every parcel arrive."""
        self._of_each_part(purchase, "POST /api/seller/orders/{seller_order_id}/delivered")

    def _of_each_part(self, purchase: Purchase, route: str, **request: Any) -> None:
        order = self.orders[purchase.number]
        for number in purchase.shops:
            if number not in order["over"]:
                shop = self.shops[number]
                path = {"seller_order_id": order["parts"][str(shop.seller_id)]}
                self._ask(route, as_=shop.keeper, path=path, **request)

    def _ask(self, route: str, **request: Any) -> Any:
        """Send a request that must succeed."""
        function = world.registry().operation(route)
        event = api.gateway_event(route, key=str(uuid4()), **request)
        answer = api.invoke(function, event)
        assert answer["statusCode"] < 300, f"{route}: {answer['body']}"
        return json.loads(answer["body"]) if answer["body"] else None

    def _start_due(self) -> None:
        """Start what the clock has come to, once each, as after a pause."""
        now = self.era.now()
        for schedule in self.schedules:
            if schedule.due <= now:
                api.invoke(schedule.function, {})
                schedule.runs += 1
                schedule.due += schedule.every * (math.floor((now - schedule.due) / schedule.every) + 1)

    def _settle(self) -> None:
        """Deliver what waits in the outbox until nothing does; what fails comes again behind the others."""
        waiting: list[tuple[Function, Event]] = []
        for _ in range(_ROUNDS):
            waiting += self._taken()
            if not waiting:
                return
            waiting = [(function, event) for function, event in waiting if bus.deliver(function, event)]
        raise AssertionError(f"still failing: {Counter(function.spec.id for function, _ in waiting)}")

    def _taken(self) -> Iterator[tuple[Function, Event]]:
        with world.current().tx_as("admin") as tx:
            rows = tx.rows(_TAKE)
        for row in rows:
            if row["source"] != SOURCE:
                self.delivered[row["name"]] += 1
                listeners = self._listeners[row["name"]]
                event = bus.catalogue()[row["name"]].open(json.loads(row["envelope"])) if listeners else None
                yield from ((function, event) for function in listeners if event)


def _period(rate: str) -> timedelta:
    many, unit = rate.removesuffix("s").split()
    return timedelta(**{_UNITS[unit]: int(many)})
