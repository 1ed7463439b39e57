"""The category tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from souk import Transaction
from souk.errors import found
from souk.tax_class import TaxClass

TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('catalog.categories', 0))"

_SHOWN = """id, parent_id, name, slug, path, tax_class, taxed_as, position, version,
    EXISTS (SELECT FROM listings WHERE listings.scope = categories.id) AS has_products"""

LIST_CATEGORIES = f"""
SELECT {_SHOWN}
FROM categories
ORDER BY cardinality(lineage), position, name, id
"""

LIST_BRANCH = f"""
SELECT {_SHOWN}
FROM categories
WHERE lineage @> ARRAY[:category_id::uuid]
ORDER BY cardinality(lineage), position, name, id
"""

COUNT = "SELECT count(*) FROM categories"

EXISTS = "SELECT EXISTS (SELECT FROM categories WHERE id = :category_id)"

FIND_BY_NAMES = """
SELECT wanted.names, category.id
FROM unnest(:names::text[]) AS wanted (names)
JOIN categories AS category ON category.names = lower(wanted.names)
ORDER BY category.id
"""

FIND = f"""
SELECT {_SHOWN}
FROM categories
WHERE id = :category_id
"""

IS_TAKEN = """
SELECT EXISTS (
    SELECT
    FROM categories
    WHERE slug = :slug AND parent_id IS NOT DISTINCT FROM :parent_id::uuid AND id <> :category_id
)
"""

INSERT = f"""
INSERT INTO categories (id, parent_id, name, slug, path, lineage, position, tax_class, taxed_as)
SELECT :id::uuid, parent.id, :name, :slug::text, concat_ws('/', parent.path, :slug::text),
    coalesce(parent.lineage, '{{}}') || :id::uuid, :position, :tax_class::text,
    coalesce(:tax_class::text, parent.taxed_as, 'standard')
FROM (SELECT) AS one
LEFT JOIN categories AS parent ON parent.id = :parent_id::uuid
RETURNING {_SHOWN}
"""

UPDATE = """
UPDATE categories
SET parent_id = :parent_id::uuid, name = :name, slug = :slug, position = :position, tax_class = :tax_class,
    version = version + 1
WHERE id = :category_id
"""

SIBLINGS = """
SELECT id
FROM categories
WHERE parent_id IS NOT DISTINCT FROM :parent_id::uuid AND id <> :category_id
ORDER BY position, name, id
"""

NUMBER = """
UPDATE categories
SET position = place.number - 1, version = version + 1
FROM unnest(:ids::uuid[]) WITH ORDINALITY AS place (id, number)
WHERE categories.id = place.id AND categories.position <> place.number - 1
"""

# Paths and lineages of a category and everything below it, made again from the parents.
REPLANT = """
WITH RECURSIVE tree AS (
    SELECT
        top.id, concat_ws('/', parent.path, top.slug) AS path, coalesce(parent.lineage, '{}') || top.id AS lineage
    FROM categories AS top
    LEFT JOIN categories AS parent ON parent.id = top.parent_id
    WHERE top.id = :category_id
    UNION ALL
    SELECT below.id, concat_ws('/', tree.path, below.slug), tree.lineage || below.id
    FROM categories AS below
    JOIN tree ON below.parent_id = tree.id
)
UPDATE categories AS category
SET path = tree.path, lineage = tree.lineage
FROM tree
WHERE category.id = tree.id
"""

IS_BELOW = "SELECT EXISTS (SELECT FROM categories WHERE id = :id AND lineage @> ARRAY[:category_id::uuid])"

IS_USED = """
SELECT EXISTS (SELECT FROM categories WHERE parent_id = :category_id)
    OR EXISTS (SELECT FROM placements WHERE category_id = :category_id)
"""

DELETE = "DELETE FROM categories WHERE id = :category_id"


@dataclass(frozen=True, slots=True)
class Category:
    """A node of the tree."""

    id: UUID
    parent_id: UUID | None
    name: str
    slug: str
    path: str
    tax_class: str | None
    taxed_as: str
    position: int
    version: int
    has_products: bool


def take_turn(tx: Transaction) -> None:
    """Wait until nobody else changes the tree, and let others wait until the end of the transaction."""
    tx.execute(TAKE_TURN)


def list_categories(tx: Transaction) -> list[Category]:
    """Give all categories, parents before their children."""
    return tx.fetch(Category, LIST_CATEGORIES)


def list_branch(tx: Transaction, category_id: UUID) -> list[Category]:
    """Give a category and all below it, parents before their children."""
    return tx.fetch(Category, LIST_BRANCH, category_id=category_id)


def count(tx: Transaction) -> int:
    """Give how many categories there are."""
    return int(tx.value(COUNT))


def exists(tx: Transaction, category_id: UUID) -> bool:
    """Say whether there is such a category."""
    return bool(tx.value(EXISTS, category_id=category_id))


def find_by_names(tx: Transaction, ways: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], list[UUID]]:
    """Find the categories that each way of names leads to, upper and lower case alike, oldest first."""
    by_names = {" > ".join(way): way for way in ways}
    ids: dict[tuple[str, ...], list[UUID]] = {}
    for row in tx.rows(FIND_BY_NAMES, names=sorted(by_names)):
        ids.setdefault(by_names[row["names"]], []).append(row["id"])
    return ids


def find(tx: Transaction, category_id: UUID) -> Category:
    """Give a category, or raise NotFound."""
    return found(tx.fetch_one(Category, FIND, category_id=category_id), "category")


def is_taken(tx: Transaction, slug: str, parent_id: UUID | None, category_id: UUID) -> bool:
    """Say whether another category below the parent has the slug."""
    return bool(tx.value(IS_TAKEN, slug=slug, parent_id=parent_id, category_id=category_id))


def insert(
    tx: Transaction,
    category_id: UUID,
    parent_id: UUID | None,
    name: str,
    slug: str,
    position: int,
    tax_class: TaxClass | None,
) -> Category:
    """Add a category.

    Raises CheckViolation when it would be deeper than four levels.
    """
    columns = {"parent_id": parent_id, "name": name, "slug": slug, "position": position, "tax_class": tax_class}
    (made,) = tx.fetch(Category, INSERT, id=category_id, **columns)
    return made


def update(
    tx: Transaction,
    category_id: UUID,
    parent_id: UUID | None,
    name: str,
    slug: str,
    position: int,
    tax_class: TaxClass | None,
) -> None:
    """Change a category and the paths of everything below it.

    Raises CheckViolation when something would be deeper than four levels.
    """
    columns = {"parent_id": parent_id, "name": name, "slug": slug, "position": position, "tax_class": tax_class}
    tx.execute(UPDATE, category_id=category_id, **columns)
    tx.execute(REPLANT, category_id=category_id)


def siblings(tx: Transaction, parent_id: UUID | None, category_id: UUID) -> list[UUID]:
    """Give the other categories below the parent in their order."""
    return [row["id"] for row in tx.rows(SIBLINGS, parent_id=parent_id, category_id=category_id)]


def number(tx: Transaction, ids: list[UUID]) -> None:
    """Give siblings the positions of this order."""
    tx.execute(NUMBER, ids=ids)


def is_below(tx: Transaction, category_id: UUID, candidate: UUID) -> bool:
    """Say whether the candidate is this category or somewhere below it."""
    return bool(tx.value(IS_BELOW, category_id=category_id, id=candidate))


def is_used(tx: Transaction, category_id: UUID) -> bool:
    """Say whether there are products in it or categories below it."""
    return bool(tx.value(IS_USED, category_id=category_id))


def delete(tx: Transaction, category_id: UUID) -> None:
    """Remove a category.

    Raises CheckViolation when a product was put into it meanwhile.
    """
    tx.execute(DELETE, category_id=category_id)
