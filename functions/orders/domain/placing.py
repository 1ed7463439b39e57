"""Placing an order: the cart becomes an order with one part for each seller, and its stock is held."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events.orders import OrderCreated, OrderedLine, SellerShare
from functions.orders.domain import pricing, shipping, store, tax, view_store
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
        raise OutOfStock(
            "Some lines ask for more than there is.",
            errors=[FieldError(f"items.{line.variant_id}", f"{line.available} available") for line in short],
            lines=[
                {"variant_id": str(line.variant_id), "requested": line.requested, "available": line.available}
                for line in short
            ],
        )
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
        "parts": len(priced.parts),
        "held_until": held_until.isoformat(),
        "created_at": now.isoformat(),
    }
    parts, lines = _rows(order, priced, {line.variant_id: line for line in taken})
    store.insert_order(tx, order, parts, lines)
    tx.record(_created(order, parts, lines))
    return view_store.show_order(tx, order_id, customer_id)


def _check(taken: Sequence[store.CartLine]) -> None:
    """Refuse a cart that is not what the shopper last saw."""
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
    order: dict[str, Any], priced: pricing.Priced, taken: dict[UUID, store.CartLine]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the rows of the sellers' parts and of the lines, with everything frozen."""
    shared = {"order_id": order["id"], "currency": order["currency"]}
    parts, lines = [], []
    for part in priced.parts:
        part_id = str(uuid7())
        parts.append(
            shared
            | {
                "id": part_id,
                "seller_id": str(part.seller_id),
                "seller_name": taken[part.lines[0].item.variant_id].seller_name,
                "items_amount": part.items,
                "shipping_amount": part.shipping,
                "shipping_tax_amount": part.shipping_tax,
                "tax_amount": part.tax,
                "total_amount": part.total,
                "commission_rate": priced.commission_rate,
                "commission_amount": part.commission,
            }
        )
        for line in part.lines:
            sold = taken[line.item.variant_id]
            lines.append(
                shared
                | {
                    "id": str(uuid7()),
                    "seller_order_id": part_id,
                    "seller_id": str(part.seller_id),
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
    return parts, lines


def _created(order: dict[str, Any], parts: list[dict[str, Any]], lines: list[dict[str, Any]]) -> OrderCreated:
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
                seller_order_id=part["id"],
                seller_id=part["seller_id"],
                total=money(part["total_amount"]),
                tax=money(part["tax_amount"]),
                commission=money(part["commission_amount"]),
            )
            for part in parts
        ],
        lines=[OrderedLine(**{name: line[name] for name in OrderedLine.model_fields}) for line in lines],
    )
