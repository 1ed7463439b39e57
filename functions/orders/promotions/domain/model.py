"""What is said of promotions and coupons, what is shown of them, and how a coupon is refused."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from souk import Money, Request, View
from souk.errors import Conflict, Problem
from souk.message import Versioned
from souk.money import Price
from souk.paging import Page
from souk.text import OneLine
from souk.timestamp import Timestamp

CouponCode = Annotated[
    str,
    OneLine(40),
    AfterValidator(str.upper),
    Field(description="In any case; capitals are answered", examples=["SUMMER10"]),
]
BasisPoints = Annotated[int, Field(ge=1, le=10_000, description="Basis points")]
Units = Annotated[int, Field(ge=1, le=100)]
Named = Annotated[list[UUID], Field(max_length=200)]
type PromotionStatus = Annotated[
    Literal["scheduled", "active", "used_up", "ended"], Field(description="Whether it may be used now, and if not, why")
]


class PercentageOff(Request):
    """A share of what the goods cost."""

    kind: Literal["percentage"]
    rate: BasisPoints


class AmountOff(Request):
    """An amount, once for an order, and no more than the goods cost."""

    kind: Literal["amount"]
    amount: Price


class FreeDelivery(Request):
    """The delivery of each parcel with something in it that the promotion is for."""

    kind: Literal["free_delivery"]


class BuyXGetY(Request):
    """Of so many bought and so many more, the cheapest at a percentage off, as often as the cart has them."""

    kind: Literal["buy_x_get_y"]
    buy: Units
    get: Units
    rate: BasisPoints = 10_000


type Benefit = Annotated[
    PercentageOff | AmountOff | FreeDelivery | BuyXGetY,
    Field(discriminator="kind", description="What a promotion takes off"),
]


class OfferPromotion(Request):
    """A shop's promotion: with products or categories named for those, and what is below them, else for all it sells.

    Without a code it applies by itself. Limits say how often it may be used, in total and by one person.
    """

    title: Annotated[str, OneLine(120)]
    benefit: Benefit
    products: Named = Field(default_factory=list)
    categories: Named = Field(default_factory=list)
    least_total: Annotated[
        Price | None, Field(description="What the goods cost at least, before anything is taken off")
    ] = None
    starts_at: Annotated[Timestamp | None, Field(description="At once when it is not said")] = None
    ends_at: Annotated[Timestamp | None, Field(description="When it is over, unless it is ended before")] = None
    total_limit: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = None
    person_limit: Annotated[int, Field(ge=1, le=1000)] | None = None
    stackable: Annotated[bool, Field(description="Whether it adds to others")] = False
    code: CouponCode | None = None

    @property
    def currency(self) -> str | None:
        """The currency that carts must have; None when it is for carts in any."""
        if isinstance(self.benefit, AmountOff):
            return self.benefit.amount.currency
        return self.least_total.currency if self.least_total else None

    @property
    def least_amount(self) -> int:
        """What the goods cost at least, in minor units."""
        return self.least_total.amount if self.least_total else 0

    def columns(self) -> dict[str, Any]:
        """Give it as its row has it; the platform's alone names shops."""
        return {
            "title": self.title,
            "benefit": self.benefit.model_dump_json(),
            "currency": self.currency,
            "least_amount": self.least_amount,
            "product_ids": self.products,
            "category_ids": self.categories,
            "shop_ids": [],
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "total_limit": self.total_limit,
            "person_limit": self.person_limit,
            "stackable": self.stackable,
            "code": self.code,
        }


class OfferPlatformPromotion(OfferPromotion):
    """The platform's promotion, which the platform pays for; with shops named for what these sell."""

    shops: Named = Field(default_factory=list)

    def columns(self) -> dict[str, Any]:
        """Give it as its row has it."""
        return super().columns() | {"shop_ids": self.shops}


class ChangePromotion(OfferPromotion, Versioned):
    """A shop's promotion as it shall be; whether it has limits stays as it is."""


class ChangePlatformPromotion(OfferPlatformPromotion, Versioned):
    """The platform's promotion as it shall be; whether it has limits stays as it is."""


class ListPromotions(Page):
    """Which promotions to list, the latest first."""

    code: Annotated[CouponCode | None, Field(description="Only those that this code asked for")] = None


class FindPromotions(ListPromotions):
    """Which of everybody's promotions to list, the latest first."""

    seller: Annotated[UUID | None, Field(description="Only those of this shop")] = None


class PromotionView(View):
    """A promotion; without `seller_id` it is the platform's. `used` counts up to 1000 when there is no total limit."""

    id: UUID
    seller_id: UUID | None
    title: str
    benefit: Benefit
    products: list[UUID]
    categories: list[UUID]
    shops: list[UUID]
    least_total: Money | None
    starts_at: Timestamp
    ends_at: Timestamp | None
    total_limit: int | None
    person_limit: int | None
    stackable: bool
    code: str | None
    status: PromotionStatus
    used: int
    version: int


class AppliedPromotion(View):
    """What a promotion took off; without `seller_id` it is the platform's."""

    id: UUID
    seller_id: UUID | None
    title: str
    code: str | None
    discount: Money


class ApplyCoupon(Request):
    """The code of a coupon."""

    code: CouponCode


class CouponView(View):
    """The coupon that the cart has."""

    code: str
    title: str


class QuotedCoupon(View):
    """The cart's coupon: `problem` is the code of why it takes nothing off, `coupon_outdone` when others take more."""

    code: str
    title: str | None
    problem: str | None


class CodeTaken(Conflict, code="coupon_code_taken"):
    """Another promotion that is not over has this code."""


class LimitsFixed(Conflict, code="promotion_limits_fixed"):
    """A promotion stays with or without each limit, and in total it was used no more often than it may be."""


class PromotionOver(Conflict, code="promotion_ended"):
    """The promotion was ended."""


class CouponUnknown(Problem, status=422, code="coupon_unknown"):
    """There is no such coupon."""


class CouponNotYetValid(Conflict, code="coupon_not_yet_valid"):
    """The coupon is not valid yet."""


class CouponExpired(Conflict, code="coupon_expired"):
    """The coupon is not valid any more."""


class CouponUsedUp(Conflict, code="coupon_used_up"):
    """The coupon was used as often as it may be."""


class CouponAlreadyUsed(Conflict, code="coupon_already_used"):
    """This person has used the coupon as often as anybody may."""


class CouponNotApplicable(Conflict, code="coupon_not_applicable"):
    """The coupon is for nothing that is in the cart."""


class CouponTotalTooSmall(Conflict, code="coupon_total_too_small"):
    """The cart does not come to what the coupon needs.

    ``least_total`` is what the goods cost at least.
    """

    members: ClassVar[Mapping[str, Any]] = {"least_total": Money}


COUPON_PROBLEMS: tuple[type[Problem], ...] = (
    CouponAlreadyUsed,
    CouponExpired,
    CouponNotApplicable,
    CouponNotYetValid,
    CouponTotalTooSmall,
    CouponUnknown,
    CouponUsedUp,
)
"""What a coupon that takes nothing off may have wrong."""
