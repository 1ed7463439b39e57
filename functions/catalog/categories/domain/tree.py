"""What administrators do with the category tree, and what everybody sees of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from events.catalog import CategoryChanged
from functions.catalog.categories.domain import store
from functions.catalog.categories.domain.model import (
    UNKNOWN_CATEGORY,
    CategoryNotEmpty,
    CategoryTree,
    CategoryView,
    ChangeCategory,
    DescribeCategory,
    PlaceCategory,
    SlugTaken,
)
from functions.catalog.categories.domain.slug import MOST_LEVELS, slug_of_its_own
from functions.catalog.categories.domain.store import Category
from souk import Cache, Transaction
from souk.entry import Entry
from souk.errors import Invalid, VersionConflict
from souk.faults import Fault
from souk.ids import uuid7
from souk.slug import slug
from souk.sqlstate import CheckViolation
from souk.tax_class import TaxClass

_TREE_FULL = Fault("tree_full", "The tree has at most {most} categories.")
_NOT_A_SIBLING = Fault("not_below_parent", "It does not stand below that parent.")
_TOO_DEEP = Fault("tree_too_deep", "The tree has at most {most} levels.")
_BELOW_ITSELF = Fault("below_itself", "A category cannot stand below itself.")

TREE = Entry(
    "categories",
    owner="catalog",
    life=60,
    holds="all categories as a tree, as they are answered; one may have got its first product since",
    without="it is made from PostgreSQL each time",
)

MOST_CATEGORIES = 10_000
"""Everybody reads the tree whole, and Lambda answers at most 6 MB."""


def list_categories(tx: Transaction) -> CategoryTree:
    """Give all categories as a tree."""
    return CategoryTree(items=_children(None, store.list_categories(tx)))


def create_category(tx: Transaction, cache: Cache, body: DescribeCategory) -> CategoryView:
    """Add a category.

    Raises SlugTaken, or Invalid when there is no such parent, it would be deeper than four levels, or the tree is full.
    """
    store.take_turn(tx)
    if not _room(tx):
        raise Invalid(_TREE_FULL.at("name", most=MOST_CATEGORIES))
    _check_parent(tx, body.parent_id)
    category_id = uuid7()
    address = _address(tx, category_id, body)
    with _at_most_four_levels():
        made = store.insert(tx, category_id, body.parent_id, body.name, address, body.position, body.tax_class)
    _changed(tx, cache)
    return _view(made, [])


def update_category(tx: Transaction, cache: Cache, category_id: UUID, body: ChangeCategory, seen: int) -> CategoryView:
    """Rename a category where it stands, and say how what is in it is taxed.

    Raises NotFound, VersionConflict or SlugTaken.
    """
    before = _lock(tx, category_id, seen)
    tax_class = body.tax_class if "tax_class" in body.model_fields_set else _tax_class(before)
    named = DescribeCategory(
        name=body.name, slug=body.slug, parent_id=before.parent_id, position=before.position, tax_class=tax_class
    )
    _update(tx, category_id, named)
    tx.record(CategoryChanged(sequence=before.version + 1, category_id=category_id))
    _changed(tx, cache)
    return _branch(tx, category_id)


def place_category(tx: Transaction, cache: Cache, category_id: UUID, body: PlaceCategory, seen: int) -> CategoryView:
    """Move a category, with everything below it, to a place among the children of a parent.

    Raises NotFound, VersionConflict, SlugTaken, or Invalid when it would come to stand below itself or too deep, or
    before one that is not there.
    """
    before = _lock(tx, category_id, seen)
    _check_parent(tx, body.parent_id)
    if body.parent_id and store.is_below(tx, category_id, body.parent_id):
        raise Invalid(_BELOW_ITSELF.at("parent_id"))
    siblings = store.siblings(tx, body.parent_id, category_id)
    if body.before_id and body.before_id not in siblings:
        raise Invalid(_NOT_A_SIBLING.at("before_id"))
    place = siblings.index(body.before_id) if body.before_id else len(siblings)
    placed = DescribeCategory(
        name=before.name,
        slug=before.slug,
        parent_id=body.parent_id,
        position=place,
        tax_class=_tax_class(before),
    )
    _update(tx, category_id, placed)
    store.number(tx, [*siblings[:place], category_id, *siblings[place:]])
    if body.parent_id != before.parent_id:
        tx.record(CategoryChanged(sequence=before.version + 1, category_id=category_id))
    _changed(tx, cache)
    return _branch(tx, category_id)


def delete_category(tx: Transaction, cache: Cache, category_id: UUID) -> None:
    """Remove a category that nothing is in.

    Raises NotFound or CategoryNotEmpty.
    """
    store.take_turn(tx)
    store.find(tx, category_id)
    try:
        if store.is_used(tx, category_id):
            raise CategoryNotEmpty
        store.delete(tx, category_id)
    except CheckViolation as used:
        raise CategoryNotEmpty from used
    _changed(tx, cache)


def ensure(
    tx: Transaction, cache: Cache, ways: Iterable[tuple[str, ...]], most: int
) -> tuple[dict[tuple[str, ...], list[UUID]], int]:
    """Find the categories that each way of names leads to, oldest first, making at most so many that are new.

    Gives also how many were made. A way leads nowhere when what it needs is more than that, or than the tree has room
    for.
    """
    wanted = list(ways)
    found = store.find_by_names(tx, wanted)
    if len(found) == len(wanted):
        return found, 0
    store.take_turn(tx)
    room = left = min(most, _room(tx))
    for way in wanted:
        steps = [way[:length] for length in range(1, len(way) + 1)]
        found |= store.find_by_names(tx, [step for step in steps if step not in found])
        missing = [step for step in steps if step not in found]
        if len(missing) <= left:
            left -= len(missing)
            for step in missing:
                found[step] = [_grow(tx, step, found)]
    if left < room:
        _changed(tx, cache)
    return {way: found[way] for way in wanted if way in found}, room - left


def _room(tx: Transaction) -> int:
    """Give how many categories the tree can take; it stays so until others have their turn."""
    return max(MOST_CATEGORIES - store.count(tx), 0)


def _changed(tx: Transaction, cache: Cache) -> None:
    tx.after_commit(lambda: cache.delete(TREE.key()))


def _grow(tx: Transaction, step: tuple[str, ...], found: dict[tuple[str, ...], list[UUID]]) -> UUID:
    parent_id = found[step[:-1]][0] if len(step) > 1 else None
    body = DescribeCategory(name=step[-1], parent_id=parent_id)
    category_id = uuid7()
    return store.insert(tx, category_id, parent_id, body.name, _address(tx, category_id, body), 0, None).id


def _address(tx: Transaction, category_id: UUID, body: DescribeCategory) -> str:
    """Give the slug that was given, or one made of the name that no sibling has.

    Raises SlugTaken when the one that was given is a sibling's.
    """
    wanted = body.slug or slug(body.name)
    if wanted and not store.is_taken(tx, wanted, body.parent_id, category_id):
        return wanted
    if body.slug:
        raise SlugTaken(f"A sibling has the slug {body.slug}.")
    return slug_of_its_own(body.name, category_id)


@contextmanager
def _at_most_four_levels() -> Iterator[None]:
    try:
        yield
    except CheckViolation as deep:
        raise Invalid(_TOO_DEEP.at("parent_id", most=MOST_LEVELS)) from deep


def _lock(tx: Transaction, category_id: UUID, seen: int) -> Category:
    """Give a category when nobody else changes the tree."""
    store.take_turn(tx)
    found = store.find(tx, category_id)
    if found.version != seen:
        raise VersionConflict("category", found.version)
    return found


def _update(tx: Transaction, category_id: UUID, body: DescribeCategory) -> None:
    address = _address(tx, category_id, body)
    with _at_most_four_levels():
        store.update(tx, category_id, body.parent_id, body.name, address, body.position, body.tax_class)


def _tax_class(category: Category) -> TaxClass | None:
    return TaxClass(category.tax_class) if category.tax_class else None


def _check_parent(tx: Transaction, parent_id: UUID | None) -> None:
    if parent_id and not store.exists(tx, parent_id):
        raise Invalid(UNKNOWN_CATEGORY.at("parent_id"))


def _branch(tx: Transaction, category_id: UUID) -> CategoryView:
    category, *below = store.list_branch(tx, category_id)
    return _view(category, _children(category_id, below))


def _children(parent_id: UUID | None, categories: Iterable[Category]) -> list[CategoryView]:
    """Give the categories below one, or the roots, each with what is below it, in the order of those given."""
    by_parent: dict[UUID | None, list[Category]] = {}
    for category in categories:
        by_parent.setdefault(category.parent_id, []).append(category)

    def below(parent_id: UUID | None) -> list[CategoryView]:
        return [_view(category, below(category.id)) for category in by_parent.get(parent_id, [])]

    return below(parent_id)


def _view(category: Category, children: list[CategoryView]) -> CategoryView:
    return CategoryView(
        id=category.id,
        name=category.name,
        slug=category.slug,
        path=category.path,
        tax_class=_tax_class(category),
        taxed_as=TaxClass(category.taxed_as),
        position=category.position,
        version=category.version,
        has_products=category.has_products,
        children=children,
    )
