from functions.orders.domain import placing
from functions.orders.promotions.domain.model import COUPON_PROBLEMS, ApplyCoupon, CouponView
from souk import GUEST, Caller, Transaction, operation


@operation("PUT /api/cart/coupon", role=GUEST, refuses=COUPON_PROBLEMS)
def handler(tx: Transaction, caller: Caller, body: ApplyCoupon) -> CouponView:
    """Let the cart have a coupon, in the place of another; the quote says what it takes off."""
    return placing.apply_coupon(tx, caller.user_id, body)
