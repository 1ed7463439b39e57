"""SQL of stalls; row-level security says whose."""

from uuid import UUID

from souk import Json, SellerTransaction
from souk.paging import Page
from tests.support.workshop.pottery.domain.model import WareView

WARES = """
SELECT id, json_build_object('id', id, 'name', name, 'price', price) AS document
FROM wares
WHERE :after_id::uuid IS NULL OR id > :after_id::uuid
ORDER BY id
LIMIT :limit
"""
LAY_OUT = """
INSERT INTO wares (id, seller_id, name, price)
VALUES (:id, :seller_id, :name, :price)
"""
PRICE = """
UPDATE wares
SET price = :price
WHERE id = :id
"""
CLEAR = "DELETE FROM wares"


def wares(tx: SellerTransaction, query: Page) -> Json:
    """Give a page of the shop's wares, the oldest first."""
    return tx.page(WARES, query)


def lay_out(tx: SellerTransaction, ware: WareView) -> None:
    """Insert a ware."""
    tx.execute(LAY_OUT, seller_id=tx.seller_id, id=ware.id, name=ware.name, price=ware.price)


def price(tx: SellerTransaction, ware_id: UUID, amount: int) -> int:
    """Set a price; 0 when the shop has no such ware."""
    return tx.execute(PRICE, id=ware_id, price=amount)


def clear(tx: SellerTransaction) -> None:
    """Delete every ware of the shop."""
    tx.execute(CLEAR)
