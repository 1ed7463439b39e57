"""How lists of products are narrowed and ordered, and what they show."""

import re
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.config import JsonDict

from functions.catalog.categories.domain.slug import LONGEST_PATH
from functions.catalog.products.domain.model import CategoryStep, ProductSeller
from functions.catalog.products.domain.product import ATTRIBUTE, NAME
from souk import Money, Request, View, Work
from souk.currency import DEFAULT, Currency
from souk.faults import Fault
from souk.money import MinorUnits
from souk.paging import Page, PageOf
from souk.text import OneLine

_NO_FILTER = Fault("unknown_filter", "is no filter")

MOST_TOTAL = 1000
MOST_TYPED = 200

Sort = Literal["newest", "price_asc", "price_desc", "relevance"]
_ATTRIBUTE = re.compile(rf"attr\.({NAME})")
_FILTER: JsonDict = {
    "type": "string",
    "minLength": ATTRIBUTE.least,
    "maxLength": ATTRIBUTE.most,
    "description": "`attr.<name>=<value>` keeps products with this fact, such as `attr.colour=blue`.",
}


def _filter(name: str) -> str:
    if not _ATTRIBUTE.fullmatch(name):
        raise _NO_FILTER.error()
    return name


class BrowseProducts(Page):
    """How to narrow and order a list; `attr.<name>=<value>` for the products' facts."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"patternProperties": {f"^{_ATTRIBUTE.pattern}$": _FILTER}}
    )
    __pydantic_extra__: dict[Annotated[str, AfterValidator(_filter)], Annotated[str, ATTRIBUTE]]

    currency: Annotated[
        Currency | None,
        Field(
            description="List only what is priced in this currency. A list that is narrowed or sorted by price without "
            f"naming one is in {DEFAULT}; any other shows every currency."
        ),
    ] = None
    min_price: Annotated[
        MinorUnits | None, Field(description="The least the cheapest variant costs, in the list's currency")
    ] = None
    max_price: Annotated[
        MinorUnits | None, Field(description="The most the cheapest variant costs, in the list's currency")
    ] = None
    in_stock: Annotated[bool, Field(description="Only what can be bought now")] = False
    sort: Annotated[Sort | None, Field(description="The order of the list; by relevance where `q` is given")] = None
    facets: Annotated[bool, Field(description="Whether to count the facts of what was found")] = False
    total: Annotated[
        bool,
        Field(description=f"Whether to count what was found, up to {MOST_TOTAL:,}; `total_is_exact` says if it is all"),
    ] = False

    @property
    def priced_in(self) -> str | None:
        """The one currency of the list, for prices compare in one alone; None for every currency."""
        by_price = self.min_price is not None or self.max_price is not None or self.sort in ("price_asc", "price_desc")
        return self.currency or (DEFAULT if by_price else None)

    @property
    def attributes(self) -> dict[str, str]:
        """The facts that are asked for."""
        return {name.removeprefix("attr."): value for name, value in (self.model_extra or {}).items()}


class ListProducts(BrowseProducts):
    """What to look for; a category by id, path or slug, its descendants included."""

    q: Annotated[Annotated[str, OneLine(MOST_TYPED)] | None, Field(description="Words to look for")] = None
    category: Annotated[
        Annotated[str, OneLine(LONGEST_PATH)] | None, Field(description="The id, path or slug of a category")
    ] = None
    seller: Annotated[UUID | None, Field(description="The id of a shop")] = None


class ProductCard(View):
    """A product in a list: `price` is that of its cheapest variant, `highest_price` that of its dearest.

    `default_variant_id` is its first variant in stock, of `variant_count` that there are.
    """

    id: UUID
    title: str
    slug: str
    price: Money
    highest_price: Money
    image_url: str | None
    image_alt: str | None
    second_image_url: str | None
    seller: ProductSeller
    category_id: UUID
    in_stock: bool
    default_variant_id: UUID | None
    variant_count: int


class Suggest(Request):
    """What was typed so far."""

    q: Annotated[str, OneLine(MOST_TYPED), Field(description="The first letters of a name, or of a word in it")]


class SuggestedCategory(CategoryStep):
    """A category that may be meant; `trail` is the way to it from the root."""

    trail: list[CategoryStep]


class Suggestions(View):
    """What may be meant: at most six products, four categories and four shops."""

    products: list[ProductCard]
    categories: list[SuggestedCategory]
    shops: list[ProductSeller]


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
    """How a list could be narrowed down further, from its first matches, `counted` of them.

    Prices are those in `currency`, in minor units: the list's currency, or the default of a list that shows every one.
    """

    counted: int
    currency: Currency
    min_price: int | None
    max_price: int | None
    categories: list[CategoryCount]
    attributes: dict[str, list[ValueCount]]


class ProductPage(PageOf[ProductCard]):
    """A page of products; `facets` and `total` when they were asked for."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    facets: Facets | None = None
    total: int | None = None
    total_is_exact: bool | None = None


class RelistShop(Work):
    """The products of a shop that changed, after one."""

    job = "catalog-relist-shop"

    seller_id: UUID
    after_id: UUID = UUID(int=0)


class RelistCategory(Work):
    """The products of a category that was renamed or moved, after one."""

    job = "catalog-relist-category"

    category_id: UUID
    after_id: UUID = UUID(int=0)
