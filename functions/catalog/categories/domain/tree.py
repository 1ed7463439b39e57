"""What administrators do with the category tree, and what everybody sees of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from uuid import UUID

from events.catalog import CategoryChanged
from functions.catalog.categories.domain import store
from functions.catalog.categories.domain.model import (
    CategoryNotEmpty,
    CategoryTree,
    CategoryView,
    ChangeCategory,
    DescribeCategory,
    SlugTaken,
)
from functions.catalog.categories.domain.slug import slug
from functions.catalog.categories.domain.store import Category
from souk import Cache, Transaction
from souk.database import CheckViolation, ForeignKeyViolation, UniqueViolation
from souk.entry import Entry
from souk.errors import Invalid, NotFound, VersionConflict
from souk.ids import uuid7

TREE = Entry(
    "categories",
    owner="catalog",
    life=3600,
    holds="all categories as a tree, as they are answered",
    without="it is made from PostgreSQL each time",
)


def tree(tx: Transaction) -> CategoryTree:
    """Give all categories as a tree."""
    by_parent: dict[UUID | None, list[Category]] = {}
    for category in store.all_of_them(tx):
        by_parent.setdefault(category.parent_id, []).append(category)

    def below(parent_id: UUID | None) -> list[CategoryView]:
        return [_view(category, below(category.id)) for category in by_parent.get(parent_id, [])]

    return CategoryTree(items=below(None))


def create(tx: Transaction, cache: Cache, body: DescribeCategory) -> CategoryView:
    """Add a category.

    Raises SlugTaken, or Invalid when there is no such parent or it would be deeper than four levels.
    """
    _check_parent(tx, body.parent_id)
    with _sound():
        made = store.insert(tx, uuid7(), body.parent_id, body.name, body.address, body.position)
    if made is None:
        raise SlugTaken(f"A sibling has the slug {body.address}.")
    tx.after_commit(lambda: cache.delete(TREE.key()))
    return _view(made, [])


def change(tx: Transaction, cache: Cache, category_id: UUID, body: ChangeCategory) -> CategoryView:
    """Rename or move a category with everything below it.

    Raises NotFound, VersionConflict, SlugTaken, or Invalid when it would come to stand below itself or too deep.
    """
    before = store.lock(tx, category_id)
    if before is None:
        raise NotFound.of("category")
    if before.version != body.version:
        raise VersionConflict(f"The category is at version {before.version}.", version=before.version)
    _check_parent(tx, body.parent_id)
    if body.parent_id and store.is_below(tx, category_id, body.parent_id):
        raise Invalid("parent_id", "A category cannot stand below itself.")
    with _sound():
        store.update(tx, category_id, body.parent_id, body.name, body.address, body.position)
    tx.record(CategoryChanged(sequence=before.version + 1, category_id=category_id))
    tx.after_commit(lambda: cache.delete(TREE.key()))
    after = store.lock(tx, category_id)
    assert after is not None
    return _view(after, [])


def delete(tx: Transaction, cache: Cache, category_id: UUID) -> None:
    """Remove a category that nothing is in.

    Raises NotFound, CategoryNotEmpty.
    """
    if store.lock(tx, category_id) is None:
        raise NotFound.of("category")
    if store.is_used(tx, category_id):
        raise CategoryNotEmpty("It has products or categories below it.")
    try:
        store.delete(tx, category_id)
    except (ForeignKeyViolation, CheckViolation) as used:
        raise CategoryNotEmpty("It has products or categories below it.") from used
    tx.after_commit(lambda: cache.delete(TREE.key()))


def ensure(tx: Transaction, ways: set[tuple[str, ...]]) -> dict[tuple[str, ...], UUID]:
    """Find the categories that stand at the end of these ways of names, making those that are new."""
    steps = {way[:length] for way in ways for length in range(1, len(way) + 1)}
    known = store.ids_by_path(tx, sorted(path_of(step) for step in steps))
    for _, level in groupby(sorted(steps, key=lambda step: (len(step), step)), key=len):
        for step in level:
            path = path_of(step)
            if path in known:
                continue
            parent_id = known[path_of(step[:-1])] if len(step) > 1 else None
            made = store.insert(tx, uuid7(), parent_id, step[-1], slug(step[-1]), 0)
            known[path] = made.id if made else store.ids_by_path(tx, [path])[path]
    return {way: known[path_of(way)] for way in ways}


def path_of(way: tuple[str, ...]) -> str:
    """Write a way of names as the path of slugs it has."""
    return "/".join(map(slug, way))


@contextmanager
def _sound() -> Iterator[None]:
    try:
        yield
    except UniqueViolation as taken:
        raise SlugTaken("A sibling has this slug.") from taken
    except CheckViolation as deep:
        raise Invalid("parent_id", "The tree has at most four levels.") from deep


def _check_parent(tx: Transaction, parent_id: UUID | None) -> None:
    if parent_id and not store.exists(tx, parent_id):
        raise Invalid("parent_id", "There is no such category.")


def _view(category: Category, children: list[CategoryView]) -> CategoryView:
    return CategoryView(
        id=category.id,
        name=category.name,
        slug=category.slug,
        path=category.path,
        position=category.position,
        version=category.version,
        children=children,
    )
