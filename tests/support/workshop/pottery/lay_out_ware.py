from souk import ADMIN, SELLER, SellerTransaction, operation
from souk.ids import uuid7
from tests.support.workshop.pottery.domain import stall_store
from tests.support.workshop.pottery.domain.model import LayOut, WareView


@operation("POST /api/wares", role=(SELLER, ADMIN), status=201, idempotent=True, audited=True)
def handler(tx: SellerTransaction, body: LayOut) -> WareView:
    """Lay something out on the stall."""
    ware = WareView(id=uuid7(), name=body.name, price=body.price)
    stall_store.lay_out(tx, ware)
    return ware
