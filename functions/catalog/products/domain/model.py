"""What sellers offer, what customers see of it, and how the catalogue refuses."""

import re
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from events.inventory import MOST_UNITS
from functions.catalog.products.domain import product
from souk import Money, Request, View
from souk.errors import Conflict
from souk.faults import Fault
from souk.message import Versioned
from souk.money import Price
from souk.paging import Page
from souk.picture import PictureAddress
from souk.tax_class import TaxClass
from souk.text import OneLine
from souk.timestamp import Timestamp

_HALF_A_SIZE = Fault("half_a_size", "a picture has a width and a height, or neither")
_SKU_TWICE = Fault("sku_twice", "a SKU stands there twice")
_CURRENCIES_DIFFER = Fault("currencies_differ", "all variants of a product have the same currency")

MOST_PIXELS = 20_000

type ProductStatus = Annotated[Literal["draft", "published"], Field(description="Whether customers may see a product")]
Name = Annotated[str, StringConstraints(pattern=f"^{product.NAME}$")]


class OfferPicture(Request):
    """A picture: what it shows, for those who do not see it, and its size in pixels, both or neither."""

    url: PictureAddress
    alt: Annotated[str, OneLine(200)] | None = None
    width: Annotated[int | None, Field(ge=1, le=MOST_PIXELS)] = None
    height: Annotated[int | None, Field(ge=1, le=MOST_PIXELS, validate_default=True)] = None

    @field_validator("height")
    @classmethod
    def _goes_with_a_width(cls, height: int | None, info: ValidationInfo) -> int | None:
        if (info.data.get("width", height) is None) is not (height is None):
            raise _HALF_A_SIZE.error()
        return height


class OfferVariant(Request):
    """A variant as it shall be; without `stock` or `weight` that stays as it is, 0 for a new one."""

    sku: Annotated[str, product.SKU]
    options: Annotated[
        dict[Name, Annotated[str, product.OPTION]], Field(default_factory=dict, max_length=product.MOST_OPTIONS)
    ]
    price: Price
    weight: Annotated[int | None, Field(ge=0, le=product.MOST_GRAMS, description="Grams, 0 when unknown")] = None
    stock: Annotated[int | None, Field(ge=0, le=MOST_UNITS)] = None


class CreateProduct(Request):
    """A product as it shall be; a product without options has one variant.

    `reference` is what the shop calls it, in catalogue files too. Without one it keeps the one it has; a new product
    is called by its id. Nobody but its shop sees a draft; without `status` it stays as it is, and a new one is
    published. `tax_class` is how it is taxed, null as its category says; left out it stays as it is.
    """

    reference: Annotated[str, product.REFERENCE] | None = None
    title: Annotated[str, product.TITLE]
    description: Annotated[str, product.DESCRIPTION] = ""
    category_id: UUID
    images: Annotated[list[OfferPicture], Field(default_factory=list, max_length=product.MOST_IMAGES)]
    attributes: Annotated[
        dict[Name, Annotated[str, product.ATTRIBUTE]], Field(default_factory=dict, max_length=product.MOST_ATTRIBUTES)
    ]
    variants: Annotated[list[OfferVariant], Field(min_length=1, max_length=product.MOST_VARIANTS)]
    status: ProductStatus | None = None
    tax_class: TaxClass | None = None

    @field_validator("variants")
    @classmethod
    def _fit_together(cls, variants: list[OfferVariant]) -> list[OfferVariant]:
        if len({variant.sku for variant in variants}) < len(variants):
            raise _SKU_TWICE.error()
        if len({variant.price.currency for variant in variants}) > 1:
            raise _CURRENCIES_DIFFER.error()
        if fault := product.contradiction(variant.options for variant in variants):
            raise fault.error()
        return variants


class ChangeProduct(CreateProduct, Versioned):
    """A product as it shall be."""


class ProductSeller(View):
    """The shop that sells a product."""

    id: UUID
    name: str
    slug: str


class CategoryStep(View):
    """A category on the way to a product."""

    id: UUID
    name: str
    slug: str


class OptionView(View):
    """An option and the values there are."""

    name: str
    values: list[str]


class PictureView(View):
    """A picture; what it shows and its size in pixels where they are known."""

    url: str
    alt: str | None
    width: int | None
    height: int | None


class VariantView(View):
    """What can be bought."""

    id: UUID
    sku: str
    options: dict[str, str]
    price: Money
    weight: Annotated[int, Field(description="Grams, 0 when unknown")]
    available: int


class ProductView(View):
    """Everything about a product; `category` is the way to it from the root.

    `price` is that of its cheapest variant, `highest_price` that of its dearest, and `default_variant_id` the first one
    in stock. `tax_class` is how it is taxed, null as its category says.
    """

    id: UUID
    version: int
    reference: str
    title: str
    slug: str
    status: ProductStatus
    description: str
    price: Money
    highest_price: Money
    seller: ProductSeller
    category: list[CategoryStep]
    tax_class: TaxClass | None
    attributes: dict[str, str]
    image_url: str | None
    images: list[PictureView]
    options: list[OptionView]
    variants: list[VariantView]
    default_variant_id: UUID | None
    in_stock: bool
    stock_quantity: int
    created_at: Timestamp
    updated_at: Timestamp


class ListOwnProducts(Page):
    """Which of the shop's products to list."""

    q: Annotated[Annotated[str, OneLine(100)] | None, Field(description="A part of a title or of a SKU")] = None
    status: Annotated[ProductStatus | None, Field(description="Only drafts, or only what is published")] = None

    @property
    def like(self) -> str | None:
        """What a title or a SKU is like that has the words in it."""
        return None if self.q is None else "%" + re.sub(r"([%_\\])", r"\\\1", self.q) + "%"


class OwnProduct(View):
    """A product in its shop's own list; `sku` is that of the first of its variants.

    `is_listed` says whether customers see it: what a suspended shop has published they do not.
    """

    id: UUID
    version: int
    reference: str
    title: str
    slug: str
    status: ProductStatus
    is_listed: bool
    price: Money
    highest_price: Money
    image_url: str | None
    category: list[CategoryStep]
    sku: str
    variant_count: int
    stock_quantity: int
    created_at: Timestamp
    updated_at: Timestamp


class ReferenceTaken(Conflict, code="reference_taken"):
    """The shop has another product with this reference."""


class SkuTaken(Conflict, code="sku_taken"):
    """The shop has another product with this SKU."""
