from functions.orders.promotions.domain import offer_store
from souk import GUEST, Caller, Transaction, operation


@operation("DELETE /api/cart/coupon", role=GUEST, status=204)
def handler(tx: Transaction, caller: Caller) -> None:
    """Take the coupon off the cart."""
    offer_store.keep_coupon(tx, caller.user_id, None)
