"""What sellers offer, what shoppers see of it, and how the catalogue refuses."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from functions.catalog.products.domain.product import MOST_OPTIONS, contradiction
from souk import Money, Request, View
from souk.errors import Conflict

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Sku = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
OptionValue = Annotated[str, StringConstraints(min_length=1, max_length=64)]
AttributeValue = Annotated[str, StringConstraints(min_length=1, max_length=120)]
ImageAddress = Annotated[str, StringConstraints(pattern=r"^(https://[^\s/]\S*|/[^\s/]\S*)$", max_length=500)]


class OfferVariant(Request):
    """A variant as it shall be; without `stock` its stock stays as it is, 0 for a new one."""

    sku: Sku
    options: Annotated[dict[Name, OptionValue], Field(default_factory=dict, max_length=MOST_OPTIONS)]
    price: Money
    stock: Annotated[int | None, Field(ge=0, le=1_000_000)] = None


class OfferProduct(Request):
    """A product as it shall be; a product without options has one variant."""

    title: Title
    description: Annotated[str, StringConstraints(max_length=5000)] = ""
    category_id: UUID
    images: Annotated[list[ImageAddress], Field(default_factory=list, max_length=20)]
    attributes: Annotated[dict[Name, AttributeValue], Field(default_factory=dict, max_length=40)]
    variants: Annotated[list[OfferVariant], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _variants_fit_together(self) -> Self:
        prices = [variant.price for variant in self.variants]
        if len({variant.sku for variant in self.variants}) < len(self.variants):
            raise ValueError("a SKU stands there twice")
        if len({price.currency for price in prices}) > 1:
            raise ValueError("all variants of a product have the same currency")
        if min(price.amount for price in prices) <= 0:
            raise ValueError("a price must be above 0")
        reason = contradiction(variant.options for variant in self.variants)
        if reason:
            raise ValueError(reason)
        return self


class CreateProduct(OfferProduct):
    """A new product; an administrator names the shop."""

    seller_id: UUID | None = None


class ChangeProduct(OfferProduct):
    """A product as it shall be; `version`, or the If-Match header, is the one that was read."""

    version: int | None = None


class ProductSeller(View):
    """The shop that sells a product."""

    id: UUID
    name: str


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


class SkuTaken(Conflict):
    """The shop has another product with this SKU."""

    code = "sku_taken"
