from uuid import UUID

from souk import ADMIN, SELLER, SellerTransaction, operation
from souk.errors import NotFound
from tests.support.workshop.pottery.domain import stall_store
from tests.support.workshop.pottery.domain.model import PriceWare


@operation("PUT /api/wares/{ware_id}", role=(SELLER, ADMIN), status=204, refuses=(NotFound.of("ware"),), audited=True)
def handler(tx: SellerTransaction, ware_id: UUID, body: PriceWare) -> None:
    """Say what something on the stall costs."""
    if not stall_store.price(tx, ware_id, body.price):
        raise NotFound.of("ware")
