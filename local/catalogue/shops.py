"""Read the demo shops: one TOML file each, written to be edited by hand."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product as combinations
from pathlib import Path
from typing import Any

from local.catalogue import pictures
from local.catalogue.catalogue_file import Row

FOLDER = Path(__file__).parent / "shops"
CURRENCY = "GBP"


@dataclass(frozen=True, slots=True)
class Product:
    """What a shop says of one thing it sells: its colours times its sizes are its variants."""

    title: str
    category: str
    price: Decimal
    stock: int
    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    surcharge: dict[str, Decimal]
    sold_out: frozenset[str]
    picture: dict[str, str]
    material: str
    description: str


@dataclass(frozen=True, slots=True)
class Shop:
    """A demo seller and everything in the window."""

    name: str
    sku_prefix: str
    email: str
    town: str
    tagline: str
    about: str
    shipping: str
    returns: str
    mark: dict[str, str]
    products: tuple[Product, ...]

    def front(self) -> dict[str, str]:
        """Give what the shop says of itself, as its seller writes it."""
        return {
            "name": self.name,
            "tagline": self.tagline,
            "about": self.about,
            "shipping_policy": self.shipping,
            "returns_policy": self.returns,
            "logo_url": f"/pictures/{slug(self.name)}-logo.svg",
            "banner_url": f"/pictures/{slug(self.name)}-banner.svg",
        }

    def rows(self, of: slice = slice(None)) -> list[Row]:
        """List every variant of these products as a line of the catalogue CSV."""
        return [
            self._row(product, colour, size)
            for product in self.products[of]
            for colour, size in combinations(product.colours, product.sizes or ("",))
        ]

    def draw_pictures(self, folder: Path) -> int:
        """Draw the shop, and each product in each of its colours, into a folder and say how many pictures there are."""
        drawn = [(product, colour) for product in self.products for colour in product.colours]
        for product, colour in drawn:
            drawing = pictures.draw(name=product.title, colour=colour, **product.picture)
            (folder / self._picture(product, colour)).write_text(drawing)
        colour, accent = self.mark["colour"], self.mark["accent"]
        shapes = list(dict.fromkeys([self.mark["shape"], *(product.picture["shape"] for product in self.products)]))
        (folder / f"{slug(self.name)}-logo.svg").write_text(pictures.draw_logo(**self.mark))
        (folder / f"{slug(self.name)}-banner.svg").write_text(pictures.draw_banner(shapes[:5], colour, accent))
        return len(drawn) + 2

    def _row(self, product: Product, colour: str, size: str) -> Row:
        choices = {"colour": colour} if len(product.colours) > 1 else {}
        choices |= {"size": size} if len(product.sizes) > 1 else {}
        facts = {"material": product.material, "colour": colour, "size": size}
        cells = {
            "sku": "-".join((self.sku_prefix, *(slug(part).upper() for part in (product.title, *choices.values())))),
            "title": product.title,
            "description": product.description,
            "category": product.category,
            "price": str(product.price + product.surcharge.get(size, Decimal(0))),
            "currency": CURRENCY,
            "stock": str(0 if product.sold_out & {colour, size} else product.stock),
            "image_url": f"/pictures/{self._picture(product, colour)}",
            "product": slug(product.title),
        }
        cells |= {f"option.{name}": choice for name, choice in choices.items()}
        cells |= {f"attr.{name}": fact for name, fact in facts.items() if fact and name not in choices}
        return Row(cells, shop=self.name)

    def _picture(self, product: Product, colour: str) -> str:
        return f"{slug(self.name)}-{slug(product.title)}-{slug(colour)}.svg"


@cache
def shops() -> tuple[Shop, ...]:
    """Read every demo shop, by name of its file."""
    return tuple(_shop(tomllib.loads(path.read_text(), parse_float=Decimal)) for path in sorted(FOLDER.glob("*.toml")))


def draw_pictures(folder: Path) -> int:
    """Draw the pictures of every shop and say how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    return sum(shop.draw_pictures(folder) for shop in shops())


def slug(words: str) -> str:
    """Write words as lower-case ASCII joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _shop(data: dict[str, Any]) -> Shop:
    products = tuple(_product(entry) for entry in data.pop("product"))
    return Shop(**data, products=products)


def _product(entry: dict[str, Any]) -> Product:
    return Product(
        **{"sizes": (), "surcharge": {}}
        | entry
        | {"colours": tuple(entry["colours"]), "sizes": tuple(entry.get("sizes", ()))}
        | {"sold_out": frozenset(entry.get("sold_out", ()))}
    )
