"""What may be taken off a cart, and the cart's coupon."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from functions.orders.promotions.domain.discounts import Goods, Promotion
from souk import Transaction

OFFERS = """
SELECT coupon, promotions, lineages
FROM offers(
    :customer_id, :guest_email, :entered, :bought_in, :product_ids::uuid[], :seller_ids::uuid[]
)
"""

KEEP_COUPON = "SELECT cart_api.keep_coupon(:customer_id, :coupon)"


class OfferedLine(Protocol):
    """A line of a cart, as far as promotions look at it."""

    @property
    def variant_id(self) -> UUID: ...
    @property
    def product_id(self) -> UUID: ...
    @property
    def seller_id(self) -> UUID: ...
    @property
    def quantity(self) -> int: ...
    @property
    def unit_amount(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Offered:
    """A promotion with how it stands: its status, and whether this person has used it up."""

    promotion: Promotion
    status: str
    is_spent: bool


@dataclass(frozen=True, slots=True)
class Offers:
    """The goods of a cart, the promotions that there are for them, and the code of the coupon that is asked for."""

    goods: Sequence[Goods]
    offered: Sequence[Offered]
    code: str | None


def offers(
    tx: Transaction,
    customer_id: UUID,
    email: str | None,
    lines: Sequence[OfferedLine],
    currency: str,
    entered: str | None = None,
) -> Offers:
    """Give what may be taken off a cart; the coupon is the one that was entered, else the cart's."""
    found = tx.row(
        OFFERS,
        customer_id=customer_id,
        guest_email=email,
        entered=entered,
        bought_in=currency,
        product_ids=[line.product_id for line in lines],
        seller_ids=list({line.seller_id for line in lines}),
    )
    assert found is not None
    lineages = json.loads(found["lineages"] or "{}")
    goods = [
        Goods(
            line.variant_id,
            line.product_id,
            line.seller_id,
            line.quantity,
            line.unit_amount,
            _ids(lineages.get(str(line.product_id), ())),
        )
        for line in lines
    ]
    return Offers(goods, [_offered(one) for one in json.loads(found["promotions"] or "[]")], found["coupon"])


def keep_coupon(tx: Transaction, customer_id: UUID, code: str | None) -> None:
    """Keep a coupon's code with the customer's cart, or none."""
    tx.execute(KEEP_COUPON, customer_id=customer_id, coupon=code)


def _offered(document: Mapping[str, Any]) -> Offered:
    promotion = Promotion(
        id=UUID(document["id"]),
        seller_id=UUID(document["seller_id"]) if document["seller_id"] else None,
        title=document["title"],
        benefit=document["benefit"],
        currency=document["currency"],
        least_amount=document["least_amount"],
        products=_ids(document["products"]),
        categories=_ids(document["categories"]),
        shops=_ids(document["shops"]),
        stackable=document["stackable"],
        code=document["code"],
    )
    return Offered(promotion, document["status"], document["is_spent"])


def _ids(written: Sequence[str]) -> frozenset[UUID]:
    return frozenset(map(UUID, written))
