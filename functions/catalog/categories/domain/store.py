"""SQL of the category tree."""

from dataclasses import dataclass
from uuid import UUID

from souk import Transaction

LIST_CATEGORIES = """
SELECT id, parent_id, name, slug, path, position, version
FROM categories
ORDER BY cardinality(lineage), position, name, id
"""

CATEGORY_EXISTS = "SELECT EXISTS (SELECT FROM categories WHERE id = :category_id)"

FIND_PATHS = "SELECT path, id FROM categories WHERE path = ANY (CAST(:paths AS text[]))"

LOCK_CATEGORY = """
SELECT id, parent_id, name, slug, path, position, version
FROM categories
WHERE id = :category_id
FOR UPDATE
"""

INSERT_CATEGORY = """
WITH parent AS (
  SELECT id, path, lineage
  FROM categories
  WHERE id = CAST(:parent_id AS uuid)
)
INSERT INTO categories (id, parent_id, name, slug, path, lineage, position)
SELECT CAST(:id AS uuid), parent.id, :name, CAST(:slug AS text), concat_ws('/', parent.path, CAST(:slug AS text)),
  COALESCE(parent.lineage, '{}') || CAST(:id AS uuid), :position
FROM (SELECT) AS one
LEFT JOIN parent ON true
ON CONFLICT ON CONSTRAINT slug_once_among_siblings DO NOTHING
RETURNING id, parent_id, name, slug, path, position, version
"""

UPDATE_CATEGORY = """
UPDATE categories
SET parent_id = CAST(:parent_id AS uuid), name = :name, slug = :slug, position = :position, version = version + 1
WHERE id = :category_id
"""

# Paths and lineages of a category and everything below it, made again from the parents.
REPLANT = """
WITH RECURSIVE tree AS (
  SELECT c.id, concat_ws('/', parent.path, c.slug) AS path, COALESCE(parent.lineage, '{}') || c.id AS lineage
  FROM categories c
  LEFT JOIN categories parent ON parent.id = c.parent_id
  WHERE c.id = :category_id
  UNION ALL
  SELECT c.id, concat_ws('/', tree.path, c.slug), tree.lineage || c.id
  FROM categories c
  JOIN tree ON c.parent_id = tree.id
)
UPDATE categories c
SET path = tree.path, lineage = tree.lineage
FROM tree
WHERE c.id = tree.id
"""

IS_BELOW = "SELECT EXISTS (SELECT FROM categories WHERE id = :id AND lineage @> ARRAY[CAST(:category_id AS uuid)])"

IS_USED = """
SELECT EXISTS (SELECT FROM categories WHERE parent_id = :category_id)
  OR EXISTS (SELECT FROM owners WHERE category_id = :category_id)
"""

DELETE_CATEGORY = "DELETE FROM categories WHERE id = :category_id"


@dataclass(frozen=True, slots=True)
class Category:
    """A node of the tree; `path` is made of slugs."""

    id: UUID
    parent_id: UUID | None
    name: str
    slug: str
    path: str
    position: int
    version: int


def all_of_them(tx: Transaction) -> list[Category]:
    """Give all categories, parents before their children."""
    return tx.fetch(Category, LIST_CATEGORIES)


def exists(tx: Transaction, category_id: UUID) -> bool:
    """Tell whether there is such a category."""
    return bool(tx.value(CATEGORY_EXISTS, category_id=category_id))


def ids_by_path(tx: Transaction, paths: list[str]) -> dict[str, UUID]:
    """Find categories by their paths."""
    return {row["path"]: row["id"] for row in tx.rows(FIND_PATHS, paths=paths)}


def lock(tx: Transaction, category_id: UUID) -> Category | None:
    """Lock a category and give it."""
    return tx.fetch_one(Category, LOCK_CATEGORY, category_id=category_id)


def insert(
    tx: Transaction, category_id: UUID, parent_id: UUID | None, name: str, slug: str, position: int
) -> Category | None:
    """Add a category, None when a sibling has the slug.

    Raises CheckViolation when it would be deeper than four levels.
    """
    return tx.fetch_one(
        Category, INSERT_CATEGORY, id=category_id, parent_id=parent_id, name=name, slug=slug, position=position
    )


def update(tx: Transaction, category_id: UUID, parent_id: UUID | None, name: str, slug: str, position: int) -> None:
    """Change a category and the paths of everything below it.

    Raises UniqueViolation when a sibling has the slug, CheckViolation when something would be deeper than four levels.
    """
    tx.execute(UPDATE_CATEGORY, category_id=category_id, parent_id=parent_id, name=name, slug=slug, position=position)
    tx.execute(REPLANT, category_id=category_id)


def is_below(tx: Transaction, category_id: UUID, candidate: UUID) -> bool:
    """Tell whether the candidate is this category or somewhere below it."""
    return bool(tx.value(IS_BELOW, category_id=category_id, id=candidate))


def is_used(tx: Transaction, category_id: UUID) -> bool:
    """Tell whether there are products in it or categories below it."""
    return bool(tx.value(IS_USED, category_id=category_id))


def delete(tx: Transaction, category_id: UUID) -> None:
    """Remove a category.

    Raises ForeignKeyViolation or CheckViolation when something was put into it meanwhile.
    """
    tx.execute(DELETE_CATEGORY, category_id=category_id)
