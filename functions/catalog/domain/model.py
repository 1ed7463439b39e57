"""What is asked of the catalogue, and how it refuses."""

import re
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from functions.catalog.domain.catalogue_file import MOST_OPTIONS, slug
from functions.catalog.domain.product import contradiction
from souk import Money, Request
from souk.errors import Conflict
from souk.paging import Page

Sort = Literal["newest", "price_asc", "price_desc", "relevance"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Sku = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
OptionValue = Annotated[str, StringConstraints(min_length=1, max_length=64)]
AttributeValue = Annotated[str, StringConstraints(min_length=1, max_length=120)]
ImageAddress = Annotated[str, StringConstraints(pattern=r"^(https://[^\s/]\S*|/[^\s/]\S*)$", max_length=500)]
MinorUnits = Annotated[int, Field(ge=0, le=10**12)]

_ATTRIBUTE = re.compile(r"attr\.([a-z][a-z0-9_]{0,31})")


class BrowseProducts(Page):
    """How to narrow and order a list; prices in minor units, `attr.<name>=<value>` for the products' facts."""

    model_config = ConfigDict(extra="allow")

    min_price: MinorUnits | None = None
    max_price: MinorUnits | None = None
    in_stock: bool = False
    sort: Sort | None = None
    facets: bool = False

    @model_validator(mode="after")
    def _only_attributes_besides(self) -> Self:
        for name, value in (self.model_extra or {}).items():
            if not _ATTRIBUTE.fullmatch(name) or not isinstance(value, str) or len(value) > 120:
                raise ValueError(f"{name[:64]} is no filter")
        return self

    @property
    def attributes(self) -> dict[str, str]:
        """The facts that are asked for."""
        return {name.removeprefix("attr."): value for name, value in (self.model_extra or {}).items()}


class ListProducts(BrowseProducts):
    """What to look for; a category by id, path or slug, its descendants included."""

    q: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    category: Annotated[str | None, Field(max_length=400)] = None
    seller: UUID | None = None


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


class DescribeCategory(Request):
    """A category; its slug is made from its name unless it is given."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^>]+$")]
    slug: Annotated[str | None, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)] = None
    parent_id: UUID | None = None
    position: Annotated[int, Field(ge=0, le=10_000)] = 0

    @model_validator(mode="after")
    def _has_a_slug(self) -> Self:
        if not self.address:
            raise ValueError("a slug is needed: the name has no letter or digit")
        return self

    @property
    def address(self) -> str:
        """The slug, given or made."""
        return self.slug or slug(self.name)


class ChangeCategory(DescribeCategory):
    """A category as it shall be; `version` is the one that was read."""

    version: int


class StartImport(Request):
    """A catalogue file, at most 4 MB; an administrator names the shop."""

    csv: str
    seller_id: UUID | None = None


class ExportProducts(Request):
    """Which shop, for an administrator, and after which product."""

    seller_id: UUID | None = None
    cursor: Annotated[str | None, Field(max_length=500)] = None


class SkuTaken(Conflict):
    """The shop has another product with this SKU."""

    code = "sku_taken"


class VersionConflict(Conflict):
    """Somebody changed it since it was read."""

    code = "version_conflict"


class SlugTaken(Conflict):
    """A sibling has this slug."""

    code = "slug_taken"


class CategoryNotEmpty(Conflict):
    """The category has products or other categories below it."""

    code = "category_not_empty"
