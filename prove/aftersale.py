"""What becomes of an order: a second step, another payment, cancellations, parcels, refunds, returns.

Each is tried again in a later round as long as it comes too early, and not for ever.
"""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from prove.asking import Client
from prove.crew import Step
from prove.market import Customer, Market
from tests.support import api
from tests.support.market import SHIPMENT

TRIES = 5
REFUNDS_AT_ONCE = 10

_CODES = {"123456": 75, "000000": 10, None: 15}
"""What customers say to their bank; nothing at all when they walk away."""
_FATES = {
    "nothing": 10,
    "cancel_at_once": 12,
    "cancel_later": 10,
    "shop_cancels": 10,
    "ship": 20,
    "ship_and_refund": 20,
    "ship_and_return": 18,
}


class Aftersale:
    """Lets customers and shops do what they do about an order, now or in a later round."""

    def __init__(
        self, client: Client, market: Market, ask: Callable[[Step], None], later: Callable[[int, Step], None]
    ) -> None:
        self._client = client
        self._market = market
        self._ask = ask
        self._later = later

    def follow(self, chance: Random, customer: Customer, order: dict[str, Any]) -> None:
        """Decide what becomes of an order."""
        buyer = api.customer(customer.user_id)
        method = order["payment_method"]
        if method == "sandbox_3ds":
            (code,) = chance.choices([*_CODES], [*_CODES.values()])
            if code:
                self._later(1, partial(self._confirm, buyer, order, code, TRIES))
        if method in ("sandbox_declined", "sandbox_no_funds") and chance.random() < 0.7:
            self._later(1, partial(self._pay_again, buyer, order, TRIES))
        (fate,) = chance.choices([*_FATES], [*_FATES.values()])
        if fate == "cancel_at_once":
            self._ask(partial(self._cancel, buyer, order))
        elif fate == "cancel_later":
            self._later(chance.randrange(1, 4), partial(self._cancel, buyer, order))
        elif fate != "nothing":
            for sold in order["sellers"]:
                gives_up = fate == "shop_cancels" and sold is order["sellers"][0]
                act = self._give_up if gives_up else partial(self._ship, fate)
                self._later(chance.randrange(1, 4), partial(act, buyer, order, sold, TRIES))

    def _confirm(self, buyer: Any, order: dict[str, Any], code: str, tries: int, chance: Random) -> None:
        listed = self._client.ask(
            chance,
            "list_transactions",
            "GET /api/payments/transactions",
            as_=buyer,
            query={"order_id": order["id"]},
        )
        waiting = [one["id"] for one in listed.json["items"] if one["status"] == "requires_action"]
        if not waiting:
            self._again(tries, partial(self._confirm, buyer, order, code))
            return
        confirm = partial(
            self._client.ask,
            what="confirm_payment",
            route="POST /api/payments/transactions/{transaction_id}/confirmation",
            as_=buyer,
            path={"transaction_id": waiting[0]},
            body={"code": code},
        )
        if chance.random() < 0.3:
            self._ask(confirm)
        confirm(chance)

    def _pay_again(self, buyer: Any, order: dict[str, Any], tries: int, chance: Random) -> None:
        (method,) = chance.choices(["sandbox_visa", "sandbox_timeout", "sandbox_declined"], [6, 3, 1])
        answer = self._client.ask(
            chance,
            "pay_again",
            "POST /api/orders/{order_id}/payments",
            as_=buyer,
            path={"order_id": order["id"]},
            body={"payment_method": method},
            key=f"pay-{order['id']}-{tries}",
        )
        if answer.code == "order_not_payable":
            self._again(tries, partial(self._pay_again, buyer, order))

    def _cancel(self, buyer: Any, order: dict[str, Any], chance: Random) -> None:
        cancel = partial(
            self._client.ask,
            what="cancel_order",
            route="PUT /api/orders/{order_id}/cancel",
            as_=buyer,
            path={"order_id": order["id"]},
            key=f"cancel-{order['id']}",
        )
        if chance.random() < 0.2:
            self._ask(cancel)
        cancel(chance)

    def _give_up(self, buyer: Any, order: dict[str, Any], sold: dict[str, Any], tries: int, chance: Random) -> None:
        answer = self._client.ask(
            chance,
            "cancel_seller_order",
            "PUT /api/seller/orders/{seller_order_id}/cancel",
            as_=self._keeper(sold),
            path={"seller_order_id": sold["id"]},
            body={"reason": "out_of_stock"},
            key=f"give-up-{sold['id']}-{tries}",
        )
        if answer.status == 404:
            self._again(tries, partial(self._give_up, buyer, order, sold))

    def _ship(
        self, fate: str, buyer: Any, order: dict[str, Any], sold: dict[str, Any], tries: int, chance: Random
    ) -> None:
        answer = self._client.ask(
            chance,
            "ship_seller_order",
            "POST /api/seller/orders/{seller_order_id}/shipments",
            as_=self._keeper(sold),
            path={"seller_order_id": sold["id"]},
            body=SHIPMENT,
            key=f"ship-{sold['id']}-{tries}",
        )
        if answer.status == 404:
            self._again(tries, partial(self._ship, fate, buyer, order, sold))
        if answer.status != 201:
            return
        self._later(1, partial(self._arrive, sold))
        if fate == "ship_and_refund":
            self._refund_at_once(chance, order, sold)
        elif fate == "ship_and_return":
            self._later(chance.randrange(1, 3), partial(self._return, buyer, order, sold))

    def _arrive(self, sold: dict[str, Any], chance: Random) -> None:
        self._client.ask(
            chance,
            "mark_delivered",
            "POST /api/seller/orders/{seller_order_id}/delivered",
            as_=self._keeper(sold),
            path={"seller_order_id": sold["id"]},
        )

    def _refund_at_once(self, chance: Random, order: dict[str, Any], sold: dict[str, Any]) -> None:
        """Refund a part of what a shop sold, ten times at once; together it may be more than there is."""
        amount = max(1, sold["total"]["amount"] // chance.choice((3, 5, 12)))
        for number in range(REFUNDS_AT_ONCE):
            refund = partial(
                self._client.ask,
                what="refund_order",
                route="POST /api/orders/{order_id}/refunds",
                summary=_refunded,
                as_=self._keeper(sold),
                path={"order_id": order["id"]},
                body={"reason": "damaged", "amount": sold["total"] | {"amount": amount}},
                key=f"refund-{sold['id']}-{number}",
            )
            self._ask(refund)
            if chance.random() < 0.2:
                self._ask(refund)

    def _return(self, buyer: Any, order: dict[str, Any], sold: dict[str, Any], chance: Random) -> None:
        """Ask to send some units back; the shop accepts and has them, both more than once."""
        line = chance.choice(sold["lines"])
        units = chance.randrange(1, line["quantity"] + 1)
        asked = self._client.ask(
            chance,
            "request_return",
            "POST /api/orders/{order_id}/returns",
            as_=buyer,
            path={"order_id": order["id"]},
            body={"lines": [{"line_id": line["id"], "quantity": units}], "reason": "does_not_fit"},
            key=f"return-{line['id']}",
        )
        if asked.status == 201:
            steps: tuple[tuple[str, dict[str, Any], int], ...] = (
                ("accept", {}, 1),
                ("receive", {"restock": True}, 2),
                ("receive", {"restock": True}, 2),
            )
            for number, (action, more, rounds) in enumerate(steps):
                self._later(rounds, partial(self._answer, sold, asked.json["id"], {"action": action} | more, number))

    def _answer(self, sold: dict[str, Any], return_id: str, body: dict[str, Any], number: int, chance: Random) -> None:
        self._client.ask(
            chance,
            "answer_return",
            "PUT /api/seller/returns/{return_id}",
            summary=_returned,
            as_=self._keeper(sold),
            path={"return_id": return_id},
            body=body,
            key=f"answer-{return_id}-{number}",
        )

    def _again(self, tries: int, step: Callable[[int, Random], object]) -> None:
        if tries > 1:
            self._later(1, partial(step, tries - 1))

    def _keeper(self, sold: dict[str, Any]) -> Any:
        return self._market.shops[UUID(sold["seller_id"])].keeper


def _refunded(refunds: Any) -> list[dict[str, Any]]:
    return [{"refund_id": one["id"], "amount": one["amount"]["amount"]} for one in refunds["items"]]


def _returned(returned: Any) -> dict[str, Any]:
    return {"return_id": returned["id"], "refund_id": returned["refund_id"], "status": returned["status"]}
