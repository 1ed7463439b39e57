"""Placing an order: the cart becomes an order with a seller order for each seller, and its stock is held."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events.orders import OrderCreated, OrderedLine, SellerShare
from functions.orders.domain import pricing, shipping, store, tax
from functions.orders.domain.model import EmptyCart, PlaceOrder, PriceChanged
from functions.orders.domain.number import number_of
from functions.orders.domain.states import Kind, after
from souk import Json, Money, Transaction
from souk.errors import FieldError, Invalid, NotForSale, OutOfStock
from souk.ids import uuid7
from souk.paying import PaymentMethods

HOLD = timedelta(minutes=15)


def place_order(tx: Transaction, methods: PaymentMethods, customer_id: UUID, wish: PlaceOrder, now: datetime) -> Json:
    """Turn the customer's cart into an order and hold its stock.

    Raises EmptyCart, NotForSale, PriceChanged, OutOfStock or Invalid, and then nothing has changed.
    """
    if wish.payment_method not in methods:
        raise Invalid("payment_method", "is not offered")
    taken = store.take_cart(tx, customer_id)
    _check(taken)
    order_id, currency = uuid7(), taken[0].currency
    priced = pricing.price(
        [pricing.Item(line.variant_id, line.seller_id, line.quantity, line.unit_amount) for line in taken],
        shipping.price_of(wish.shipping_option, currency),
        tax.rate_at(wish.shipping_address.country, wish.shipping_address.postal_code),
    )
    held_until = now + HOLD
    short = store.reserve(tx, order_id, {line.variant_id: line.quantity for line in taken}, held_until)
    if short:
        raise OutOfStock(short)
    order = {
        "id": str(order_id),
        "number": number_of(order_id),
        "customer_id": str(customer_id),
        "status": after(None, Kind.PLACED),
        "sequence": 1,
        "currency": currency,
        "items_amount": priced.items,
        "shipping_amount": priced.shipping,
        "tax_amount": priced.tax,
        "total_amount": priced.total,
        "payment_method": wish.payment_method,
        "shipping_option": wish.shipping_option,
        "shipping_address": wish.shipping_address.model_dump(),
        "note": wish.note,
        "seller_count": len(priced.seller_orders),
        "held_until": held_until.isoformat(),
        "created_at": now.isoformat(),
    }
    seller_orders, lines = _rows(order, priced, {line.variant_id: line for line in taken})
    tx.record(_created(order, seller_orders, lines))
    return store.place(tx, order, seller_orders, lines)


def _check(taken: Sequence[store.TakenLine]) -> None:
    """Refuse a cart that is not what the customer last saw."""
    if not taken:
        raise EmptyCart
    gone = [line for line in taken if not line.buyable or line.currency != line.seen_currency]
    if gone:
        raise NotForSale(
            "Some lines cannot be bought any more.",
            errors=[FieldError(f"items.{line.variant_id}", "cannot be bought any more") for line in gone],
        )
    changed = [line for line in taken if line.unit_amount != line.seen_amount]
    if changed:
        raise PriceChanged(
            "Some prices have changed; look at the cart again.",
            errors=[
                FieldError(f"items.{line.variant_id}", f"was {line.seen_amount}, is now {line.unit_amount}")
                for line in changed
            ],
        )


def _rows(
    order: dict[str, Any], priced: pricing.Priced, taken: dict[UUID, store.TakenLine]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the rows of the seller orders and of the lines, with everything frozen."""
    currency = order["currency"]
    seller_orders, lines = [], []
    for one in priced.seller_orders:
        seller_order_id = str(uuid7())
        seller_orders.append(
            {
                "id": seller_order_id,
                "order_id": order["id"],
                "currency": currency,
                "seller_id": str(one.seller_id),
                "seller_name": taken[one.lines[0].item.variant_id].seller_name,
                "items_amount": one.items,
                "shipping_amount": one.shipping,
                "shipping_tax_amount": one.shipping_tax,
                "tax_amount": one.tax,
                "total_amount": one.total,
                "commission_rate": priced.commission_rate,
                "commission_amount": one.commission,
            }
        )
        for line in one.lines:
            sold = taken[line.item.variant_id]
            lines.append(
                {
                    "id": str(uuid7()),
                    "currency": currency,
                    "seller_order_id": seller_order_id,
                    "seller_id": str(one.seller_id),
                    "variant_id": str(sold.variant_id),
                    "product_id": str(sold.product_id),
                    "sku": sold.sku,
                    "title": sold.title,
                    "options": json.loads(sold.options),
                    "image_url": sold.image_url,
                    "quantity": sold.quantity,
                    "unit_amount": sold.unit_amount,
                    "total_amount": line.item.total,
                    "tax_rate": priced.tax_rate,
                    "tax_amount": line.tax,
                    "commission_amount": line.commission,
                }
            )
    return seller_orders, lines


def _created(order: dict[str, Any], seller_orders: list[dict[str, Any]], lines: list[dict[str, Any]]) -> OrderCreated:
    def money(amount: int) -> Money:
        return Money(amount=amount, currency=order["currency"])

    return OrderCreated(
        order_id=order["id"],
        customer_id=order["customer_id"],
        total=money(order["total_amount"]),
        currency=order["currency"],
        payment_method=order["payment_method"],
        sellers=[
            SellerShare(
                seller_order_id=sold["id"],
                seller_id=sold["seller_id"],
                total=money(sold["total_amount"]),
                tax=money(sold["tax_amount"]),
                commission=money(sold["commission_amount"]),
            )
            for sold in seller_orders
        ],
        lines=[OrderedLine(**{name: line[name] for name in OrderedLine.model_fields}) for line in lines],
    )
