from typing import Annotated

from functions.orders.domain import view_store
from functions.orders.domain.model import MOST_COUNTED, FiguresView
from souk import SELLER, Clock, Json, SellerTransaction, operation


@operation("GET /api/seller/figures", role=SELLER)
def handler(tx: SellerTransaction, clock: Clock) -> Annotated[Json, FiguresView]:
    """Show how the shop stands today: what is to be sent, what runs low, what was earned."""
    return view_store.show_figures(tx, clock.now(), MOST_COUNTED)
