"""What is asked and shown of the tree of categories, and how it refuses."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from functions.catalog.categories.domain.slug import CATEGORY, Slug
from souk import Request, View
from souk.errors import Conflict
from souk.faults import Fault
from souk.message import Versioned
from souk.tax_class import TaxClass

UNKNOWN_CATEGORY = Fault("unknown_category", "There is no such category.")


class NameCategory(Request):
    """What a category is called; its slug is made from its name unless it is given.

    `tax_class` is how what is in it is taxed, null as what is in its parent; left out it stays as it is.
    """

    name: Annotated[str, CATEGORY, Field(pattern=r"^[^>]+$")]
    slug: Slug | None = None
    tax_class: TaxClass | None = None


class DescribeCategory(NameCategory):
    """A category; its slug is made from its name unless it is given."""

    parent_id: UUID | None = None
    position: Annotated[int, Field(ge=0, le=10_000)] = 0


class ChangeCategory(NameCategory, Versioned):
    """What a category shall be called."""


class PlaceCategory(Versioned):
    """Where a category shall stand: below which parent, and before which of its children; last without one."""

    parent_id: UUID | None
    before_id: UUID | None = None


class CategoryView(View):
    """A category and what is below it; `path` is made of slugs, and `has_products` counts those below it.

    `tax_class` is its own, `taxed_as` the one that holds for its products unless they have one.
    """

    id: UUID
    name: str
    slug: str
    path: str
    tax_class: TaxClass | None
    taxed_as: TaxClass
    position: int
    version: int
    has_products: bool
    children: list["CategoryView"]


class CategoryTree(View):
    """All categories, from the roots."""

    items: list[CategoryView]


class SlugTaken(Conflict, code="slug_taken"):
    """A sibling has this slug."""


class CategoryNotEmpty(Conflict, code="category_not_empty"):
    """The category has products or other categories below it."""
