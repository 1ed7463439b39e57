"""Read real orders from UCI Online Retail (Chen, 2015, CC BY 4.0), without the noise that is in it."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

# What a cart holds: 200 lines of at most 999. Some customers are shops and order more; they come several times.
MOST_OF_ONE_LINE = 999
MOST_LINES = 200
# Goods have five digits and perhaps letters; POST, M, DOT, BANK CHARGES and the like are services.
GOODS = re.compile(r"\d{5}[A-Za-z]{0,2}")

type Basket = dict[str, int]


@dataclass(frozen=True, slots=True)
class Product:
    """A thing sold: its usual name and its usual price."""

    code: str
    title: str
    price: Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """What one customer bought at once, as carts that hold it."""

    number: str
    customer: int
    baskets: tuple[Basket, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Some invoices and the products on them."""

    products: tuple[Product, ...]
    invoices: tuple[Invoice, ...]

    @property
    def demand(self) -> Counter[str]:
        """How many units of each product all of these invoices ask for."""
        return Counter({product.code: 0 for product in self.products}) + sum(
            (Counter(basket) for invoice in self.invoices for basket in invoice.baskets), Counter()
        )

    @property
    def customers(self) -> tuple[int, ...]:
        """Everybody who bought."""
        return tuple(dict.fromkeys(invoice.customer for invoice in self.invoices))


def read(path: Path, invoices: int, seed: int) -> Sample:
    """Read a parquet file and pick invoices at random, the same ones for the same seed."""
    import pyarrow.parquet

    columns = ["InvoiceNo", "StockCode", "Description", "Quantity", "UnitPrice", "CustomerID"]
    return sample(pyarrow.parquet.read_table(path, columns=columns).to_pylist(), invoices, seed)


def sample(lines: Iterable[dict[str, Any]], invoices: int, seed: int) -> Sample:
    """Pick invoices at random from cleaned lines."""
    kept = [line for line in lines if is_sale(line)]
    numbers = sorted({line["InvoiceNo"] for line in kept})
    chosen = set(random.Random(seed).sample(numbers, min(invoices, len(numbers))))
    picked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in kept:
        if line["InvoiceNo"] in chosen:
            picked[line["InvoiceNo"]].append(line)
    return Sample(
        products=_products([line for lines in picked.values() for line in lines]),
        invoices=tuple(_invoice(number, picked[number]) for number in sorted(picked)),
    )


def is_sale(line: Mapping[str, Any]) -> bool:
    """Distinguish a customer's purchase of goods from cancellations, corrections, services and lines of nobody."""
    return bool(
        not line["InvoiceNo"].startswith("C")
        and line["CustomerID"]
        and line["CustomerID"] > 0
        and line["Quantity"] > 0
        and round(line["UnitPrice"], 2) > 0
        and GOODS.fullmatch(line["StockCode"])
        and (line["Description"] or "").strip()
    )


def _products(lines: list[dict[str, Any]]) -> tuple[Product, ...]:
    titles: dict[str, Counter[str]] = defaultdict(Counter)
    prices: dict[str, Counter[Decimal]] = defaultdict(Counter)
    for line in lines:
        code = line["StockCode"].upper()
        titles[code][" ".join(line["Description"].split()).capitalize()] += 1
        prices[code][Decimal(str(line["UnitPrice"])).quantize(Decimal("0.01"))] += 1
    return tuple(
        Product(code, titles[code].most_common(1)[0][0], prices[code].most_common(1)[0][0]) for code in sorted(titles)
    )


def _invoice(number: str, lines: list[dict[str, Any]]) -> Invoice:
    wanted: Counter[str] = Counter()
    for line in lines:
        wanted[line["StockCode"].upper()] += line["Quantity"]
    return Invoice(number, int(lines[0]["CustomerID"]), tuple(baskets(wanted)))


def baskets(wanted: Mapping[str, int]) -> list[Basket]:
    """Put what is wanted into as many carts as hold it."""
    filled: list[Basket] = []
    for code, quantity in wanted.items():
        for carried in range(0, quantity, MOST_OF_ONE_LINE):
            _put(filled, code, min(MOST_OF_ONE_LINE, quantity - carried))
    return filled


def _put(carts: list[Basket], code: str, quantity: int) -> None:
    for basket in carts:
        if code not in basket and len(basket) < MOST_LINES:
            basket[code] = quantity
            return
    carts.append({code: quantity})
