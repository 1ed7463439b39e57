"""What the stand-ins for Stripe do differently stands in docs/stripe.md, as it was found here."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from stripe import APIError, CardError, PaymentIntent, StripeClient, StripeError

from tests.providers.conftest import client_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "stripe.md"
STAND_INS = ("localstripe", "server")

_OF_A_DECLINE = ("code", "decline_code", "charge", "payment_intent")

type Probe = Callable[[StripeClient], str]


def pay(client: StripeClient, method: str = "pm_card_visa", key: str | None = None, **more: Any) -> PaymentIntent:
    params: Any = {"amount": 1999, "currency": "gbp", "payment_method": method, "confirm": True, **more}
    try:
        params["allowed_payment_method_types"] = ["card"]
        return client.v1.payment_intents.create(params, {"idempotency_key": key or str(uuid4())})
    except StripeError as error:
        if "Unexpected" not in str(error):
            raise
    del params["allowed_payment_method_types"]
    return client.v1.payment_intents.create(params, {"idempotency_key": key or str(uuid4())})


def taken(request: Callable[[], Any]) -> str:
    """Say whether a request was taken, and if not, with what kind of refusal."""
    try:
        request()
    except APIError as error:
        return f"is answered {error.http_status}"
    except StripeError as error:
        said = error.error
        code = said.code or said.type if said else error.http_status
        return f"is refused: {error.http_status} `{code}`"
    return "is taken"


def same_key(client: StripeClient) -> str:
    key = str(uuid4())
    return "is one charge" if pay(client, key=key).id == pay(client, key=key).id else "charges twice"


def same_key_other_amount(client: StripeClient) -> str:
    key = str(uuid4())
    pay(client, key=key)
    return taken(lambda: pay(client, key=key, amount=2000))


def refund_too_much(client: StripeClient) -> str:
    intent = pay(client)
    return taken(lambda: client.v1.refunds.create({"payment_intent": intent.id, "amount": 2000}))


def refund_twice(client: StripeClient) -> str:
    intent = pay(client)
    client.v1.refunds.create({"payment_intent": intent.id})
    return taken(lambda: client.v1.refunds.create({"payment_intent": intent.id}))


def decline(client: StripeClient) -> str:
    # The method that localstripe declines when it is charged; those that Stripe documents it does not know.
    for method in ("pm_card_chargeDeclined", "pm_card_chargeCustomerFail"):
        try:
            pay(client, method)
        except CardError as error:
            said: Any = error.json_body
            return f"has {', '.join(f'`{name}`' for name in _OF_A_DECLINE if said['error'].get(name))}"
        except StripeError:
            continue
    return "does not come"


def no_funds(client: StripeClient) -> str:
    return taken(lambda: pay(client, "pm_card_chargeDeclinedInsufficientFunds"))


def second_step(client: StripeClient) -> str:
    return taken(lambda: pay(client, "pm_card_threeDSecureRequired"))


def token_of_a_page(client: StripeClient) -> str:
    return taken(lambda: client.v1.test_helpers.confirmation_tokens.create({"payment_method": "pm_card_visa"}))


def allowed_types(client: StripeClient) -> str:
    params: Any = {"amount": 1999, "currency": "gbp", "allowed_payment_method_types": ["card"]}
    return taken(lambda: client.v1.payment_intents.create(params))


def received(client: StripeClient) -> str:
    return "is there" if "amount_received" in pay(client).to_dict() else "is missing"


def fee(client: StripeClient) -> str:
    charge: Any = pay(client, expand=["latest_charge.balance_transaction"]).latest_charge
    return "is taken" if charge.balance_transaction.fee else "is 0"


def part_captured(client: StripeClient) -> str:
    intent = pay(client, capture_method="manual")
    client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 500})
    found = client.v1.refunds.list({"payment_intent": intent.id}).data
    return "is a refund" if found else "is let go"


def captured_again(client: StripeClient) -> str:
    intent = pay(client, capture_method="manual")
    client.v1.payment_intents.capture(intent.id)
    return taken(lambda: client.v1.payment_intents.capture(intent.id))


def cancel_paid(client: StripeClient) -> str:
    intent = pay(client)
    return taken(lambda: client.v1.payment_intents.cancel(intent.id))


def method_again(client: StripeClient) -> str:
    used = str(pay(client).payment_method)
    return taken(lambda: pay(client, used))


def tiny(client: StripeClient) -> str:
    return taken(lambda: pay(client, amount=1))


def nonsense_currency(client: StripeClient) -> str:
    return taken(lambda: pay(client, currency="xxx"))


def search(client: StripeClient) -> str:
    return taken(lambda: client.v1.payment_intents.search({"query": "metadata['souk']:'k'"}))


def disputes(client: StripeClient) -> str:
    return taken(client.v1.disputes.list)


def accounts(client: StripeClient) -> str:
    return taken(lambda: client.v1.accounts.create({"country": "GB"}))


def transfers(client: StripeClient) -> str:
    return taken(client.v1.transfers.list)


def refund_event(client: StripeClient) -> str:
    client.v1.refunds.create({"payment_intent": pay(client).id})
    return "is told" if client.v1.events.list({"type": "refund.created"}).data else "is not told"


PROBES: dict[str, Probe] = {
    "the same request again under its key": same_key,
    "another amount under the same key": same_key_other_amount,
    "a refund above what was captured": refund_too_much,
    "a refund of what was refunded": refund_twice,
    "the answer to a declined charge": decline,
    "a charge of a test card without funds": no_funds,
    "a charge of a test card that takes a second step": second_step,
    "the token of a page for a test method": token_of_a_page,
    "`allowed_payment_method_types`": allowed_types,
    "`amount_received`": received,
    "the fee of a charge": fee,
    "what is left when a part is captured": part_captured,
    "a capture of what was captured": captured_again,
    "giving up what was paid": cancel_paid,
    "a method that was used and kept for nobody": method_again,
    "a charge of a penny": tiny,
    "a charge in the currency `xxx`": nonsense_currency,
    "a search by metadata": search,
    "disputes": disputes,
    "an account of a seller": accounts,
    "transfers": transfers,
    "a refund, by webhook": refund_event,
}


def documented() -> dict[str, dict[str, str]]:
    """Read the table: what is tried, by whom, and what happens."""
    table = re.search(r"<!-- tried -->\n(.*?)<!-- /tried -->", DOCUMENT.read_text(), re.DOTALL)
    assert table
    rows = [[cell.strip() for cell in line.strip("|\n ").split(" | ")] for line in table[1].splitlines()[2:]]
    return {tried: dict(zip(STAND_INS, found, strict=True)) for tried, *found in rows}


def test_every_row_of_the_table_is_tried() -> None:
    assert list(documented()) == list(PROBES)


@pytest.mark.xdist_group("localstripe")
@pytest.mark.parametrize("stand_in", STAND_INS)
@pytest.mark.parametrize("tried", PROBES)
def test_it_does_what_the_table_says(tried: str, stand_in: str, request: pytest.FixtureRequest) -> None:
    client = client_of(request.getfixturevalue(stand_in).url)

    assert PROBES[tried](client) == documented()[tried][stand_in]
