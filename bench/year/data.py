"""Read a year of real orders with their cancellations, and decide what each of these is in a marketplace.

Where one line costs another price than the same goods do elsewhere, it is another variant: so each invoice costs here,
to the penny, what it cost there. A line of a cancellation invoice takes units back that the same customer bought
earlier at the same price, the latest first.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from bench import online_retail
from bench.online_retail import Basket

SHOPS = 3


def shop_of(sku: str) -> int:
    """Say which shop sells it: all variants of the same goods are sold by one."""
    return zlib.crc32(sku.partition("-")[0].encode()) % SHOPS


@dataclass(frozen=True, slots=True)
class Purchase:
    """What one customer ordered at once, by SKU; an invoice that no cart holds is several."""

    number: str
    customer: int
    country: str
    at: datetime
    units: Basket

    @property
    def shops(self) -> list[int]:
        """Whose goods it holds."""
        return sorted({shop_of(sku) for sku in self.units})

    @property
    def shipped_at(self) -> datetime:
        """When all shops send their parcels: in the next morning."""
        return datetime.combine(self.at.date() + timedelta(days=1), time(7), UTC)

    @property
    def delivered_at(self) -> datetime:
        """When they all arrive: at noon three days later."""
        return datetime.combine(self.at.date() + timedelta(days=4), time(12), UTC)


class How(StrEnum):
    """What a cancellation is in a marketplace."""

    ORDER_CANCELLED = "the customer cancels the order"
    PART_GIVEN_UP = "the shop gives up its part of the order"
    REFUNDED = "the shop refunds units of its lines"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Units of one shop's part of a purchase that go back; of a cancelled order, of all parts."""

    at: datetime
    purchase: Purchase
    how: How
    shop: int
    units: Basket


@dataclass(frozen=True, slots=True)
class Product:
    """A variant and its price in pence."""

    sku: str
    title: str
    price: int


@dataclass
class Year:
    """All that happened, and what of the file was left out."""

    products: dict[str, Product] = field(default_factory=dict)
    purchases: list[Purchase] = field(default_factory=list)
    taken_back: list[TakenBack] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def demand(self) -> Counter[str]:
        """How many units of each variant are ordered."""
        ordered: Counter[str] = Counter()
        for purchase in self.purchases:
            ordered.update(purchase.units)
        return ordered


def read(path: Path, until: datetime | None = None) -> Year:
    """Read a parquet file, up to a moment."""
    import pyarrow.parquet

    lines = pyarrow.parquet.read_table(path).to_pylist()
    return year(line for line in lines if until is None or _at(line) < until)


def year(lines: Iterable[Mapping[str, Any]]) -> Year:
    """Make a year of the lines of invoices."""
    found = Year()
    invoices: dict[tuple[datetime, str], list[Mapping[str, Any]]] = defaultdict(list)
    begun: dict[str, datetime] = {}
    for line in lines:
        if reason := _left_out(line):
            found.left_out[f"lines {reason}"] += 1
        else:
            at = begun.setdefault(line["InvoiceNo"], _at(line))
            invoices[at, line["InvoiceNo"]].append(line)
    back = _Back()
    for (at, number), those in sorted(invoices.items(), key=lambda one: one[0]):
        if number.startswith("C"):
            taken, left = back.take(at, those)
            found.taken_back += taken
            found.left_out += left
        else:
            for purchase in _purchases(at, number, those):
                found.purchases.append(purchase)
                back.note(purchase)
            for line in those:
                title = " ".join(line["Description"].split()).capitalize()
                found.products.setdefault(_sku(line), Product(_sku(line), title, _pence(line)))
    return found


class _Back:
    """What may still be taken back of each purchase."""

    def __init__(self) -> None:
        self._left: dict[str, Counter[str]] = {}
        self._bought: dict[tuple[int, str], list[Purchase]] = defaultdict(list)

    def note(self, purchase: Purchase) -> None:
        self._left[purchase.number] = Counter(purchase.units)
        for sku in purchase.units:
            self._bought[purchase.customer, sku].append(purchase)

    def take(self, at: datetime, lines: list[Mapping[str, Any]]) -> tuple[list[TakenBack], Counter[str]]:
        matched: dict[str, Counter[str]] = defaultdict(Counter)
        purchases: dict[str, Purchase] = {}
        unmatched: Counter[str] = Counter()
        for line in lines:
            sku, wanted = _sku(line), -line["Quantity"]
            for purchase in reversed(self._bought[int(line["CustomerID"]), sku]):
                units = min(wanted, self._left[purchase.number][sku] - matched[purchase.number][sku])
                if units > 0:
                    purchases[purchase.number] = purchase
                    matched[purchase.number][sku] += units
                    wanted -= units
            if wanted:
                unmatched["cancelled lines without, or with too small, an earlier purchase at that price"] += 1
                unmatched["cancelled units of these"] += wanted
        return [one for number in purchases for one in self._decided(at, purchases[number], matched[number])], unmatched

    def _decided(self, at: datetime, purchase: Purchase, units: Counter[str]) -> Iterator[TakenBack]:
        units = +units
        left = self._left[purchase.number]
        is_whole = Counter(purchase.units) == left == units
        left -= units
        is_sent = at >= purchase.shipped_at
        if is_whole and not is_sent:
            yield TakenBack(at, purchase, How.ORDER_CANCELLED, purchase.shops[0], dict(units))
            return
        for shop in sorted({shop_of(sku) for sku in units}):
            given = {sku: number for sku, number in units.items() if shop_of(sku) == shop}
            is_rest = not any(number for sku, number in left.items() if shop_of(sku) == shop)
            how = How.PART_GIVEN_UP if is_rest and not is_sent else How.REFUNDED
            yield TakenBack(at, purchase, how, shop, given)


def _purchases(at: datetime, number: str, lines: list[Mapping[str, Any]]) -> Iterator[Purchase]:
    wanted: Counter[str] = Counter()
    for line in lines:
        wanted[_sku(line)] += line["Quantity"]
    for place, basket in enumerate(online_retail.baskets(wanted)):
        name = f"{number}/{place + 1}" if place else number
        yield Purchase(name, int(lines[0]["CustomerID"]), lines[0]["Country"], at, basket)


def _left_out(line: Mapping[str, Any]) -> str | None:
    if online_retail.is_sale(line):
        return None
    if not line["InvoiceNo"].startswith("C"):
        return "of nobody, of services, without a price, or corrections of stock"
    as_sold = {**line, "InvoiceNo": line["InvoiceNo"][1:], "Quantity": -line["Quantity"], "Description": "-"}
    return None if online_retail.is_sale(as_sold) else "cancelled, of nobody or of services"


def _sku(line: Mapping[str, Any]) -> str:
    return f"{line['StockCode'].upper()}-{_pence(line)}"


def _pence(line: Mapping[str, Any]) -> int:
    return int(round(line["UnitPrice"], 2) * 100 + 0.5)


def _at(line: Mapping[str, Any]) -> datetime:
    at: datetime = line["InvoiceDate"]
    return at.replace(tzinfo=UTC)
