"""Shops: what they are, and how they come and go."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from souk import Request, View
from souk.address import Address
from souk.country import Country
from souk.errors import Conflict
from souk.faults import Fault
from souk.message import Versioned
from souk.paging import Page
from souk.picture import PictureAddress
from souk.text import Lines, OneLine
from souk.timestamp import Timestamp

_SUSPENSION_REASON = Fault("suspension_reason", "a suspension needs a reason, and its end has none")


class ShopStatus(StrEnum):
    """How far a shop is."""

    APPLIED = "applied"
    REFUSED = "refused"
    APPROVED = "approved"
    SUSPENDED = "suspended"


class Decision(StrEnum):
    """What an administrator may decide about a shop."""

    APPROVE = "approve"
    REFUSE = "refuse"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"


TRANSITIONS: dict[ShopStatus, dict[Decision, ShopStatus]] = {
    ShopStatus.APPLIED: {
        Decision.APPROVE: ShopStatus.APPROVED,
        Decision.REFUSE: ShopStatus.REFUSED,
    },
    ShopStatus.REFUSED: {
        Decision.APPROVE: ShopStatus.APPROVED,
        Decision.REFUSE: ShopStatus.REFUSED,
    },
    ShopStatus.APPROVED: {
        Decision.APPROVE: ShopStatus.APPROVED,
        Decision.SUSPEND: ShopStatus.SUSPENDED,
        Decision.REINSTATE: ShopStatus.APPROVED,
    },
    ShopStatus.SUSPENDED: {
        Decision.SUSPEND: ShopStatus.SUSPENDED,
        Decision.REINSTATE: ShopStatus.APPROVED,
    },
}

ShopName = Annotated[str, OneLine(80, least=2)]
Reason = Annotated[str, Lines(500, least=1)]
Tagline = Annotated[str, OneLine(120, least=0)]
Words = Annotated[str, Lines(5000)]
TaxId = Annotated[str, OneLine(30)]


class Apply(Request):
    """A customer's wish to sell."""

    name: ShopName
    country: Country


class UpdateShop(Versioned):
    """A shop as its seller wants it; what is left out is emptied.

    `legal_address` says who sells by law, and `tax_id` is their VAT number: invoices name both.
    """

    name: ShopName
    tagline: Tagline = ""
    about: Words = ""
    shipping_policy: Words = ""
    returns_policy: Words = ""
    logo_url: PictureAddress | None = None
    banner_url: PictureAddress | None = None
    legal_address: Address | None = None
    tax_id: TaxId | None = None


class Refuse(Versioned):
    """Why an application is refused, as its owner reads it."""

    reason: Reason


class Suspend(Versioned):
    """Whether a shop is to stand still, and why."""

    suspended: bool
    reason: Annotated[Reason | None, Field(validate_default=True)] = None

    @field_validator("reason")
    @classmethod
    def _explains_a_suspension(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("suspended", reason is not None) is not (reason is not None):
            raise _SUSPENSION_REASON.error()
        return reason


class ListSellers(Page):
    """Which shops to list."""

    status: Annotated[
        ShopStatus, Field(description="How far the shops are; only administrators list others than approved ones")
    ] = ShopStatus.APPROVED


class ListedSeller(View):
    """A shop in the directory."""

    id: UUID
    name: str
    slug: str
    country: str
    tagline: str
    logo_url: str | None
    status: ShopStatus
    created_at: Timestamp


class ShopFront(View):
    """What a shop says of itself."""

    id: UUID
    name: str
    slug: str
    country: str
    tagline: str
    about: str
    shipping_policy: str
    returns_policy: str
    logo_url: str | None
    banner_url: str | None
    created_at: Timestamp


class SellerView(ShopFront):
    """A shop as everybody sees it; `product_count` is the least they are where it is not exact."""

    product_count: int
    product_count_is_exact: bool


class ShopView(ShopFront):
    """A shop as its owner and administrators see it; `reason` is why it was refused or stands still."""

    owner_id: UUID
    status: ShopStatus
    reason: str | None
    legal_address: Address | None
    tax_id: str | None
    version: int
    updated_at: Timestamp


class OwnerView(View):
    """Who a shop belongs to, and how to reach them."""

    id: UUID
    email: str
    first_name: str
    last_name: str
    phone: str | None


class InspectedShop(ShopView):
    """A shop with its owner, whatever its state, as administrators see it."""

    owner: OwnerView | None


class AlreadyApplied(Conflict, code="already_applied"):
    """A user has one shop at most."""


class SellerNotApproved(Conflict, code="seller_not_approved"):
    """A shop that never opened cannot be suspended or reinstated."""


class ShopSuspended(Conflict, code="seller_suspended"):
    """A suspended shop is reinstated, not approved again."""


class ShopApproved(Conflict, code="seller_approved"):
    """A shop that opened is suspended, not refused."""


def after(status: ShopStatus, decision: Decision) -> ShopStatus:
    """Give the status that follows; the same decision twice changes nothing.

    Raises SellerNotApproved, ShopSuspended or ShopApproved when this cannot be decided now.
    """
    following = TRANSITIONS[status].get(decision)
    if following is not None:
        return following
    if decision is Decision.REFUSE:
        raise ShopApproved("The shop was approved: suspend it instead.")
    if status is ShopStatus.SUSPENDED:
        raise ShopSuspended("The shop is suspended: lift the suspension instead.")
    raise SellerNotApproved("The shop was not approved yet.")
