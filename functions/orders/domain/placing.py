"""Placing an order: the cart becomes an order with a seller order for each seller, and its stock is held.

What it would cost is said before by the code that prices it then.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from events.orders import OrderCreated, OrderedLine, SellerShare
from functions.orders.domain import payment, pricing, shipping, store, tax
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
from souk import GUEST, Caller, Json, Money, Transaction
from souk.errors import Invalid, NotForSale
from souk.faults import Fault
from souk.ids import uuid7
from souk.paying import PaymentMethods
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
    caller: Caller,
    body: PlaceOrder,
    language: str,
    now: datetime,
) -> Json:
    """Turn the customer's cart into an order and hold its stock; a guest is written to in the language of the pages.

    Raises EmptyCart, NotForSale, PriceChanged, TotalTooLarge, OutOfStock or Invalid, and then nothing has changed.
    """
    if caller.role is GUEST and body.email is None:
        raise Invalid(_EMAIL_NEEDED.at("email"))
    if caller.role is not GUEST and body.email is not None:
        raise Invalid(_EMAIL_OF_ACCOUNT.at("email"))
    taken = store.cart_lines(tx, caller.user_id, taking=True)
    address = body.shipping_address
    offered = _offered(taken, address.country)
    travelling = shipping.travelling(body.shipping_option, offered)
    priced = _price(taken, prices, travelling, address.country, address.postal_code)
    currency = taken[0].currency
    payment.check(methods, body, address.country, Money(amount=priced.total, currency=currency))
    order = store.NewOrder(
        id=uuid7(),
        customer_id=caller.user_id,
        body=body,
        language=language,
        currency=currency,
        priced=priced,
        travelling=travelling,
        seller_order_ids={one.seller_id: uuid7() for one in priced.seller_orders},
        placed_at=now,
        held_until=now + HOLD,
    )
    tx.record(_created(order))
    return store.place(tx, order)


def quote_cart(tx: Transaction, prices: PriceReading, customer_id: UUID, body: QuoteCart) -> QuoteView:
    """Say what ordering the customer's cart would cost, as placing an order would have it.

    Raises EmptyCart, NotForSale, PriceChanged, TotalTooLarge or Invalid.
    """
    lines = store.cart_lines(tx, customer_id, taking=False)
    offered = _offered(lines, body.country)
    travelling = shipping.travelling(body.shipping_option, offered)
    priced = _price(lines, prices, travelling, body.country, body.postal_code)

    def money(amount: int) -> Money:
        return Money(amount=amount, currency=lines[0].currency)

    def table(taxes: Iterable[pricing.Taxed]) -> list[TaxedView]:
        return [TaxedView(rate=one.rate, net=money(one.net), tax=money(one.tax)) for one in taxes]

    return QuoteView(
        items_total=money(priced.items),
        shipping_total=money(priced.shipping),
        tax_total=money(priced.tax),
        total=money(priced.total),
        prices_include_tax=priced.prices_include_tax,
        taxes=table(priced.taxes),
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
                tax_total=money(one.tax),
                total=money(one.total),
                prices_include_tax=priced.prices_include_tax,
                taxes=table(one.taxes),
                lines=[
                    QuotedLine(
                        variant_id=line.item.variant_id,
                        quantity=line.item.quantity,
                        unit_price=money(line.item.unit_amount),
                        total=money(line.item.total),
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


def _price(
    lines: Sequence[store.WantedLine],
    prices: PriceReading,
    travelling: Mapping[UUID, Offer],
    country: str,
    postal_code: str | None,
) -> pricing.Priced[store.WantedLine]:
    """Give what the lines of a cart cost at their destination."""
    return pricing.price(
        lines,
        {shop: offer.amount for shop, offer in travelling.items()},
        tax.rates_at(country, postal_code),
        prices_include_tax=prices.include_tax(lines[0].currency),
    )


def _check(taken: Sequence[store.WantedLine]) -> None:
    """Refuse a cart that is not what the customer last saw."""
    if not taken:
        raise EmptyCart
    gone = [line for line in taken if not line.buyable or line.currency != line.seen_currency]
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


def _created(order: store.NewOrder) -> OrderCreated:
    def money(amount: int) -> Money:
        return Money(amount=amount, currency=order.currency)

    return OrderCreated(
        order_id=order.id,
        customer_id=order.customer_id,
        total=money(order.priced.total),
        currency=order.currency,
        payment_method=order.body.payment_method,
        payment_token=order.body.payment_token,
        sellers=[
            SellerShare(
                seller_order_id=order.seller_order_ids[one.seller_id],
                seller_id=one.seller_id,
                total=money(one.total),
                tax=money(one.tax),
                subsidy=money(0),
                commission=money(one.commission),
                commission_tax=money(0),
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
