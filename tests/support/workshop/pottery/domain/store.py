"""The pottery's statements."""

from uuid import UUID

from souk import Json, Transaction
from tests.support.workshop.pottery.domain.model import FindPots

ADD_POT = """
INSERT INTO pots (id, name, weight, maker)
VALUES (:id, :name, :weight, :maker)
"""
POT = """
SELECT json_build_object('id', id, 'name', name, 'weight', weight)
FROM pots
WHERE id = :id
"""
POTS = """
SELECT weight, id, json_build_object('id', id, 'name', name, 'weight', weight) AS document
FROM pots
WHERE weight > :heavier_than
    AND (cardinality(:names::text[]) = 0 OR name = ANY(:names::text[]))
    AND (:after_id::uuid IS NULL OR (weight, id) > (:after_weight::integer, :after_id::uuid))
ORDER BY weight, id
LIMIT :limit
"""
SHELVE = """
INSERT INTO shelf (pot_id)
VALUES (:pot_id)
ON CONFLICT (pot_id) DO UPDATE SET arrivals = shelf.arrivals + 1
"""


def add_pot(tx: Transaction, pot_id: UUID, name: str, weight: int, maker: UUID) -> None:
    """Insert a pot."""
    tx.execute(ADD_POT, id=pot_id, name=name, weight=weight, maker=maker)


def pot(tx: Transaction, pot_id: UUID) -> Json | None:
    """Give a pot as JSON."""
    return tx.json(POT, id=pot_id)


def pots(tx: Transaction, query: FindPots) -> Json:
    """Give a page of pots, the lightest first."""
    return tx.page(POTS, query, heavier_than=query.heavier_than, names=list(query.names))


def shelve(tx: Transaction, pot_id: UUID) -> None:
    """Count an arrival on the shelf."""
    tx.execute(SHELVE, pot_id=pot_id)
