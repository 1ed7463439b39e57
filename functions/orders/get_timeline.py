from typing import Annotated
from uuid import UUID

from functions.orders.domain import view_store
from functions.orders.domain.model import TimelineView
from souk import GUEST, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/orders/{order_id}/timeline", role=GUEST, refuses=(NotFound.of("order"),))
def handler(tx: Transaction, caller: Caller, order_id: UUID) -> Annotated[Json, TimelineView]:
    """Show everything that happened to one of the caller's orders."""
    return view_store.show_timeline(tx, order_id, caller.user_id)
