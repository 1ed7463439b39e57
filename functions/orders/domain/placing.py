"""Placing an order: the cart becomes an order with a seller order for each seller, and its stock is held.

What it would cost is said before by the code that prices it then.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from events.orders import OrderCreated, OrderedLine, SellerShare
from functions.orders.commission.domain.taxing import commission_tax_rate
from functions.orders.commission.domain.terms import USUAL_CHARGES, Charges, Terms
from functions.orders.domain import credit, payment, pricing, shipping, store, tax
from functions.orders.domain.model import (
    EmptyCart,
    PlaceOrder,
    PriceChanged,
    QuoteCart,
    QuotedLine,
    QuotedSeller,
    QuoteView,
    ShippingOfferView,
    TaxedView,
)
from functions.orders.domain.shipping import Offer, Parcel
from functions.orders.promotions.domain import coupons, discounts, offer_store
from functions.orders.promotions.domain.discounts import Discounts
from functions.orders.promotions.domain.model import ApplyCoupon, CouponView, QuotedCoupon
from souk import GUEST, Caller, Json, Money, Transaction
from souk.currency import DEFAULT
from souk.errors import Invalid, NotForSale, Problem
from souk.faults import Fault
from souk.ids import uuid7
from souk.paying import PaymentMethods
from souk.platform import Platform
from souk.price_reading import PriceReading

_EMAIL_NEEDED = Fault("email_missing", "a guest says where to write to")
_EMAIL_OF_ACCOUNT = Fault("email_of_account", "a customer is written to at the address of the account")
_GONE = Fault("gone_from_sale", "cannot be bought any more")
_PRICE = Fault("price_was", "was {was}, is now {now}")

HOLD = timedelta(minutes=15)


def place_order(
    tx: Transaction,
    methods: PaymentMethods,
    prices: PriceReading,
    platform: Platform,
    caller: Caller,
    body: PlaceOrder,
    language: str,
    now: datetime,
) -> Json:
    """Turn the customer's cart into an order and hold its stock; a guest is written to in the language of the pages.

    Raises EmptyCart, NotForSale, PriceChanged, TotalTooLarge, OutOfStock or Invalid, or what ``coupons.refusal`` and
    ``coupons.spent`` give, or CreditChanged, and then nothing has changed.
    """
    if caller.role is GUEST and body.email is None:
        raise Invalid(_EMAIL_NEEDED.at("email"))
    if caller.role is not GUEST and body.email is not None:
        raise Invalid(_EMAIL_OF_ACCOUNT.at("email"))
    taken = store.cart_lines(tx, caller.user_id, taking=True)
    address = body.shipping_address
    offered = _offered(taken, address.country)
    travelling = shipping.travelling(body.shipping_option, offered)
    charges = _charges(taken, platform)
    cost = _cost(
        tx, caller.user_id, body.email, taken, prices, travelling, address.country, address.postal_code, charges
    )
    if cost.refused:
        raise cost.refused
    priced, currency = cost.priced, taken[0].currency
    total = Money(amount=priced.total, currency=currency)
    _check_total(body.expected_total, total)
    used = credit.taken(tx, caller, body, total)
    to_pay = credit.rest(total, used)
    _check_total(body.expected_to_pay, to_pay, "expected_to_pay")
    method = payment.check(tx, methods, caller, body, address.country, to_pay)
    order = store.NewOrder(
        id=uuid7(),
        customer_id=caller.user_id,
        body=body,
        payment_method=method,
        language=language,
        currency=currency,
        priced=priced,
        travelling=travelling,
        applied=cost.discounts.applied,
        seller_order_ids={one.seller_id: uuid7() for one in priced.seller_orders},
        placed_at=now,
        held_until=now + HOLD,
    )
    tx.record(_created(order, credit.total(used, currency)))
    return credit.claim(tx, order.id, used, store.place(tx, order))


def quote_cart(tx: Transaction, prices: PriceReading, caller: Caller, body: QuoteCart) -> QuoteView:
    """Say what ordering the customer's cart would cost, as placing an order would have it.

    Raises EmptyCart, NotForSale, PriceChanged, TotalTooLarge or Invalid.
    """
    customer_id = caller.user_id
    lines = store.cart_lines(tx, customer_id, taking=False)
    offered = _offered(lines, body.country)
    travelling = shipping.travelling(body.shipping_option, offered)
    cost = _cost(tx, customer_id, None, lines, prices, travelling, body.country, body.postal_code)
    priced, applied, currency = cost.priced, cost.discounts.applied, lines[0].currency

    def money(amount: int) -> Money:
        return Money(amount=amount, currency=currency)

    def table(taxes: Iterable[pricing.Taxed]) -> list[TaxedView]:
        return [TaxedView(rate=one.rate, net=money(one.net), tax=money(one.tax)) for one in taxes]

    used = credit.taken(tx, caller, body, money(priced.total))
    return QuoteView(
        items_total=money(priced.items),
        shipping_total=money(priced.shipping),
        discount_total=money(priced.discount + priced.shipping_discount),
        tax_total=money(priced.tax),
        total=money(priced.total),
        prices_include_tax=priced.prices_include_tax,
        taxes=table(priced.taxes),
        promotions=coupons.shown(applied, currency),
        coupon=cost.coupon,
        credit=credit.shown(used, currency),
        to_pay=credit.rest(money(priced.total), used),
        sellers=[
            QuotedSeller(
                seller_id=one.seller_id,
                seller_name=one.lines[0].item.seller_name,
                shipping_option=travelling[one.seller_id].option,
                shipping_name=travelling[one.seller_id].name,
                shipping_options=[
                    ShippingOfferView(option=offer.option, name=offer.name, price=money(offer.amount), days=offer.days)
                    for offer in offered[one.seller_id]
                ],
                items_total=money(one.items),
                shipping_total=money(one.shipping),
                discount_total=money(one.discount.total + one.shipping_discount.total),
                tax_total=money(one.tax),
                total=money(one.total),
                prices_include_tax=priced.prices_include_tax,
                taxes=table(one.taxes),
                promotions=coupons.shown(applied, currency, one.seller_id),
                lines=[
                    QuotedLine(
                        variant_id=line.item.variant_id,
                        quantity=line.item.quantity,
                        unit_price=money(line.item.unit_amount),
                        discount=money(line.discount.total),
                        total=money(line.total),
                        tax=money(line.tax),
                        tax_rate=line.tax_rate,
                    )
                    for line in one.lines
                ],
            )
            for one in priced.seller_orders
        ],
    )


def _offered(lines: Sequence[store.WantedLine], country: str) -> Mapping[UUID, Sequence[Offer]]:
    """Give the ways in which the parcel of each shop may travel there; the lines are in the order of their shops.

    Raises EmptyCart, NotForSale or PriceChanged.
    """
    _check(lines)
    offered = {}
    for shop, group in groupby(lines, key=lambda line: line.seller_id):
        sent = list(group)
        parcel = Parcel(
            country=country,
            weight=sum(line.weight * line.quantity for line in sent),
            amount=sum(line.total for line in sent),
            currency=sent[0].currency,
        )
        kept = sent[0].shipping
        offered[shop] = shipping.offers(None if kept is None else json.loads(kept), parcel)
    return offered


def apply_coupon(tx: Transaction, customer_id: UUID, body: ApplyCoupon) -> CouponView:
    """Let the customer's cart have a coupon; a line that cannot be bought any more counts for nothing.

    Raises what ``coupons.refusal`` gives, and then the cart stays as it is.
    """
    lines = [line for line in store.cart_lines(tx, customer_id, taking=False) if _is_offered(line)]
    return coupons.apply_coupon(tx, customer_id, body, lines, lines[0].currency if lines else DEFAULT)


@dataclass(frozen=True, slots=True)
class _Cost:
    """What a cart costs at its destination, and what becomes of the coupon."""

    priced: pricing.Priced[store.WantedLine]
    discounts: Discounts
    coupon: QuotedCoupon | None
    refused: Problem | None


def _cost(
    tx: Transaction,
    customer_id: UUID,
    email: str | None,
    lines: Sequence[store.WantedLine],
    prices: PriceReading,
    travelling: Mapping[UUID, Offer],
    country: str,
    postal_code: str | None,
    charges: Charges = USUAL_CHARGES,
) -> _Cost:
    """Give what the lines of a cart cost at their destination, with what is taken off."""
    currency = lines[0].currency
    deliveries = {shop: offer.amount for shop, offer in travelling.items()}
    offers = offer_store.offers(tx, customer_id, email, lines, currency)
    refused = coupons.refusal(offers, currency)
    taken = discounts.discount(offers.goods, deliveries, coupons.applicable(offers), currency)
    priced = pricing.price(
        lines,
        deliveries,
        tax.rates_at(country, postal_code),
        prices_include_tax=prices.include_tax(currency),
        charges=charges,
        discounts=taken,
    )
    return _Cost(priced, taken, coupons.quoted(offers, refused, taken.applied), refused)


def _charges(lines: Sequence[store.WantedLine], platform: Platform) -> Charges:
    """Give what the shops of the lines are charged; only the first line of a shop says where that is established."""
    return Charges(
        {line.variant_id: Terms.read(json.loads(line.commission)) for line in lines if line.commission},
        {
            line.seller_id: commission_tax_rate(platform.country, **json.loads(line.established))
            for line in lines
            if line.established
        },
    )


def _check(taken: Sequence[store.WantedLine]) -> None:
    """Refuse a cart that is not what the customer last saw."""
    if not taken:
        raise EmptyCart
    gone = [line for line in taken if not _is_offered(line)]
    if gone:
        raise NotForSale(
            "Some lines cannot be bought any more.",
            errors=[_GONE.at(f"items.{line.variant_id}") for line in gone],
        )
    changed = [line for line in taken if line.unit_amount != line.seen_amount]
    if changed:
        raise PriceChanged(
            "Some prices have changed; look at the cart again.",
            errors=[
                _PRICE.at(f"items.{line.variant_id}", was=line.seen_amount, now=line.unit_amount) for line in changed
            ],
        )


def _is_offered(line: store.WantedLine) -> bool:
    return line.buyable and line.currency == line.seen_currency


def _check_total(expected: Money | None, total: Money, field: str = "expected_total") -> None:
    """Refuse what costs another total than the customer agreed to."""
    if expected not in (None, total):
        raise PriceChanged(
            "The total has changed; look at the cart again.",
            errors=[_PRICE.at(field, was=expected.amount, now=total.amount)],
        )


def _created(order: store.NewOrder, paid_with_credit: Money | None) -> OrderCreated:
    def money(amount: int) -> Money:
        return Money(amount=amount, currency=order.currency)

    return OrderCreated(
        order_id=order.id,
        customer_id=order.customer_id,
        total=money(order.priced.total),
        currency=order.currency,
        payment_method=order.payment_method,
        payment_token=order.body.payment_token,
        saved_method_id=order.body.saved_method_id,
        keeps_method=order.body.keep_method,
        credit=paid_with_credit,
        sellers=[
            SellerShare(
                seller_order_id=order.seller_order_ids[one.seller_id],
                seller_id=one.seller_id,
                total=money(one.total),
                tax=money(one.tax),
                subsidy=money(one.subsidy),
                commission=money(one.commission),
                commission_tax=money(one.commission_tax),
            )
            for one in order.priced.seller_orders
        ],
        lines=[
            OrderedLine(
                variant_id=line.item.variant_id,
                product_id=line.item.product_id,
                seller_id=line.item.seller_id,
                quantity=line.item.quantity,
                unit_amount=line.item.unit_amount,
            )
            for one in order.priced.seller_orders
            for line in one.lines
        ],
    )
