"""What the catalogue shows."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from souk import Money, View
from souk.paging import PageOf


class ProductSeller(View):
    """The shop that sells a product."""

    id: UUID
    name: str


class ProductCard(View):
    """A product in a list; `price` is that of its cheapest variant."""

    id: UUID
    title: str
    price: Money
    image_url: str | None
    seller: ProductSeller
    category_id: UUID
    in_stock: bool


class ValueCount(View):
    """A value and how many of the products have it."""

    value: str
    count: int


class CategoryCount(View):
    """A category and how many of the products are in it."""

    id: UUID
    name: str
    count: int


class Facets(View):
    """How a list could be narrowed down further, from its first matches, `counted` of them; prices in minor units."""

    counted: int
    min_price: int | None
    max_price: int | None
    categories: list[CategoryCount]
    attributes: dict[str, list[ValueCount]]


class ProductPage(PageOf[ProductCard]):
    """A page of products; `facets` when they were asked for."""

    facets: Facets | None = None


class CategoryStep(View):
    """A category on the way to a product."""

    id: UUID
    name: str
    slug: str


class OptionView(View):
    """An option and the values there are."""

    name: str
    values: list[str]


class VariantView(View):
    """What can be bought."""

    id: UUID
    sku: str
    options: dict[str, str]
    price: Money
    available: int


class ProductView(View):
    """Everything about a product; `category` is the way to it from the root."""

    id: UUID
    version: int
    title: str
    description: str
    price: Money
    seller: ProductSeller
    category: list[CategoryStep]
    attributes: dict[str, str]
    image_url: str | None
    images: list[str]
    options: list[OptionView]
    variants: list[VariantView]
    in_stock: bool
    stock_quantity: int
    created_at: datetime
    updated_at: datetime


class CategoryView(View):
    """A category and what is below it; `path` is made of slugs."""

    id: UUID
    name: str
    slug: str
    path: str
    position: int
    version: int
    children: list["CategoryView"]


class CategoryTree(View):
    """All categories, from the roots."""

    items: list[CategoryView]


class RejectionView(View):
    """A row that was not kept; `line` is where it begins, the header being line 1."""

    line: int
    sku: str
    field: str
    reason: str


class ImportView(View):
    """How far an import is."""

    id: UUID
    status: Literal["queued", "running", "done", "failed"]
    rows: int
    imported: int
    rejected: int
    rejections: list[RejectionView]
    created_at: datetime
    finished_at: datetime | None
