"""The coupon of a cart: whether it may take something off, and if not, why."""

from collections.abc import Sequence
from uuid import UUID

from functions.orders.domain.model import PriceChanged
from functions.orders.promotions.domain import offer_store
from functions.orders.promotions.domain.discounts import Applied, Promotion
from functions.orders.promotions.domain.model import (
    AppliedPromotion,
    ApplyCoupon,
    CouponAlreadyUsed,
    CouponExpired,
    CouponNotApplicable,
    CouponNotYetValid,
    CouponTotalTooSmall,
    CouponUnknown,
    CouponUsedUp,
    CouponView,
    QuotedCoupon,
)
from functions.orders.promotions.domain.offer_store import Offered, OfferedLine, Offers
from souk import Money, Transaction
from souk.errors import Problem

OUTDONE = "coupon_outdone"

_BY_STATUS: dict[str, type[Problem]] = {
    "scheduled": CouponNotYetValid,
    "ended": CouponExpired,
    "used_up": CouponUsedUp,
}


def apply_coupon(
    tx: Transaction, customer_id: UUID, body: ApplyCoupon, lines: Sequence[OfferedLine], currency: str
) -> CouponView:
    """Keep a coupon with the customer's cart, in the place of another.

    Raises what ``refusal`` gives, and then the cart stays as it is.
    """
    offers = offer_store.offers(tx, customer_id, None, lines, currency, entered=body.code)
    refused = refusal(offers, currency)
    if refused:
        raise refused
    offer_store.keep_coupon(tx, customer_id, body.code)
    return CouponView(code=body.code, title=next(one.promotion.title for one in offers.offered if _is_coupon(one)))


def applicable(offers: Offers) -> list[Promotion]:
    """Give the promotions that may take something off, among them the coupon's."""
    return [one.promotion for one in offers.offered if one.status == "active" and not one.is_spent]


def refusal(offers: Offers, currency: str) -> Problem | None:
    """Say why the coupon takes nothing off the cart whatever else does; None when it may, or when there is none."""
    if offers.code is None:
        return None
    coupon = next((one for one in offers.offered if _is_coupon(one)), None)
    if coupon is None:
        return CouponUnknown()
    promotion = coupon.promotion
    if coupon.status in _BY_STATUS:
        return _BY_STATUS[coupon.status]()
    if coupon.is_spent:
        return CouponAlreadyUsed()
    if promotion.currency in (None, currency) and not promotion.is_reached(offers.goods):
        least = Money(amount=promotion.least_amount, currency=currency)
        return CouponTotalTooSmall(least_total=least.model_dump())
    return None if promotion.fits(offers.goods, currency) else CouponNotApplicable()


def spent(applied: Sequence[Applied], promotion_id: str, *, by_person: bool) -> Problem:
    """Say that a promotion was used up while it was priced: the coupon, or one without which the total is another."""
    if not any(str(one.promotion.id) == promotion_id and one.promotion.code for one in applied):
        return PriceChanged("A promotion is over; look at the cart again.")
    return CouponAlreadyUsed() if by_person else CouponUsedUp()


def quoted(offers: Offers, refused: Problem | None, applied: Sequence[Applied]) -> QuotedCoupon | None:
    """Say of the cart's coupon whether it takes something off, and if not, why."""
    if offers.code is None:
        return None
    title = next((one.promotion.title for one in offers.offered if _is_coupon(one)), None)
    is_applied = any(one.promotion.code is not None for one in applied)
    return QuotedCoupon(
        code=offers.code, title=title, problem=refused.code if refused else None if is_applied else OUTDONE
    )


def shown(applied: Sequence[Applied], currency: str, shop: UUID | None = None) -> list[AppliedPromotion]:
    """Give what each promotion took off an order, or off what one shop sells in it."""
    amounts = ((one.promotion, one.amounts.get(shop, 0) if shop else one.total) for one in applied)
    return [
        AppliedPromotion(
            id=promotion.id,
            seller_id=promotion.seller_id,
            title=promotion.title,
            code=promotion.code,
            discount=Money(amount=amount, currency=currency),
        )
        for promotion, amount in amounts
        if amount
    ]


def _is_coupon(offered: Offered) -> bool:
    return offered.promotion.code is not None
